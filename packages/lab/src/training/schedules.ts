import { constant, cosine, multiStepDecay, type Schedule } from "lehr";

/** How a run of so many updates is annealed. */
export type RunSchedule = (updates: number) => Schedule;

/** The schedules of the paper's experiments by name. */
export const schedules: Readonly<Record<string, RunSchedule>> = {
  fixed: () => constant(),
  /** Figure 1: drops after 30, 60 and 80 % of the run; the factor is not stated there, 0.1 is assumed. */
  "step-drop": (updates) =>
    multiStepDecay({ milestones: [0.3, 0.6, 0.8].map((part) => Math.round(part * updates)), factor: 0.1 }),
  cosine: (updates) => cosine({ updates }),
};
