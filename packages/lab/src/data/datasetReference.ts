import { basename, resolve } from "node:path";
import { UsageError } from "../usageError.js";
import { datasetNames } from "./datasetNames.js";

/** A dataset's name, taken apart. */
export type DatasetReference =
  | { kind: "cifar10" | "mnist" }
  | { kind: "imagenet32" | "csv"; path: string }
  /** `size` is the side of the images in pixels; undefined for that of the first image. */
  | { kind: "folder"; path: string; size: number | undefined };

const withPath = /^(imagenet32|folder|csv):(.+)$/s;

/** The name with its path made absolute, so that it means the same wherever it is read. */
export function absoluteDataset(name: string): string {
  return name.replace(withPath, (_, kind: string, path: string) => `${kind}:${resolve(path)}`);
}

/** The name as reports write it, without the folders above. */
export function shortDataset(name: string): string {
  return name.replace(withPath, (_, kind: string, path: string) => `${kind}:${basename(path)}`);
}

/** @throws UsageError for a name that there is not, or without its path; its message says what there is. */
export function datasetReference(name: string): DatasetReference {
  if (name === "cifar10" || name === "mnist") return { kind: name };
  const [, kind, path] = withPath.exec(name) ?? [];
  if (path !== undefined && (kind === "imagenet32" || kind === "csv")) return { kind, path };
  if (path !== undefined && kind === "folder") {
    const [, folder, size] = /^(.+)@(\d+)$/s.exec(path) ?? [];
    return { kind, path: folder ?? path, size: size === undefined ? undefined : Number(size) };
  }
  throw new UsageError(`unknown dataset "${name}"; choose from ${datasetNames.join(", ")}`);
}
