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
    expect(row.series).toBe(trial.series);
    expect(row.outcome).toBe(trial.outcome);
    expect(row.testError === "" ? null : Number(row.testError)).toBe(trial.testError);
  });
});

test("epochs come back from CSV as they went", () => {
  const { trials } = syntheticResults();
  const rows = readCsv(epochsCsv(trials));
  const epochs = trials.flatMap((trial) => trial.history);
  expect(rows).toHaveLength(epochs.length);
  epochs.forEach((epoch, i) => {
    const { learningRate, decay, ...others } = epoch;
    const named = { currentLearningRate: learningRate, currentDecay: decay, ...others };
    for (const [name, value] of Object.entries(named)) expect(Number(rows[i]![name])).toBe(value);
  });
});

test("what was not measured is empty, options are JSON", () => {
  const [trial] = syntheticResults().trials;
  const unseen = { ...trial!.history[0]!, testLoss: null, testError: null, testTop5Error: null };
  const odd = { ...trial!, options: { beta1: 0.8 }, message: "out of memory", history: [unseen] };
  expect(readCsv(epochsCsv([odd]))).toMatchObject([
    { epoch: "1", testLoss: "", testError: "", testTop5Error: "" },
  ]);
  expect(readCsv(trialsCsv([odd]))).toMatchObject([{ options: '{"beta1":0.8}', message: "out of memory" }]);
});
