import { checkKeys } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { type Lambda, type LambdaOptions, lambdasOf } from "./lambdas.js";
import { checkLastEpoch, checkOptimizer, type Schedulable } from "./schedulable.js";

/** lr is multiplied by `lrLambda(epoch)` at every step, from epoch 1. The functions are not part of the state. */
export class MultiplicativeLR extends LRScheduler {
  readonly #lambdas: readonly Lambda[];

  constructor(optimizer: Schedulable, options: LambdaOptions) {
    checkKeys("MultiplicativeLR", options, ["lrLambda", "lastEpoch"]);
    const lambdas = lambdasOf(
      "MultiplicativeLR",
      options.lrLambda,
      checkOptimizer("MultiplicativeLR", optimizer),
    );
    super(optimizer, checkLastEpoch("MultiplicativeLR", options));
    this.#lambdas = lambdas;
    this.begin();
  }

  protected next(): number[] {
    return this.current().map((lr, i) => lr * this.#lambdas[i]!(this.lastEpoch));
  }
}
