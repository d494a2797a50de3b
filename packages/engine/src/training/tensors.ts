import * as tf from "@tensorflow/tfjs-core";
import type { Arithmetic } from "lehr";

/** Interprets a rule over tensors: whole arrays of coordinates, and scalars that broadcast over them. */
export const tensors: Arithmetic<tf.Tensor> = {
  constant: (value) => tf.scalar(value),
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(a, b),
  div: (a, b) => tf.div(a, b),
  sqrt: (a) => tf.sqrt(a),
  max: (a, b) => tf.maximum(a, b),
  abs: (a) => tf.abs(a),
  // TensorFlow.js' own makes 0 of NaN.
  sign: (a) => tf.where(tf.isNaN(a), a, tf.sign(a)),
};
