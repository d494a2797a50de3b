// Runs bundled test files: `node child.mjs <set-up> <file>...`. Prints one line of JSON per spec.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const jasmine = createRequire(import.meta.url)("jasmine-core").boot();
const env = jasmine.getEnv();
env.configure({ random: false });
jasmine.DEFAULT_TIMEOUT_INTERVAL = 30_000;
// Warnings of the library are part of its tests, not of this report.
console.warn = () => {};
env.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    const name = fullName.replaceAll(" ort {}", "");
    const message = failedExpectations[0]?.message.split("\n").slice(0, 3).join(" ").slice(0, 300);
    process.stdout.write(`${JSON.stringify({ name, status, message })}\n`);
  },
});
const [setup, ...files] = process.argv.slice(2);
await import(pathToFileURL(setup).href);
for (const file of files) await import(pathToFileURL(file).href);
await env.execute();
process.exit(0);
