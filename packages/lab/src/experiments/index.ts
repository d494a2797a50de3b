import { decoupling } from "./decoupling.js";
import type { Experiment } from "./experiment.js";
import { flatness } from "./flatness.js";
import { generalization } from "./generalization.js";
import { normalization } from "./normalization.js";
import { restarts } from "./restarts.js";
import { schedules } from "./schedules.js";
import { search } from "./search.js";

/** Every experiment by name, in the order of the paper's figures, then what goes beyond them. */
export const experiments: Readonly<Record<string, Experiment>> = {
  schedules,
  decoupling,
  generalization,
  restarts,
  normalization,
  flatness,
};

/** Those, and studies of one's own: all that a study may be. */
export const reported: Readonly<Record<string, Experiment>> = { ...experiments, search };
