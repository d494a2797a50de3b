const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const percent = (passed, total) => `${((100 * passed) / Math.max(1, total)).toFixed(1)} %`;

/** The folder a test file lies in. */
const familyOf = (file) => file.split("/").slice(0, -1).join("/") || "gradients";

const counts = (results) => {
  const passed = sum(results.map((result) => result.passed));
  const total = sum(results.map((result) => result.total));
  return { passed, total, share: percent(passed, total) };
};

const excludedIn = (results) =>
  sum(results.flatMap(({ excluded }) => [...excluded.values()].map((names) => names.length)));

/** The pass rate of all that ran, in one line. */
export function summary(results) {
  const { passed, total } = counts(results);
  const ran = total + excludedIn(results);
  return `${passed} of ${ran} specs in ${results.length} files pass (${percent(passed, ran)})`;
}

/** The same without the specs that are excluded. */
export function summaryOfCounted(results) {
  const { passed, total, share } = counts(results);
  return `Without the ${excludedIn(results)} that are excluded, ${passed} of ${total} (${share})`;
}

/** The report in Markdown. `left` are the files not run, with reasons. */
export function table(results, left) {
  const lines = [
    "# TensorFlow.js' own tests on the backend `ort`",
    "",
    "Written by `npm run test:tfjs`, which runs the tests of TensorFlow.js core (operators, gradients, optimizers)",
    "against `@lehr/engine/backend`.",
    "",
    `**${summary(results)}.** ${summaryOfCounted(results)}.`,
    `${left.length} more files are not run. What is excluded or not run has its reason below; the tables leave it out.`,
    "",
    "| family | files | passed | specs | rate |",
    "| --- | ---: | ---: | ---: | ---: |",
  ];
  const families = new Map();
  for (const result of results) {
    const family = familyOf(result.file);
    families.set(family, [...(families.get(family) ?? []), result]);
  }
  for (const [family, members] of families) {
    const { passed, total, share } = counts(members);
    lines.push(`| ${family} | ${members.length} | ${passed} | ${total} | ${share} |`);
  }
  const failed = results.filter(({ passed, total, crash }) => passed < total || crash !== undefined);
  lines.push("", "## Failing", "");
  if (failed.length === 0) lines.push("None.");
  for (const { file, failed: specs, crash } of failed) {
    lines.push(`- ${file}${crash === undefined ? "" : `: ${crash}`}`);
    for (const { name } of specs) lines.push(`  - ${name}`);
  }
  lines.push("", "## Excluded", "", "Files that are not run:", "", "| file | reason |", "| --- | --- |");
  for (const { file, reason } of left) lines.push(`| ${file} | ${reason} |`);
  lines.push(
    "",
    "Specs that fail and are not counted:",
    "",
    "| file | specs | reason |",
    "| --- | ---: | --- |",
  );
  for (const { file, excluded } of results)
    for (const [reason, names] of excluded) lines.push(`| ${file} | ${names.length} | ${reason} |`);
  lines.push("", "## Files", "", "| file | passed | specs |", "| --- | ---: | ---: |");
  for (const { file, passed, total } of results) lines.push(`| ${file} | ${passed} | ${total} |`);
  return `${lines.join("\n")}\n`;
}
