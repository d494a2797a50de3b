// Runs bundled test files: `node child.mjs <set-up> <file>...`. Prints one line of JSON per spec, with its file.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const jasmine = createRequire(import.meta.url)("jasmine-core").boot();
const env = jasmine.getEnv();
env.configure({ random: false });
jasmine.DEFAULT_TIMEOUT_INTERVAL = 30_000;
// Warnings of the library are part of its tests, not of this report.
console.warn = () => {};
/** By the ids of specs. */
const fileOf = new Map();
const enter = (suiteOrSpec, file) => {
  fileOf.set(suiteOrSpec.id, file);
  for (const child of suiteOrSpec.children ?? []) enter(child, file);
};
env.addReporter({
  specDone({ id, fullName, status, failedExpectations }) {
    const name = fullName.replaceAll(" ort {}", "");
    const message = failedExpectations[0]?.message.split("\n").slice(0, 3).join(" ").slice(0, 300);
    process.stdout.write(`${JSON.stringify({ name, file: fileOf.get(id), status, message })}\n`);
  },
});
const [setup, ...files] = process.argv.slice(2);
await import(pathToFileURL(setup).href);
for (const file of files) {
  const before = env.topSuite().children.length;
  await import(pathToFileURL(file).href);
  for (const suite of env.topSuite().children.slice(before)) enter(suite, file);
}
await env.execute();
process.exit(0);
