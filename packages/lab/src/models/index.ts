import { UsageError } from "../usageError.js";
import { allCnn } from "./allCnn.js";
import { cnn } from "./cnn.js";
import { mlp } from "./mlp.js";
import type { ImageTask, Model, ModelMaker } from "./model.js";
import { modelNames } from "./modelNames.js";
import { resnet } from "./resnet.js";
import { shakeModes } from "./shakeModes.js";
import { shakeShake } from "./shakeShake.js";

/**
 * The maker of a model by its name: "cnn", "resnet-20", "shake-shake-26-2x64d", or, with the modes in which
 * branches are mixed, "shake-shake-26-2x64d-even-shake-batch".
 *
 * @throws UsageError for a name, a depth or a width that there is not; its message says what there is.
 */
export function modelMaker(name: string): ModelMaker {
  if (name === "mlp") return mlp;
  if (name === "cnn") return cnn;
  const convolutional = /^all-cnn-([1-9]\d*)$/.exec(name);
  if (convolutional !== null) return allCnn(Number(convolutional[1]));
  const residual = /^resnet-(\d+)$/.exec(name);
  if (residual !== null) return resnet(Number(residual[1]));
  const shaken = /^shake-shake-(\d+)-2x(\d+)d(?:-(.+))?$/.exec(name);
  const modes = shakeModes.get(shaken?.[3] ?? "shake-shake-image");
  if (shaken !== null && modes !== undefined) return shakeShake(Number(shaken[1]), Number(shaken[2]), modes);
  throw new UsageError(`unknown model "${name}"; choose from ${modelNames.join(", ")}`);
}

/** A model by its name, for a task. @throws UsageError as {@link modelMaker}. */
export function modelNamed(name: string, task: ImageTask): Model {
  return modelMaker(name)(task);
}
