import type { Split } from "../data/dataset.js";
import { type Normalization, normalizeImages } from "../data/normalization.js";
import type { ImageTask, Model } from "../models/model.js";
import { compileEvaluation } from "./evaluationProgram.js";

/** Images judged at once. */
const batchSize = 100;

type Arrays = Readonly<Record<string, Float32Array>>;

/** What a model makes of a split. */
export interface Judgement {
  /** Mean cross-entropy, in nats. */
  loss: number;
  /** Top-1 error, in per cent. */
  error: number;
}

/** A split, ready to be judged on again and again. */
export interface Evaluation {
  /**
   * @param parameters the model's parameters by name.
   * @param statistics the running means and variances of its normalized layers, by name.
   */
  judge(parameters: Arrays, statistics: Arrays): Promise<Judgement>;
}

/**
 * Normalizes the whole split once, in memory: 4 bytes a value, 123 MB for CIFAR-10's test set. Each judgement
 * compiles the model with the parameters of that moment.
 */
export function createEvaluation(
  model: Model,
  task: ImageTask,
  split: Split,
  normalization: Normalization,
  threads: number,
): Evaluation {
  const batches = batchesOf(split, normalization);
  return {
    async judge(parameters, statistics) {
      const program = await compileEvaluation(
        model,
        task,
        { ...parameters, ...statistics },
        batchSize,
        threads,
      );
      let loss = 0;
      let errors = 0;
      for (const batch of batches) {
        const outputs = await program(batch);
        loss += outputs.loss![0]!;
        errors += outputs.errors![0]!;
      }
      program.dispose();
      return { loss: loss / split.size, error: (100 * errors) / split.size };
    },
  };
}

/** The split in batches of one size; the last is filled up with images that do not count. */
function batchesOf(split: Split, normalization: Normalization) {
  const values = split.shape[0] * split.shape[1] * split.shape[2];
  const count = Math.ceil(split.size / batchSize);
  return Array.from({ length: count }, (_, i) => {
    const start = i * batchSize;
    const end = Math.min(split.size, start + batchSize);
    const images = new Float32Array(batchSize * values);
    normalizeImages(split.images.subarray(start * values, end * values), images, split.shape, normalization);
    const labels = new Int32Array(batchSize);
    labels.set(split.labels.subarray(start, end));
    return { images, labels, counted: new Float32Array(batchSize).fill(1, 0, end - start) };
  });
}
