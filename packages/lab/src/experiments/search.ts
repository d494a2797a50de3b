import type { Experiment } from "./experiment.js";

/** Studies of one's own, which `lehr search` and `lehr train` plan: no preset says what they train. */
export const search: Experiment = {
  name: "search",
  question: "Which settings suit a network best?",
  presets: {},
  lines: async (results) => (await import("../report/search/report.js")).searchLines(results),
  report: async (results) => (await import("../report/search/report.js")).searchReport(results),
};
