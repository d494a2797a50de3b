import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The sources by the names programs import them under. */
export const entries = {
  lehr: source("../index.ts"),
  "lehr/torch": source("../torch/index.ts"),
  "@tensorflow/tfjs": source("./tensorflow.ts"),
};

/** TensorFlow.js stays outside of bundles. */
const tensorflow = Object.fromEntries(
  ["core", "layers", "backend-cpu"].map((part) => {
    const name = `@tensorflow/tfjs-${part}`;
    return [name, pathToFileURL(createRequire(import.meta.url).resolve(name)).href];
  }),
);

/** A program that imports `lehr`, as a bundler delivers it: one minified file. */
export async function bundle(code: string, format: "esm" | "iife" = "esm"): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: "ts", resolveDir: source(".") },
    alias: { ...entries, ...tensorflow },
    external: Object.values(tensorflow),
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
