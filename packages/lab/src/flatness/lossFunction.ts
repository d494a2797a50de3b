/** Float32 as networks have it; float64 where exactness matters more than speed. */
export type FloatArray = Float32Array | Float64Array;

/** Tensors by name, each flat, in row-major order. */
export type Weights = Readonly<Record<string, FloatArray>>;

/**
 * A loss as a function of the weights and nothing else. Whoever provides it makes it deterministic: a fixed subset
 * of the data, batch normalization in evaluation mode or with fixed batch statistics, Shake coefficients of 0.5, no
 * dropout, no L2 term. Arrays it is given are the caller's and are not kept or changed.
 */
export interface LossFunction {
  /** The mean loss, in nats for cross-entropy. */
  loss(weights: Weights): Promise<number>;
  /**
   * The loss with its gradient: an array for each tensor that is trained. Weights that the gradient does not name,
   * such as running statistics, stay as they are in every measure. The arrays may be reused by the next call.
   */
  gradient(weights: Weights): Promise<{ loss: number; gradient: Weights }>;
}
