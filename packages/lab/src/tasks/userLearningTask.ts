import { batchCount } from "../data/batches.js";
import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import type { TaskData } from "./checkExamples.js";
import { type AnyExamples, copyExamples, roomFor, subsetOfExamples } from "./examples.js";
import type { EpochOptions, ExampleBatch, LearningTask } from "./learningTask.js";
import { userProblem } from "./userProblem.js";
import type { AnyUserTask } from "./userTask.js";

/**
 * A user's task with its data, to be trained on some or all of them.
 *
 * @throws UsageError if more training examples are asked for than there are.
 */
export function userLearningTask(
  task: AnyUserTask,
  { train: all, test }: TaskData,
  { trainSize, subsetSeed }: Pick<Task, "trainSize" | "subsetSeed">,
): LearningTask {
  if (trainSize !== null && trainSize > all.size) {
    throw new UsageError(`--train-size must be at most ${all.size}, got ${trainSize}`);
  }
  const train = trainSize === null ? all : subsetOfExamples(all, trainSize, subsetSeed);
  const parts = { train, test };
  return {
    name: task.name,
    // Without `errors` nothing counts what is got wrong.
    classes: task.errors === undefined ? 0 : (task.classes ?? 0),
    problem: userProblem(task, train),
    trainSize: train.size,
    testSize: test.size,
    trainingBatches: (options) => shuffled(train, options, task.augment?.bind(task)),
    *batches(part, batchSize) {
      const examples = parts[part];
      for (let start = 0; start < examples.size; start += batchSize) {
        const size = Math.min(batchSize, examples.size - start);
        const positions = Array.from({ length: size }, (_, i) => start + i);
        yield { size, feeds: copyExamples(examples, positions, roomFor(examples, size)) };
      }
    },
  };
}

/**
 * One epoch in random order. Each batch is varied from a stream of its own, so that the batches after those that
 * are skipped are the same.
 *
 * @throws RangeError for a batch size or a first batch that there cannot be.
 */
function shuffled(
  train: AnyExamples,
  { seed, epoch, batchSize, from = 0 }: EpochOptions,
  augment: AnyUserTask["augment"],
): Iterable<ExampleBatch> {
  const count = batchCount(train.size, batchSize);
  if (!Number.isInteger(from) || from < 0 || from > count) {
    throw new RangeError(`from must be an integer from 0 to ${count}, the number of batches; got ${from}`);
  }
  const order = permutation(randomStream(seed, "order", epoch), train.size);
  const room = roomFor(train, Math.min(batchSize, train.size));
  function* generate(): Generator<ExampleBatch, undefined> {
    for (let batch = from; batch < count; batch++) {
      const positions = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      const feeds = copyExamples(train, positions, room);
      augment?.(feeds, randomStream(seed, "augmentation", epoch, batch));
      yield { size: positions.length, feeds };
    }
    return undefined;
  }
  return generate();
}
