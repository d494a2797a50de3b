// Runs TensorFlow.js core's own tests against the backend `ort`, each file in a process of its own, prints what
// passes, and writes docs/tfjs-tests.md and the list of files that pass whole (whole.json).
// `npm run test:tfjs -- conv2d relu` runs the files whose path contains one of the words, and writes nothing.
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { bundle, testFiles } from "./bundle.mjs";
import { exclusionOfFile, exclusionOfSpec } from "./exclusions.mjs";
import { execute } from "./execute.mjs";
import { summary, summaryOfCounted, table } from "./report.mjs";

const words = process.argv.slice(2);
const wanted = testFiles().filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
const files = wanted.filter((file) => exclusionOfFile(file) === undefined);
if (files.length === 0) throw new Error(`no test file that is run has ${words.join(" or ")} in its path`);
const { setup, pathOf } = await bundle(files);

async function runFile(file) {
  const { specs, crash } = await execute(setup, [pathOf(file)]);
  const ran = specs.filter(({ status }) => status === "passed" || status === "failed");
  const excluded = new Map();
  const counted = ran.filter(({ name, status }) => {
    const reason = status === "failed" ? exclusionOfSpec(file, name) : undefined;
    if (reason !== undefined) excluded.set(reason, [...(excluded.get(reason) ?? []), name]);
    return reason === undefined;
  });
  const failed = counted.filter(({ status }) => status === "failed");
  return { file, total: counted.length, passed: counted.length - failed.length, failed, excluded, crash };
}

const results = new Map();
const queue = [...files];
const worker = async () => {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const result = await runFile(file);
    results.set(file, result);
    console.log(`${result.passed}/${result.total}  ${file}${result.crash ? `  ${result.crash}` : ""}`);
    for (const { name, message } of result.failed) console.log(`    failed: ${name}\n      ${message}`);
  }
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));

const inOrder = files.map((file) => results.get(file));
console.log(`\n${summary(inOrder)}. ${summaryOfCounted(inOrder)}`);
if (words.length === 0) {
  const left = wanted
    .filter((file) => exclusionOfFile(file) !== undefined)
    .map((file) => ({ file, reason: exclusionOfFile(file) }));
  writeFileSync(new URL("../../docs/tfjs-tests.md", import.meta.url), table(inOrder, left));
  const whole = inOrder.filter(
    ({ crash, passed, total }) => crash === undefined && passed === total && total > 0,
  );
  const names = whole.map(({ file }) => file);
  writeFileSync(new URL("whole.json", import.meta.url), `${JSON.stringify(names, null, 2)}\n`);
}
