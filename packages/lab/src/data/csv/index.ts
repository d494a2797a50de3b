import { readFile } from "node:fs/promises";
import { fileError } from "../../fileErrors.js";
import type { Dataset, ImageShape } from "../dataset.js";
import { holdOut } from "../holdOut.js";
import { imagesAt } from "../imagesAt.js";
import { measureNormalization } from "../measureNormalization.js";
import type { LoadOptions } from "../progress.js";
import { readTable } from "./readTable.js";

/** Labels are held in 16 bits. */
const mostClasses = 2 ** 16;

/**
 * A table in a CSV file (RFC 4180) with a header, a row for each example. The column named "label" or "class", else
 * the last, holds the classes, as any text; a column named "split" says "train" or "test", without it a fifth of
 * each class, the same in every run, is held out to test on; all other columns are features, numbers. An example is
 * an image of one pixel with a channel for each feature, normalized by the feature's own mean and standard deviation
 * over the training rows. Examples are not varied.
 *
 * @throws Error in one line, naming the file, and line and column where one is wrong; the reason of
 *   `options.signal` if it aborts.
 */
export async function loadCsv(file: string, { signal }: LoadOptions = {}): Promise<Dataset> {
  signal?.throwIfAborted();
  try {
    return { name: `csv:${file}`, ...tableDataset(await readFile(file, "utf8")) };
  } catch (error) {
    const explained = fileError(error, file, "it has to be a CSV file that can be read");
    if (explained !== error) throw explained;
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function tableDataset(text: string): Omit<Dataset, "name"> {
  const { features, values, labels, isTrain } = readTable(text);
  const classes = inOrder([...new Set(labels)]);
  if (classes.length < 2 || classes.length > mostClasses) {
    throw new Error(`expected 2 to ${mostClasses} classes, found ${classes.length}`);
  }
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  const numbers = labels.map((name) => labelOf.get(name)!);
  const { train, test } = isTrain === undefined ? holdOut(numbers) : divided(isTrain);
  for (const [name, positions] of Object.entries({ train, test })) {
    if (positions.length === 0) throw new Error(`there are no rows to ${name} on`);
  }
  const shape: ImageShape = [features.length, 1, 1];
  const images = Float32Array.from(values);
  const all = { size: labels.length, shape, images, labels: Uint16Array.from(numbers) };
  const trainRows = imagesAt(all, train);
  return {
    classes,
    shape,
    train: trainRows,
    test: imagesAt(all, test),
    normalization: measureNormalization(trainRows),
    augmentation: null,
  };
}

/** Numbers by size, everything else by code units. */
function inOrder(names: string[]): string[] {
  const areNumbers = names.every((name) => Number.isFinite(Number(name)));
  return areNumbers ? names.sort((a, b) => Number(a) - Number(b)) : names.sort();
}

function divided(isTrain: readonly boolean[]): { train: number[]; test: number[] } {
  const where = (wanted: boolean): number[] => isTrain.flatMap((is, row) => (is === wanted ? [row] : []));
  return { train: where(true), test: where(false) };
}
