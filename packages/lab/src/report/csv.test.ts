import { expect, test } from "vitest";
import { epochsCsv, trialsCsv } from "./csv.js";
import { syntheticResults } from "./fixture.test.data.js";

/** A reader of its own, to check the writer against: fields of RFC 4180. */
function readCsv(text: string): Record<string, string>[] {
  const rows = text
    .split("\r\n")
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      ),
    );
  const [header, ...body] = rows;
  return body.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
}

test("trials come back from CSV as they went", () => {
  const { trials } = syntheticResults();
  const odd = { ...trials[0]!, optimizer: 'my "own", one' };
  const rows = readCsv(trialsCsv([...trials, odd]));
  expect(rows).toHaveLength(trials.length + 1);
  expect(rows.at(-1)!.optimizer).toBe(odd.optimizer);
  trials.forEach((trial, i) => {
    const row = rows[i]!;
    expect(Number(row.learningRate)).toBe(trial.learningRate);
    expect(Number(row.weightDecay)).toBe(trial.weightDecay);
    expect(row.diverged).toBe(String(trial.diverged));
    expect(row.testError === "" ? null : Number(row.testError)).toBe(trial.testError);
  });
});

test("epochs come back from CSV as they went", () => {
  const { trials } = syntheticResults();
  const rows = readCsv(epochsCsv(trials));
  const epochs = trials.flatMap((trial) => trial.epochs);
  expect(rows).toHaveLength(epochs.length);
  epochs.forEach((epoch, i) => {
    for (const [name, value] of Object.entries(epoch)) expect(Number(rows[i]![name])).toBe(value);
  });
});
