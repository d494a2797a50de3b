import type { Results } from "../results.js";

/** What is known of results where they are told; without a task they are a classification's. */
export interface Judged extends Pick<Results, "error"> {
  task?: Pick<Results["task"], "classes">;
}

/** Whether errors count the test examples got wrong. Else they are a hundred times the mean of some other measure. */
export function isClassification({ task }: Judged): boolean {
  return task === undefined || task.classes > 0;
}

/** What reports call a loss; only a classification's is known to be in nats. */
export function lossName(judged: Judged, loss = "training loss"): string {
  return isClassification(judged) ? `${loss}, nats` : loss;
}

/** What reports call the error that results are judged by. */
export function errorName({ error }: Judged): string {
  return error === "top-5" ? "top-5 test error" : "test error";
}

/** The same as the verb: "it errs on 4 % of the test examples". */
export function errs({ error }: Judged): string {
  return error === "top-5" ? "errs with five guesses" : "errs";
}
