import { trainingBatches } from "../data/batches.js";
import type { Dataset, Split } from "../data/dataset.js";
import { normalizeImages } from "../data/normalization.js";
import { balancedSubset } from "../data/subset.js";
import { modelNamed } from "../models/index.js";
import type { ImageTask } from "../models/model.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { imageProblem } from "./imageProblem.js";
import type { ExampleBatch, LearningTask } from "./learningTask.js";

/** What a dataset's images ask of a model. */
function imageTaskOf({ shape: [channels, height, width], classes }: Dataset): ImageTask {
  return { channels, height, width, classes: classes.length };
}

/**
 * Telling the images of a dataset apart by a model, after training on some or all of them.
 *
 * @throws UsageError if more training images are asked for than there are, or there is no such model.
 */
export function imageClassification(
  dataset: Dataset,
  { model, trainSize, subsetSeed }: Pick<Task, "model" | "trainSize" | "subsetSeed">,
): LearningTask {
  if (trainSize !== null && trainSize > dataset.train.size) {
    throw new UsageError(`--train-size must be at most ${dataset.train.size}, got ${trainSize}`);
  }
  const imageTask = imageTaskOf(dataset);
  const train = trainSize === null ? dataset.train : balancedSubset(dataset.train, trainSize, subsetSeed);
  const parts = { train, test: dataset.test };
  const { normalization, augmentation } = dataset;
  return {
    name: dataset.name,
    classes: imageTask.classes,
    problem: imageProblem(modelNamed(model, imageTask), imageTask),
    trainSize: train.size,
    testSize: dataset.test.size,
    ...(dataset.hash !== undefined && { data: dataset.hash }),
    *trainingBatches(options) {
      for (const { size, images, labels } of trainingBatches(train, {
        ...options,
        normalization,
        augmentation,
      })) {
        yield { size, feeds: { images, labels } };
      }
    },
    *batches(part, batchSize) {
      const split = parts[part];
      for (let start = 0; start < split.size; start += batchSize) {
        yield asTheyAre(split, start, Math.min(split.size, start + batchSize), normalization);
      }
    },
  };
}

function asTheyAre(
  split: Split,
  start: number,
  end: number,
  normalization: Dataset["normalization"],
): ExampleBatch {
  const values = split.images.length / split.size;
  const images = new Float32Array((end - start) * values);
  normalizeImages(split.images.subarray(start * values, end * values), images, split.shape, normalization);
  return { size: end - start, feeds: { images, labels: Int32Array.from(split.labels.subarray(start, end)) } };
}
