import type { TensorArray } from "@lehr/engine";
import type { ExampleBatch, LearningTask } from "../tasks/learningTask.js";

/** Examples that are looked at together while they are chosen. */
const readAtOnce = 500;

/**
 * A fixed choice of a task's examples as they are, not varied: of a classification equally many of each class, the
 * first ones of each; of anything else the first ones.
 *
 * @param count how many; all where there are fewer.
 * @returns batches of `batchSize`, the last one perhaps smaller.
 */
export function taskExamples(
  task: LearningTask,
  part: "train" | "test",
  count: number,
  batchSize: number,
): ExampleBatch[] {
  const chosen = new Set(balanced(labelsOf(task, part), count));
  const feeds = new Map<string, TensorArray[]>();
  let start = 0;
  for (const batch of task.batches(part, readAtOnce)) {
    for (let i = 0; i < batch.size; i++) {
      if (!chosen.has(start + i)) continue;
      for (const [name, values] of Object.entries(batch.feeds)) {
        const length = values.length / batch.size;
        const examples = feeds.get(name) ?? [];
        feeds.set(name, examples);
        examples.push(values.slice(i * length, (i + 1) * length));
      }
    }
    start += batch.size;
  }
  const batches: ExampleBatch[] = [];
  for (let from = 0; from < chosen.size; from += batchSize) {
    const size = Math.min(batchSize, chosen.size - from);
    const joined = [...feeds].map(([name, examples]) => [name, join(examples.slice(from, from + size))]);
    batches.push({ size, feeds: Object.fromEntries(joined) });
  }
  return batches;
}

/** The class of each example; 0 for all where there are no classes. */
function labelsOf(task: LearningTask, part: "train" | "test"): number[] {
  const labels: number[] = [];
  for (const { size, feeds } of task.batches(part, readAtOnce)) {
    const own = task.classes > 0 ? feeds.labels : undefined;
    for (let i = 0; i < size; i++) labels.push(own?.length === size ? own[i]! : 0);
  }
  return labels;
}

/** The places of the first of each class in turn, until there are `count`, in order. */
function balanced(labels: readonly number[], count: number): number[] {
  const seen = new Map<number, number>();
  const ranked = labels.map((label, place) => {
    const rank = seen.get(label) ?? 0;
    seen.set(label, rank + 1);
    return { place, rank };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, count)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
}

function join(arrays: readonly TensorArray[]): TensorArray {
  const first = arrays[0]!;
  const joined = new (first.constructor as Float32ArrayConstructor)(first.length * arrays.length);
  arrays.forEach((array, i) => {
    joined.set(array, i * first.length);
  });
  return joined;
}
