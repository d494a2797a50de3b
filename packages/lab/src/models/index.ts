import { cnn } from "./cnn.js";
import { mlp } from "./mlp.js";
import type { ImageTask, Model } from "./model.js";

/** Every model of the lab by name. */
export const models: Readonly<Record<string, (task: ImageTask) => Model>> = { mlp, cnn };
