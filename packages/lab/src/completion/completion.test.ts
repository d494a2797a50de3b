import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completionCommand } from "../commands/completion.js";
import { exportCommand } from "../commands/export.js";
import { runCommand } from "../commands/run.js";
import { scheduleCommand } from "../commands/schedule.js";
import { searchCommand } from "../commands/search.js";
import { studyCommand } from "../commands/study.js";
import { bashCompletion } from "./bash.js";
import { commandTree } from "./commandTree.js";
import { fishCompletion } from "./fish.js";
import { zshCompletion } from "./zsh.js";

const run = promisify(execFile);
const program = new Command("lehr");
for (const make of [
  runCommand,
  searchCommand,
  studyCommand,
  exportCommand,
  scheduleCommand,
  completionCommand,
]) {
  program.addCommand(make());
}
const tree = commandTree(program);

/** A `lehr` that knows two studies, one with a name that a shell would trip over. */
const stores = JSON.stringify([{ name: "decoupling-quick" }, { name: "mine $(touch ran) & more" }], null, 2);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-completion-"));
  await writeFile(join(directory, "bash"), bashCompletion("lehr", tree));
  await writeFile(join(directory, "zsh"), zshCompletion("lehr", tree));
  await writeFile(join(directory, "fish"), fishCompletion("lehr", tree));
  await writeFile(join(directory, "studies.json"), stores);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function have(shell: string): boolean {
  try {
    execFileSync(shell, ["-c", "true"]);
    return true;
  } catch {
    return false;
  }
}

/** The cases that every shell must get right: a command line to its end, and some of what is to be suggested. */
const cases: [line: string, suggested: string[]][] = [
  ["lehr ", ["run", "study", "export", "schedule", "completion"]],
  ["lehr stu", ["study"]],
  ["lehr study ", ["list", "show", "resume", "copy", "delete"]],
  ["lehr study resume deco", ["decoupling-quick"]],
  ["lehr study resume decoupling-quick --re", ["--retry-failed"]],
  ["lehr study copy decoupling-quick --to stud", ["studies.json"]],
  ["lehr search --optimizer adamw --schedule st", ["step-drop"]],
  ["lehr search --dataset ci", ["cifar10"]],
  ["lehr run ", ["decoupling"]],
  ["lehr run decoupling --preset q", ["quick"]],
  ["lehr run decoupling --optimizers adam,sg", ["adam,sgd", "adam,sgdw"]],
  ["lehr export decoupling-quick --format ", ["json", "csv", "tensorboard"]],
  ["lehr schedule cosine --decay norm", ["normalized"]],
  ["lehr schedule st", ["step-drop"]],
  ["lehr study show deco", ["decoupling-quick"]],
  ["lehr study delete decoupling-quick --y", ["--yes"]],
  ["lehr completion ", ["bash", "zsh", "fish"]],
];

describe.skipIf(!have("bash"))("in bash", () => {
  async function suggestions(line: string, lehr = `cat '${directory}/studies.json'`): Promise<string[]> {
    // As bash splits it: blanks, and = on its own.
    const words = line.split(/ +|(?==)|(?<==)/).map((word) => `'${word}'`);
    const script = `lehr() { ${lehr}; }; source '${directory}/bash'
      COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}
      _lehr; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await run("bash", ["--norc", "-c", script], { cwd: directory });
    expect(stderr).toBe("");
    return stdout.split("\n").filter((word) => word !== "");
  }

  it.each(cases)("%s", async (line, expected) => {
    const found = await suggestions(line);
    for (const word of expected) expect(found).toContain(word);
    const typed = line.slice(line.lastIndexOf(" ") + 1);
    for (const word of found) expect(word.startsWith(typed)).toBe(true);
  });

  it("suggests values after = too, and files and folders where they belong", async () => {
    expect(await suggestions("lehr run decoupling --preset=qu")).toEqual(["quick"]);
    expect(await suggestions("lehr study list --store stud")).toEqual(["studies.json"]);
    expect(await suggestions("lehr run decoupling --epochs ")).toEqual([]);
  });

  it("quotes the names of studies, and runs nothing that is in them", async () => {
    const found = await suggestions("lehr study show m");
    expect(found).toEqual(["mine\\ \\$\\(touch\\ ran\\)\\ \\&\\ more"]);
    const { stdout } = await run("ls", { cwd: directory });
    expect(stdout).not.toContain("ran");
  });

  it("suggests nothing where there is no store", async () => {
    expect(await suggestions("lehr study show ", "echo 'no store' >&2; return 1")).toEqual([]);
  });
});

describe.skipIf(!have("fish"))("in fish", () => {
  it.each(cases)("%s", async (line, expected) => {
    const script = `function lehr; cat '${directory}/studies.json'; end; source '${directory}/fish'; complete -C '${line}'`;
    const { stdout, stderr } = await run("fish", ["--no-config", "-c", script], { cwd: directory });
    expect(stderr).toBe("");
    const found = stdout.split("\n").map((suggestion) => suggestion.split("\t")[0]);
    for (const word of expected) expect(found).toContain(word);
  });
});

describe.skipIf(!have("zsh"))("in zsh", () => {
  it("reads what is written for bash, and names no variable that is zsh's own", async () => {
    const script = `autoload -U compinit && compinit -D; source '${directory}/zsh'
      lehr() { cat '${directory}/studies.json'; }; emulate sh
      COMP_WORDS=(lehr study show deco); COMP_CWORD=3; _lehr; print -r -- "\${_comps[lehr]}: $COMPREPLY"`;
    const { stdout, stderr } = await run("zsh", ["-f", "-c", script]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/_lehr.*: decoupling-quick\n$/);
  });
});

describe("commandTree", () => {
  it("knows every command by the words that lead to it, with choices as they are declared", () => {
    const paths = tree.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["", "run", "study", "study list", "study delete"]));
    const format = tree
      .find(({ path }) => path === "export")!
      .options.find(({ flags }) => flags.includes("--format"))!;
    expect(format.values).toEqual({ kind: "words", words: ["json", "csv", "tensorboard"] });
  });
});
