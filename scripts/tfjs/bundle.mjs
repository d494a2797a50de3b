// TensorFlow.js core's own tests, made runnable in Node: its test files import each other as only bundlers
// understand, and all of them, the backend and the gradients must share one copy of the library.
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const core = join(root, "node_modules/@tensorflow/tfjs-core/dist");
const out = join(root, "node_modules/.cache/lehr-tfjs-tests");

/** The test files that concern a backend, by their path in tfjs-core's `dist`, sorted. */
export const testFiles = () =>
  [...readdirSync(join(core, "ops"), { recursive: true }).map((file) => join("ops", String(file)))]
    .concat(readdirSync(join(core, "optimizers")).map((file) => join("optimizers", file)))
    .concat("gradients_test.js")
    .filter((file) => file.endsWith("_test.js"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();

const setup = `
  import "@lehr/engine/backend";
  import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
  import { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util";
  setTestEnvs([{ name: "ort", backendName: "ort", flags: {}, isDataSync: true }]);
`;

/**
 * Bundles the test files and what they share.
 *
 * @returns where the set-up lies, to be imported first, and where a test file does.
 */
export async function bundle(files) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: "lehr:setup", out: "setup" },
      ...files.map((file) => ({ in: join(core, file), out: file.replace(/\.js$/, "") })),
    ],
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["onnxruntime-node", "jasmine-core", "node-fetch", "string_decoder"],
    alias: { "@lehr/engine/backend": join(root, "packages/engine/src/backend/index.ts") },
    banner: {
      js: 'import { createRequire as lehrCreateRequire } from "node:module"; const require = lehrCreateRequire(import.meta.url);',
    },
    plugins: [
      {
        name: "setup",
        setup(builder) {
          builder.onResolve({ filter: /^lehr:setup$/ }, () => ({ path: "setup", namespace: "lehr" }));
          builder.onLoad({ filter: /.*/, namespace: "lehr" }, () => ({ contents: setup, resolveDir: root }));
        },
      },
    ],
    metafile: true,
    logLevel: "error",
  });
  const made = new Set(Object.keys(metafile.outputs).map((path) => join(root, path)));
  const place = (name) => {
    const path = join(out, `${name}.mjs`);
    if (!made.has(path)) throw new Error(`${relative(dirname(out), path)} was not made`);
    return path;
  };
  return { setup: place("setup"), pathOf: (file) => place(file.replace(/\.js$/, "")) };
}
