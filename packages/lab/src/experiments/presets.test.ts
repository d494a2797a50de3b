import { describe, expect, test } from "vitest";
import { FIGURE_1 } from "../paper/figure1.js";
import { FIGURE_2 } from "../paper/figure2.js";
import type { PaperPanel } from "../paper/panel.js";
import { decoupling } from "./decoupling.js";
import type { Preset } from "./experiment.js";
import { experiments } from "./index.js";
import { schedules } from "./schedules.js";

const trials = ({ series, usual = Object.keys(series), seeds }: Preset) =>
  usual.reduce((sum, name) => {
    const { learningRates, weightDecays } = series[name]!;
    return sum + seeds * learningRates.length * weightDecays.length;
  }, 0);

describe.each(Object.values(experiments))("presets of $name", ({ presets }) => {
  test.each(Object.entries(presets))("%s names what there is, and no value twice", (_, preset) => {
    expect(preset.usual?.every((name) => name in preset.series) ?? true).toBe(true);
    for (const { learningRates, weightDecays, epochs } of Object.values(preset.series)) {
      for (const values of [learningRates, weightDecays]) expect(new Set(values).size).toBe(values.length);
      expect(epochs).toBeGreaterThan(0);
    }
  });
});

describe.each<[string, Preset, readonly PaperPanel[], number]>([
  ["Figure 1", schedules.presets.paper!, FIGURE_1, 528],
  ["Figure 2", decoupling.presets.paper!, FIGURE_2, 484],
])("the preset of the paper's %s", (_, preset, figure, count) => {
  test("trains what the paper trained", () => {
    expect(trials(preset)).toBe(count);
    expect(preset.task).toEqual({
      dataset: "cifar10",
      model: "shake-shake-26-2x64d",
      trainSize: null,
      batchSize: 128,
      evaluateEvery: 1,
    });
  });

  test("covers the cells of the figure, with its optimizers, decays and schedules", () => {
    expect(Object.keys(preset.series)).toEqual(figure.map(({ series }) => series));
    for (const { series, optimizer, decay, schedule, learningRate, weightDecay } of figure) {
      const planned = preset.series[series]!;
      expect(planned).toMatchObject({ optimizer, decay, schedule, epochs: 100 });
      expect(planned.options).toEqual(optimizer.startsWith("sgd") ? { momentum: 0.9 } : {});
      const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10));
      expect(planned.learningRates).toEqual(close(learningRate));
      expect(planned.weightDecays).toEqual(close(weightDecay));
    }
  });
});
