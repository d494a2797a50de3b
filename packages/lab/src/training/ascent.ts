import * as tf from "@tensorflow/tfjs-core";
import { matrices } from "lehr";
import type { Tensors } from "./program.js";

/** How far and in which measure `lehr`'s `sam` and `asam` climb, as scalars; `eta` where weights count by their size. */
export interface Ascent {
  readonly rho: tf.Scalar;
  readonly eta?: tf.Scalar;
}

/**
 * A loss whose value is that at w and whose gradients are those at w + e: sharpness-aware minimization (Foret et al.,
 * 2021; with `eta` adaptive, Kwon et al., 2021) within one differentiation, for where a step is one graph.
 *
 * @param value the loss at w.
 * @param lossAt the same loss at any parameters.
 */
export function lossAtAscent(
  value: tf.Scalar,
  lossAt: (parameters: Tensors) => tf.Scalar,
  parameters: Tensors,
  ascent: Ascent,
): tf.Scalar {
  const names = Object.keys(parameters);
  const byName = (tensors: readonly tf.Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const gradientsAt = (at: Tensors) =>
    tf.grads((...tensors: tf.Tensor[]) => lossAt(byName(tensors)))(names.map((name) => at[name]!));
  const steps = ascentSteps(parameters, byName(gradientsAt(parameters)), ascent);
  const above = names.map((name) => [name, tf.add(parameters[name]!, steps[name]!)]);
  const gradients = gradientsAt(Object.fromEntries(above));
  const climbed = tf.customGrad((...given) => {
    const save = given.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    save(gradients);
    return {
      value: tf.clone(value),
      gradFunc: (upstream: tf.Scalar, saved: tf.Tensor[]) => saved.map((of) => tf.mul(of, upstream)),
    };
  });
  return climbed(...names.map((name) => parameters[name]!)) as tf.Scalar;
}

/** e = rho T^2 g / (|T g| + 1e-12), T = |w| + eta for matrices where there is an eta, and 1 elsewhere. */
function ascentSteps(parameters: Tensors, gradients: Tensors, { rho, eta }: Ascent): Tensors {
  const scaled = (name: string, of: tf.Tensor) => {
    const weights = parameters[name]!;
    const sized = eta !== undefined && matrices({ name, shape: weights.shape });
    return sized ? tf.mul(of, tf.add(tf.abs(weights), eta)) : of;
  };
  const inMeasure = Object.entries(gradients).map(([name, g]) => [name, scaled(name, g)] as const);
  const squares = inMeasure.map(([, g]) => tf.sum(tf.square(g)));
  const scale = tf.div(rho, tf.add(tf.sqrt(tf.addN(squares)), 1e-12));
  return Object.fromEntries(inMeasure.map(([name, g]) => [name, tf.mul(scale, scaled(name, g))]));
}
