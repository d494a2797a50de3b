import { checkKeys } from "../../validation.js";
import { AbsoluteLR } from "./AbsoluteLR.js";
import { type Lambda, type LambdaOptions, lambdasOf } from "./lambdas.js";
import { checkLastEpoch, checkOptimizer, type Schedulable } from "./schedulable.js";

/** lr = base lr times `lrLambda(epoch)`. The functions are not part of the state. */
export class LambdaLR extends AbsoluteLR {
  readonly #lambdas: readonly Lambda[];

  constructor(optimizer: Schedulable, options: LambdaOptions) {
    checkKeys("LambdaLR", options, ["lrLambda", "lastEpoch"]);
    const lambdas = lambdasOf("LambdaLR", options.lrLambda, checkOptimizer("LambdaLR", optimizer));
    super(optimizer, checkLastEpoch("LambdaLR", options));
    this.#lambdas = lambdas;
    this.begin();
  }

  protected next(): number[] {
    return this.baseLrs.map((lr, i) => lr * this.#lambdas[i]!(this.lastEpoch));
  }
}
