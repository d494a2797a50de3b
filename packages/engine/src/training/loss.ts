import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../errors.js";

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

/** A loss with all that a step needs of it. */
export interface Differentiated {
  readonly loss: tf.Scalar;
  readonly gradients: Tensors;
  readonly outputs: Tensors;
  /** The whole state after the step. */
  readonly state: Tensors;
}

const isTensor = (given: tf.Scalar | LossOutputs): given is tf.Scalar => "dataId" in given;

/**
 * Calls a loss function and differentiates it by its parameters.
 *
 * @throws EngineError for a loss that is not one number, or a state that does not fit; and whatever `fn` throws.
 */
export function differentiate(fn: LossFunction, tensors: LossInputs): Differentiated {
  const names = Object.keys(tensors.params);
  // Tensors made while differentiating are disposed with it, but for those kept.
  let kept: { outputs: Tensors; state: Tensors } | undefined;
  const keep = (record: Tensors) =>
    Object.fromEntries(Object.entries(record).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]));
  const value = (...values: tf.Tensor[]): tf.Scalar => {
    const params = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    const given = fn({ ...tensors, params });
    const { loss, outputs = {}, state = {} } = isTensor(given) ? { loss: given } : given;
    checkLoss(loss);
    for (const [name, tensor] of Object.entries(state)) checkState(name, tensor, tensors.state);
    kept = { outputs: keep(outputs), state: keep(state as Tensors) };
    return loss;
  };
  const { value: loss, grads } = tf.valueAndGrads(value)(names.map((name) => tensors.params[name]!));
  const { outputs, state } = kept!;
  const released = (record: Tensors) =>
    Object.fromEntries(
      Object.entries(record).map(([name, tensor]) => {
        const clone = tf.clone(tensor);
        tensor.dispose();
        return [name, clone];
      }),
    );
  return {
    loss,
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!])),
    outputs: released(outputs),
    state: { ...tensors.state, ...released(state) },
  };
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
}
