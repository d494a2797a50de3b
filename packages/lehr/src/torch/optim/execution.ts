import { type Option, option } from "./option.js";

/**
 * PyTorch's choices of how a step is carried out. They change no number here, as they change none there; they
 * are taken so that options can be copied over, and refused where they would promise what there is not.
 */
export interface ExecutionOptions {
  /** Step over lists of tensors at once. A step is one generated loop per tensor here, whatever this says. */
  foreach?: boolean | null;
  /** One kernel for the whole step: what happens here anyway. Not together with `foreach`, as in PyTorch. */
  fused?: boolean | null;
  /** Keep the step count where a captured graph can reach it. There is no such graph on a CPU; ignored. */
  capturable?: boolean;
  /** Keep the step in the autograd graph. There is none here, so `true` is refused. */
  differentiable?: boolean;
}

const flagOrNull = option<boolean | null>(null, (owner, name, value) => {
  if (value === null || typeof value === "boolean") return;
  throw new TypeError(`${owner}: ${name} must be true, false or null, got ${String(value)}`);
});

const differentiable = option(false, (owner, name, value) => {
  if (value === false) return;
  throw new TypeError(
    `${owner}: ${name} must be false, got ${String(value)}: gradients are arrays here, and no graph runs through a step`,
  );
});

const capturable = option(false, (owner, name, value) => {
  if (typeof value === "boolean") return;
  throw new TypeError(`${owner}: ${name} must be true or false, got ${String(value)}`);
});

const all = { foreach: flagOrNull, fused: flagOrNull, capturable, differentiable };

/** The execution options that one class of PyTorch's has. */
export function execution<Name extends keyof ExecutionOptions>(
  ...names: readonly Name[]
): { [Key in Name]: Option<Required<ExecutionOptions>[Key]> } {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as never;
}
