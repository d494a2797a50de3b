/** Sums that need nothing but a core, for some seconds. */
let sum = 0;
for (let i = 1; i < 4e9; i++) sum += 1 / i;
if (!(sum > 22)) process.exitCode = 1;
