import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { type MomentumBuffer, sgdRule } from "../rules/sgd.js";
import { checkChoice, checkFlag, show } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface SgdOptions extends CommonOptions<SgdOptions> {
  /** In [0, 1); `sgd` has none by default, `sgdw` 0.9. */
  momentum?: Hyperparameter;
  /** What is left out of each new gradient as it enters the buffer, in [0, 1]; default 0. */
  dampening?: Hyperparameter;
  /** Step along the gradient plus the buffer's next move; needs momentum and no dampening; default false. */
  nesterov?: boolean;
  /**
   * What the buffer holds: `sgd` "gradients" (PyTorch), `sgdw` "updates" (the paper), by default. Another one needs
   * momentum.
   */
  momentumBuffer?: MomentumBuffer;
  /** A plain number or function means `l2` in `sgd`, `decoupled` in `sgdw`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Stochastic gradient descent with momentum, lr 1e-3 by default. A plain `weightDecay` is L2 regularization,
 * as in PyTorch: the paper's Algorithm 1, pink. For decoupled decay take `sgdw`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  return sgdWith("sgd", options, { lr: 1e-3, momentum: 0, momentumBuffer: "gradients" }, l2);
}

/** SGD under another name, with another meaning of a plain `weightDecay`. */
export function sgdWith(
  name: string,
  options: SgdOptions,
  defaults: Required<Pick<SgdOptions, "lr" | "momentum" | "momentumBuffer">>,
  convention: (lambda: Hyperparameter) => Decay,
): Optimizer {
  return optimizer(name, options, (options, owner) => {
    checkOptions(owner, options, ["momentum", "dampening", "nesterov", "momentumBuffer"]);
    const { lr = defaults.lr, momentum = defaults.momentum, dampening = 0, weightDecay = 0 } = options;
    const buffer = options.momentumBuffer ?? defaults.momentumBuffer;
    const momentumBuffer = checkChoice(owner, "momentumBuffer", buffer, ["gradients", "updates"]);
    const nesterov = checkFlag(owner, "nesterov", options.nesterov);
    if (momentum === 0 && dampening !== 0) {
      throw new RangeError(`${owner}: dampening (${show(dampening)}) needs momentum > 0`);
    }
    if (momentum === 0 && momentumBuffer !== defaults.momentumBuffer) {
      throw new RangeError(`${owner}: momentumBuffer (${show(momentumBuffer)}) needs momentum > 0`);
    }
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new RangeError(
        `${owner}: nesterov needs momentum > 0 and dampening 0, got momentum ${show(momentum)} and dampening ${show(dampening)}`,
      );
    }
    return {
      lr,
      hyperparameters: { momentum, dampening },
      rule: sgdRule({ momentum: momentum !== 0, nesterov, momentumBuffer }),
      decay: asDecay(owner, weightDecay, convention),
    };
  });
}
