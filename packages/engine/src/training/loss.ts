import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../errors.js";
import { checkNames, checkRecord, inBrackets } from "../feeds.js";
import { inWords, isTensor } from "../trace/result.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a loss function is called with. */
export interface LossInputs<I extends string = string, P extends string = string, T extends string = string> {
  /** What each step is fed. */
  readonly inputs: Readonly<Record<I, tf.Tensor>>;
  /** What the optimizer trains. */
  readonly params: Readonly<Record<P, tf.Tensor>>;
  /** What else is carried from step to step, as it was before this one. */
  readonly state: Readonly<Record<T, tf.Tensor>>;
}

/** What a loss function gives. */
export interface LossOutputs<O extends string = string, T extends string = string> {
  /** What is minimized: one number. */
  readonly loss: tf.Scalar;
  /** What else each step gives back: metrics, statistics. */
  readonly outputs?: Readonly<Record<O, tf.Tensor>>;
  /** The state after the step; what is left out stays as it was. */
  readonly state?: Readonly<Partial<Record<T, tf.Tensor>>>;
}

/** A loss as a function of tensors, written with TensorFlow.js operations. */
export type LossFunction<
  I extends string = string,
  P extends string = string,
  T extends string = string,
  O extends string = string,
> = (tensors: LossInputs<I, P, T>) => tf.Scalar | LossOutputs<O, T>;

/** What the update is given in place of the gradients: as many, by the same names, of the same shapes. */
export type GradientTransformation<P extends string = string> = (
  gradients: Readonly<Record<P, tf.Tensor>>,
) => Readonly<Record<P, tf.Tensor>>;

/** What is differentiated. */
export interface Objective {
  readonly loss: LossFunction;
  readonly transformGradients: GradientTransformation | undefined;
}

/** A loss with all that a step needs of it. */
export interface Differentiated {
  readonly loss: tf.Scalar;
  readonly gradients: Tensors;
  readonly outputs: Tensors;
  /** The whole state after the step. */
  readonly state: Tensors;
}

/**
 * Calls a loss function, differentiates it by its parameters and transforms the gradients.
 *
 * @throws EngineError for anything but a loss of one number, a state or a transformed gradient that does not fit and a
 * parameter that the loss does not depend on; and whatever the functions throw.
 */
export function differentiate(
  { loss: fn, transformGradients = (gradients) => gradients }: Objective,
  tensors: LossInputs,
): Differentiated {
  const names = Object.keys(tensors.params);
  const before = names.map((name) => tensors.params[name]!);
  // Tensors made while differentiating are disposed with it, but for those kept.
  let kept: Record<"outputs" | "state", Tensors> = { outputs: {}, state: {} };
  const keep = (record: Tensors) =>
    Object.fromEntries(Object.entries(record).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]));
  const value = (): tf.Scalar => {
    const { loss, outputs = {}, state = {} } = checkedResult(fn(tensors), tensors.state);
    kept = { outputs: keep(outputs), state: keep(state as Tensors) };
    return loss;
  };
  try {
    // As tf.valueAndGrads, which does not say which parameter has no gradient.
    const { value: loss, grads } = tf.engine().gradients(value, before, undefined, true);
    const left = names.filter((_, i) => !isTensor(grads[i]));
    if (left.length > 0)
      throw new EngineError(
        `the loss must depend on every parameter, and does not on ${left.map((name) => `"${name}"`).join(", ")}; ` +
          "leave out what is not trained, or give it as an input or as state",
      );
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
    return {
      loss,
      gradients: checkedGradients(transformGradients(gradients), gradients),
      outputs: copies(kept.outputs),
      state: { ...tensors.state, ...copies(kept.state) },
    };
  } finally {
    tf.dispose(kept);
  }
}

const copies = (record: Tensors): Tensors =>
  Object.fromEntries(Object.entries(record).map(([name, tensor]) => [name, tf.clone(tensor)]));

/** What a loss function gave, if it is a loss, with what else it may give. */
function checkedResult(given: unknown, before: Tensors): LossOutputs {
  const result = isTensor(given) ? { loss: given } : given;
  if (typeof result !== "object" || result === null || !("loss" in result) || !isTensor(result.loss))
    throw new EngineError(
      "the loss function must return one number as a tensor, or { loss, outputs, state } with that as loss; got " +
        (result instanceof Object && "loss" in result ? `${inWords(result.loss)} as loss` : inWords(result)),
    );
  const { loss, outputs = {}, state = {} } = result as LossOutputs;
  checkLoss(loss);
  for (const [name, record] of Object.entries({ outputs, state }))
    if (isTensor(record))
      throw new EngineError(`${name} of the loss function must be tensors by name, got a tensor`);
  for (const [name, tensor] of Object.entries(state)) checkState(name, tensor, before);
  return { loss, outputs, state };
}

/** Transformed gradients, if they are what an update can be given. */
function checkedGradients(given: unknown, before: Tensors): Tensors {
  checkRecord("what transformGradients returns", given, "a tensor for each parameter");
  checkNames("gradient", Object.keys(given as object), Object.keys(before));
  for (const [name, { shape }] of Object.entries(before)) {
    const gradient = (given as Readonly<Record<string, unknown>>)[name];
    if (!isTensor(gradient))
      throw new EngineError(
        `gradient "${name}" must be a tensor after transformGradients, got ${inWords(gradient)}`,
      );
    if (String(gradient.shape) !== String(shape))
      throw new EngineError(
        `gradient "${name}" must keep its shape ${inBrackets(shape)}, got ${inBrackets(gradient.shape)}`,
      );
  }
  return given as Tensors;
}

function checkLoss({ shape, size }: tf.Tensor): void {
  if (size !== 1)
    throw new EngineError(
      `the loss function must give one number, got a tensor of shape [${shape.join(", ")}]; ` +
        "tf.mean makes one of it",
    );
}

function checkState(name: string, tensor: tf.Tensor | undefined, before: Tensors): void {
  const known = before[name];
  if (known === undefined) {
    const names = Object.keys(before).map((other) => `"${other}"`);
    throw new EngineError(
      `the loss function gives state "${name}"; the state is ${names.join(", ") || "empty"}`,
    );
  }
  if (String(tensor?.shape) !== String(known.shape))
    throw new EngineError(
      `state "${name}" must keep its shape [${known.shape.join(", ")}], got [${tensor?.shape.join(", ")}]`,
    );
  if (tensor?.dtype !== known.dtype)
    throw new EngineError(`state "${name}" must keep its type ${known.dtype}, got ${tensor?.dtype}`);
}
