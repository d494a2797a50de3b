import { afterEach, beforeEach, expect, test } from "vitest";
import type { EpochResult } from "../../results.js";
import type { Trial } from "../../training/trial.js";
import { workerName } from "../leases.js";
import type { Store, StudySpec } from "../store.js";

export const trialOf = (learningRate: number, seed = 1, epochs = 4): Trial => ({
  series: "adamw",
  optimizer: "adamw",
  decay: "decoupled",
  schedule: "cosine",
  learningRate,
  weightDecay: 0.1,
  options: {},
  epochs,
  seed,
});

export const epochOf = (epoch: number, testError: number): EpochResult => ({
  epoch,
  learningRate: 0.1 / 3,
  decay: 1e-300,
  trainLoss: Math.PI / epoch,
  testLoss: 0.1 + 0.2,
  testError,
  testTop5Error: null,
});

const scale = { saturation: { at: 80, value: 90 }, tolerance: 3 };

export function specOf(name: string, halving: StudySpec["halving"] = null): StudySpec {
  const task = {
    dataset: "cifar10",
    model: "cnn",
    trainSize: 10,
    subsetSeed: 1,
    batchSize: 5,
    evaluateEvery: 1,
  };
  return {
    name,
    plan: {
      experiment: "decoupling",
      preset: "quick",
      seed: 1,
      seeds: 1,
      task,
      series: {},
      scales: { error: scale, loss: scale },
    },
    task: { ...task, name: "CIFAR-10", parameters: 10, testSize: 10, classes: 10 },
    halving,
    origin: { command: "lehr", startedAt: "2026-01-01T00:00:00Z", versions: {}, machine: {} },
  };
}

/** What every store promises, whatever it is kept in. */
export function storeLaws(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  const worker = workerName();

  test("keeps a study and its trials as they were", async () => {
    const trials = [trialOf(0.1), trialOf(0.2)];
    await store.addStudy(specOf("a"), trials);
    expect(await store.study("a")).toEqual(specOf("a"));
    expect((await store.trials("a")).map(({ trial }) => trial)).toEqual(trials);
    expect(await store.study("b")).toBe(undefined);
    await expect(store.addStudy(specOf("a"), trials)).rejects.toThrow('there is a study named "a" already');
    expect(await store.studies()).toMatchObject([{ name: "a", trials: 2, waiting: 2, bestError: null }]);
  });

  test("hands each trial out once, in order, and keeps what is recorded to the last bit", async () => {
    await store.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)]);
    const first = (await store.take(worker, "a"))!;
    const second = (await store.take(worker))!;
    expect([first, second].map(({ trial }) => trial.learningRate)).toEqual([0.1, 0.2]);
    expect(await store.take(worker, "a")).toBe(undefined);
    const state = Uint8Array.from([1, 2, 255]);
    expect(await store.record(first.lease, epochOf(1, 100 / 3), 2, state)).toBe(true);
    expect(await store.record(first.lease, epochOf(1, 100 / 3), 2, state)).toBe(true);
    expect(await store.record(first.lease, epochOf(2, 30), 3, null)).toBe(true);
    expect(await store.checkpoint(first.lease)).toEqual(state);
    expect(await store.epochs("a")).toEqual(new Map([[0, [epochOf(1, 100 / 3), epochOf(2, 30)]]]));
    expect(await store.end(first.lease, { outcome: "finished" })).toBe(true);
    expect(await store.checkpoint(first.lease)).toBe(undefined);
    expect((await store.trials("a"))[0]).toMatchObject({
      state: "done",
      outcome: "finished",
      epochsDone: 2,
      testError: 30,
      seconds: 5,
    });
    expect(await store.studies()).toMatchObject([{ running: 1, done: 1, bestError: 30 }]);
  });

  test("keeps what was measured of a trial, its solution, and what was compared", async () => {
    for (const name of ["a", "b"]) await store.addStudy(specOf(name), [trialOf(0.1), trialOf(0.2)]);
    const measures = { sharpness: 0.1 + 0.2, losses: [[1e-300, null]], note: "é" };
    const { lease } = (await store.take(worker, "b"))!;
    await store.record(lease, epochOf(4, 50), 1, Uint8Array.from([7]));
    expect(await store.stateOf("b", 0)).toEqual(Uint8Array.from([7]));
    const solution = Uint8Array.from([0, 255, 3]);
    expect(await store.end(lease, { outcome: "finished", measures, solution })).toBe(true);
    expect((await store.trials("b")).map((record) => record.measures)).toEqual([measures, null]);
    expect(await store.solution("b", 0)).toEqual(solution);
    expect(await store.stateOf("b", 0)).toBe(undefined);
    expect(await store.solution("b", 1)).toBe(undefined);
    expect(await store.solution("a", 0)).toBe(undefined);

    expect(await store.comparison("b")).toBe(undefined);
    await store.keepComparison("b", { between: [1, null] });
    expect(await store.comparison("b")).toEqual({ between: [1, null] });
    expect(await store.comparison("a")).toBe(undefined);

    expect(await store.removeStudy("b")).toBe(true);
    expect(await store.solution("b", 0)).toBe(undefined);
    expect(await store.comparison("b")).toBe(undefined);
  });

  test("ends a trial for the worker that holds it, and nobody else", async () => {
    await store.addStudy(specOf("a"), [trialOf(0.1)]);
    const { lease } = (await store.take(worker))!;
    await store.giveBack(lease);
    await store.take(worker);
    const solution = Uint8Array.from([1]);
    expect(await store.end(lease, { outcome: "finished", measures: 1, solution })).toBe(false);
    expect((await store.trials("a"))[0]!.measures).toBe(null);
    expect(await store.solution("a", 0)).toBe(undefined);
  });

  test("gives a trial back to another worker, who goes on where it was", async () => {
    await store.addStudy(specOf("a"), [trialOf(0.1)]);
    const { lease } = (await store.take(worker))!;
    await store.record(lease, epochOf(1, 50), 1, Uint8Array.from([7]));
    await store.giveBack(lease);
    const again = (await store.take(worker))!;
    expect(again).toMatchObject({ epochsDone: 1, untilEpoch: 4 });
    expect(await store.checkpoint(again.lease)).toEqual(Uint8Array.from([7]));
    // The first has lost it: nothing it says counts.
    expect(await store.record(lease, epochOf(2, 1), 1, null)).toBe(false);
    expect(await store.beat(lease, 0.5)).toBe(false);
    expect(await store.end(lease, { outcome: "finished" })).toBe(false);
    expect(await store.beat(again.lease, 0.5)).toBe(true);
    expect(await store.progress("a")).toEqual({
      trials: 1,
      done: 0,
      failed: 0,
      epochs: 4,
      epochsDone: 1.5,
      bestError: null,
      running: [{ position: 0, trial: trialOf(0.1), epochsDone: 1, epochShare: 0.5 }],
    });
    expect((await store.trials("a"))[0]).toMatchObject({ state: "running", epochsDone: 1, epochShare: 0.5 });
  });

  test("gives up a trial whose workers die three times within an epoch", async () => {
    await store.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)]);
    const crash = async () => store.giveBack((await store.take(worker, "a"))!.lease, "SIGSEGV");
    await crash();
    await crash();
    const { lease } = (await store.take(worker))!;
    await store.record(lease, epochOf(1, 50), 1, null);
    await store.giveBack(lease, "SIGSEGV");
    await crash();
    expect((await store.trials("a"))[0]).toMatchObject({ state: "waiting", attempts: 2, message: "SIGSEGV" });
    await crash();
    expect((await store.trials("a"))[0]).toMatchObject({
      state: "done",
      outcome: "failed",
      epochsDone: 1,
      message: "given up after 3 attempts: SIGSEGV",
    });
    expect((await store.take(worker))!.trial.learningRate).toBe(0.2);
    expect(await store.studies()).toMatchObject([{ failed: 1, done: 1, running: 1 }]);
  });

  test("leaves studies out that are not to be taken from, and knows what is left", async () => {
    for (const name of ["a", "b", "c"]) await store.addStudy(specOf(name), [trialOf(0.1)]);
    expect(await store.workLeft()).toBe(true);
    const { study, lease } = (await store.take(worker, undefined, ["a", "none"]))!;
    expect(study).toBe("b");
    expect((await store.take(worker, undefined, ["a"]))!.study).toBe("c");
    expect(await store.take(worker, undefined, ["a"])).toBe(undefined);
    // What is being run is not done.
    expect(await store.workLeft("b")).toBe(true);
    expect(await store.workLeft(undefined, ["a", "c"])).toBe(true);
    await store.end(lease, { outcome: "finished" });
    expect(await store.workLeft("b")).toBe(false);
    expect(await store.workLeft(undefined, ["a", "c"])).toBe(false);
    expect(await store.workLeft(undefined, ["b", "c"])).toBe(true);
    expect(await store.workLeft("none")).toBe(false);
    expect((await store.take(worker))!.study).toBe("a");
  });

  test("lets failed trials wait again, with three attempts, and nothing else", async () => {
    for (const name of ["a", "b"]) await store.addStudy(specOf(name), [trialOf(0.1), trialOf(0.2)]);
    for (const name of ["a", "b"]) {
      const { lease } = (await store.take(worker, name))!;
      await store.record(lease, epochOf(1, 50), 1, Uint8Array.from([7]));
      await store.end(lease, { outcome: "failed", message: "out of memory" });
      await store.end((await store.take(worker, name))!.lease, { outcome: "finished" });
    }
    await store.keepComparison("a", { between: [] });
    expect(await store.retryFailed("a")).toBe(1);
    expect(await store.retryFailed("a")).toBe(0);
    expect(await store.retryFailed("none")).toBe(0);
    expect(await store.comparison("a")).toBe(undefined);
    expect((await store.trials("a")).map(({ state, outcome }) => [state, outcome])).toEqual([
      ["waiting", null],
      ["done", "finished"],
    ]);
    for (const attempts of [1, 2]) {
      const { lease } = (await store.take(worker))!;
      expect(await store.checkpoint(lease)).toBe(undefined);
      await store.giveBack(lease, "SIGSEGV");
      expect((await store.trials("a"))[0]).toMatchObject({ state: "waiting", attempts });
    }
    const { lease, study, trial } = (await store.take(worker))!;
    expect([study, trial.learningRate]).toEqual(["a", 0.1]);
    await store.record(lease, epochOf(1, 50), 1, null);
    await store.end(lease, { outcome: "finished" });
    expect((await store.epochs("a")).get(0)).toEqual([epochOf(1, 50)]);
    expect(await store.take(worker)).toBe(undefined);
  });

  test("takes back what died with its process, on this host", async () => {
    await store.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)]);
    await store.take(workerName(2 ** 22 + 1));
    await store.take(worker);
    await store.giveBackOrphans();
    expect((await store.trials("a")).map(({ state, attempts }) => [state, attempts])).toEqual([
      ["waiting", 0],
      ["running", 0],
    ]);
    expect((await store.take(worker))!.trial.learningRate).toBe(0.1);
  });

  test("halves: the best half of the settings go on, with all their seeds, the others stop", async () => {
    const rates = [0.1, 0.2, 0.3, 0.4];
    const trials = [1, 2].flatMap((seed) => rates.map((rate) => trialOf(rate, seed, 8)));
    await store.addStudy(specOf("a", { factor: 2, firstRung: 2 }), trials);
    const seen: number[] = [];
    for (let taken = await store.take(worker); taken; taken = await store.take(worker)) {
      const { lease, trial, untilEpoch, epochsDone } = taken;
      for (let epoch = epochsDone + 1; epoch <= untilEpoch; epoch++) {
        await store.record(lease, epochOf(epoch, 100 * trial.learningRate + trial.seed), 1, null);
      }
      seen.push(untilEpoch);
      if (untilEpoch < trial.epochs) await store.pause(lease);
      else await store.end(lease, { outcome: "finished" });
    }
    expect(seen).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 8, 8]);
    const ended = (await store.trials("a")).map(({ outcome, epochsDone }) => [outcome, epochsDone]);
    const once = [
      ["finished", 8],
      ["stopped", 4],
      ["stopped", 2],
      ["stopped", 2],
    ];
    expect(ended).toEqual([...once, ...once]);
  });

  test("halves: a setting with a failed seed comes after those without; failed ones are retried from the first rung", async () => {
    const rates = [0.1, 0.2, 0.3, 0.4];
    const trials = [1, 2].flatMap((seed) => rates.map((rate) => trialOf(rate, seed, 8)));
    await store.addStudy(specOf("a", { factor: 2, firstRung: 2 }), trials);
    /** Of the best setting a seed fails before the first rung; of the next best one before the second. */
    const fails = ({ learningRate, seed }: Trial, untilEpoch: number) =>
      seed === 1 && untilEpoch === (learningRate === 0.1 ? 2 : learningRate === 0.2 ? 4 : 0);
    const work = async (failing = fails) => {
      const seen: [number, number][] = [];
      for (let taken = await store.take(worker); taken; taken = await store.take(worker)) {
        const { lease, trial, untilEpoch } = taken;
        seen.push([trial.learningRate, untilEpoch]);
        await store.record(lease, epochOf(untilEpoch, 100 * trial.learningRate), 1, null);
        if (failing(trial, untilEpoch)) await store.end(lease, { outcome: "failed", message: "no" });
        else if (untilEpoch < trial.epochs) await store.pause(lease);
        else await store.end(lease, { outcome: "finished" });
      }
      return seen;
    };
    const first = [...rates, ...rates].map((rate) => [rate, 2]);
    const second = [0.2, 0.3, 0.2, 0.3].map((rate) => [rate, 4]);
    expect(await work()).toEqual([...first, ...second, [0.3, 8], [0.3, 8]]);
    expect(await store.retryFailed("a")).toBe(2);
    expect(await work(() => false)).toEqual([
      [0.1, 2],
      [0.2, 2],
      [0.1, 4],
      [0.1, 8],
    ]);
  });

  test("deletes a study with all that belongs to it, and nothing else", async () => {
    for (const name of ["a", "b"]) await store.addStudy(specOf(name), [trialOf(0.1)]);
    const { lease } = (await store.take(worker, "a"))!;
    await store.record(lease, epochOf(1, 50), 1, Uint8Array.from([7]));
    expect(await store.removeStudy("a")).toBe(true);
    expect(await store.removeStudy("a")).toBe(false);
    expect((await store.studies()).map(({ name }) => name)).toEqual(["b"]);
    expect(await store.record(lease, epochOf(2, 50), 1, null)).toBe(false);
    expect(await store.pause(lease)).toBe(false);
    expect(await store.end(lease, { outcome: "finished" })).toBe(false);
    await store.giveBack(lease, "SIGSEGV");
    expect((await store.take(worker))!.study).toBe("b");
  });

  test("copies a study to another store, to the last bit; what runs here waits there", async () => {
    const trials = [0.1, 0.2, 0.3, 0.4, 0.5].map((rate) => trialOf(rate));
    await store.addStudy(specOf("a", { factor: 2, firstRung: 2 }), trials);
    const done = (await store.take(worker))!;
    await store.end(done.lease, { outcome: "failed", message: "out of memory" });
    const measured = (await store.take(worker))!;
    const solution = Uint8Array.from([0, 255, 3]);
    await store.end(measured.lease, { outcome: "finished", measures: { sharpness: 0.1 + 0.2 }, solution });
    await store.keepComparison("a", { between: [1, null] });
    const paused = (await store.take(worker))!;
    for (const epoch of [1, 2]) {
      await store.record(paused.lease, epochOf(epoch, 100 / 3), 0.1 + 0.2, Uint8Array.from([epoch]));
    }
    await store.pause(paused.lease);
    const running = (await store.take(worker))!;
    await store.record(running.lease, epochOf(1, 50), 1, Uint8Array.from([255, 0, 7]));
    await store.beat(running.lease, 0.5);
    const copy = (await store.exportStudy("a"))!;
    expect(await store.exportStudy("b")).toBe(undefined);
    await expect(store.importStudy(copy)).rejects.toThrow('there is a study named "a" already');

    const other = await open();
    const twice = copy.trials.map((record) => ({ ...record, epochs: [...record.epochs, ...record.epochs] }));
    await expect(other.importStudy({ ...copy, trials: twice })).rejects.toThrow();
    expect(await other.studies()).toEqual([]);
    expect(await other.take(worker)).toBe(undefined);
    await other.importStudy(copy);
    const waiting = copy.trials.map((record) =>
      record.state === "running" ? { ...record, state: "waiting", epochShare: 0 } : record,
    );
    expect(await other.exportStudy("a")).toEqual({ ...copy, trials: waiting });
    expect(await other.study("a")).toEqual(await store.study("a"));
    expect(await other.trials("a")).toMatchObject([{}, { measures: { sharpness: 0.1 + 0.2 } }, {}, {}, {}]);
    expect(await other.solution("a", 1)).toEqual(solution);
    expect(await other.comparison("a")).toEqual({ between: [1, null] });
    expect(await other.studies()).toMatchObject([
      { createdAt: copy.createdAt, waiting: 2, paused: 1, failed: 1 },
    ]);
    const again = (await other.take(worker))!;
    expect(again).toMatchObject({ trial: trials[3], untilEpoch: 2, epochsDone: 1 });
    expect(await other.checkpoint(again.lease)).toEqual(Uint8Array.from([255, 0, 7]));
    expect((await other.take(worker))!.trial).toEqual(trials[4]);
    expect(await other.take(worker)).toBe(undefined);
    // Here nothing has changed.
    expect(await store.beat(running.lease, 0.6)).toBe(true);
    await other.close();
  });
}
