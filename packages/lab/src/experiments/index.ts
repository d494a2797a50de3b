import { decoupling } from "./decoupling.js";
import type { Experiment } from "./experiment.js";

/** Every experiment by name. */
export const experiments: Readonly<Record<string, Experiment>> = { decoupling };
