import { readFile } from "node:fs/promises";
import { fileError } from "../../fileErrors.js";
import { integersOf, type NumpyArray } from "../numpy/array.js";
import { readNpz } from "../numpy/npz.js";
import { unpickle } from "../pickle/unpickle.js";
import type { PickleValue } from "../pickle/value.js";
import { classCount, imageBytes } from "./layout.js";

/** The images of one file. */
export interface ImageBatch {
  /** Bytes in the order image, channel, row, column. */
  images: Uint8Array;
  /** One for each image, from 0 on. */
  labels: number[];
}

/**
 * Reads a file of ImageNet32x32: a pickled dict or a .npz file with `data`, unsigned bytes of shape [images, 3072],
 * and `labels`, integers from 1 to 1000.
 *
 * @throws Error in one line, naming the file, if it cannot be read or holds anything else.
 */
export async function readBatch(path: string): Promise<ImageBatch> {
  try {
    const file = await readFile(path);
    const contents = path.endsWith(".npz") ? readNpz(file, ["data", "labels"]) : unpickle(file);
    if (!(contents instanceof Map)) throw new Error("expected a dict");
    const images = imagesOf(contents.get("data"));
    const labels = labelsOf(contents.get("labels"));
    if (labels.length * imageBytes !== images.length) {
      throw new Error(`${images.length / imageBytes} images, but ${labels.length} labels`);
    }
    return { images, labels };
  } catch (error) {
    throw batchError(error, path);
  }
}

/** An error in one line that names the file. */
export function batchError(error: unknown, path: string): unknown {
  const explained = fileError(error, path, "it has to be a file of ImageNet32x32");
  if (explained !== error) return explained;
  return new Error(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
}

function imagesOf(data: PickleValue | undefined): Uint8Array {
  if (!isArray(data)) throw new Error("expected images as the array data");
  const { dtype, shape, fortranOrder } = data;
  if (!/^[<>|=]u1$/.test(dtype) || shape.length !== 2 || shape[1] !== imageBytes || fortranOrder) {
    const order = fortranOrder ? ", in Fortran order" : "";
    throw new Error(
      `expected data of type |u1 and shape (images, ${imageBytes}), found ${dtype} and (${shape.join(", ")})${order}`,
    );
  }
  return data.data;
}

function labelsOf(labels: PickleValue | undefined): number[] {
  const all: unknown = isArray(labels) ? integersOf(labels) : labels;
  if (!Array.isArray(all)) throw new Error("expected a list of labels");
  return all.map((label: unknown, image) => {
    if (typeof label !== "number" || !Number.isInteger(label) || label < 1 || label > classCount) {
      throw new Error(
        `expected labels from 1 to ${classCount}, found ${String(label)} for image ${image + 1}`,
      );
    }
    return label - 1;
  });
}

function isArray(value: PickleValue | undefined): value is NumpyArray {
  return typeof value === "object" && value !== null && "fortranOrder" in value;
}
