import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { bundle, entries } from "./testing/bundle.js";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const readme = readFileSync(source("../README.md"), "utf8");
const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

/** Runs a block as a module of its own; gives what it prints, line by line. */
async function run(code: string): Promise<string[]> {
  const script = await bundle(code);
  const printed: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => {
    printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  };
  try {
    await import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
  } finally {
    console.log = log;
  }
  return printed;
}

describe("the README's examples", () => {
  it("are all found", () => expect(blocks).toHaveLength(9));

  it.each(blocks.map((code) => [code.split("\n")[0]!, code]))(
    "run, and print what they say: %s",
    async (_, code) => {
      const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text!);
      expect(await run(code)).toEqual(said);
    },
  );

  it("compile", () => {
    const files = new Map(blocks.map((code, i) => [source(`readme-${i}.ts`), code]));
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      paths: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, [path]])),
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, getSourceFile } = host;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.getSourceFile = (name, ...rest) => {
      const code = files.get(name);
      return code === undefined
        ? getSourceFile(name, ...rest)
        : ts.createSourceFile(name, code, ts.ScriptTarget.ES2022);
    };
    const program = ts.createProgram([...files.keys()], options, host);
    const problems = [...files.keys()].flatMap((name) =>
      program.getSemanticDiagnostics(program.getSourceFile(name)).map(({ messageText }) => messageText),
    );
    expect(problems).toEqual([]);
  });
});
