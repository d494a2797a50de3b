import type { ErrorKind, TaskDescription } from "../results.js";
import { UsageError } from "../usageError.js";
import { isModule } from "./moduleReference.js";

/** @throws UsageError unless a task measures that error. */
export function checkError(
  error: ErrorKind | undefined,
  { name, dataset, classes }: Pick<TaskDescription, "name" | "dataset" | "classes">,
): void {
  if (error !== "top-5") return;
  if (isModule(dataset)) throw new UsageError("a task of your own has no top-5 error; choose --error top-1");
  if (classes <= 5) {
    throw new UsageError(
      `of the ${classes} classes of ${name} there is no top-5 error; choose --error top-1`,
    );
  }
}
