import type { BoundOptimizer, Optimizer } from "lehr";
import type { Placement } from "../device.js";
import type { TensorArray } from "../feeds.js";
import type { Spec } from "../load.js";
import type { Port } from "../session.js";
import type { Objective } from "./loss.js";

export type Arrays = Readonly<Record<string, Float32Array>>;
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** What a training begins with. */
export interface Beginning {
  /** Starting values; read, never written. */
  readonly params: Arrays;
  readonly state: Arrays;
  readonly optimizer: Optimizer;
}

/** What a training is of. */
export interface Subject extends Objective {
  readonly params: Shapes;
  readonly state: Shapes;
  readonly placement: Placement;
}

/** A step compiled for inputs of certain shapes. */
export interface Stepper {
  readonly inputs: readonly Port[];
  /** One step on inputs in order. Where it throws, nothing has changed. */
  run(feeds: readonly TensorArray[]): Promise<StepResult>;
  release(): Promise<void>;
}

/** What a step gives back. */
export interface StepResult<Output extends string = string> {
  /** The loss before the update. */
  readonly loss: number;
  readonly outputs: Readonly<Record<Output, TensorArray>>;
}

/** Parameters, slots and state where they are trained. */
export interface Trainee {
  /** The optimizer with its own arrays: up to date after `home`. */
  readonly bound: BoundOptimizer<Record<string, Float32Array>>;
  stepFor(inputs: Spec): Promise<Stepper>;
  /** Brings weights and slots into the bound optimizer's arrays. */
  home(): Promise<void>;
  /** The state, in arrays of its own. */
  state(): Promise<Record<string, Float32Array>>;
  begin(beginning: Beginning): Promise<void>;
  /** Takes over the bound optimizer's arrays. */
  away(): void;
  release(): Promise<void>;
}

/** Records whose keys bear a prefix, and back. */
export const prefixed = <T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));

export const under = <T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/** Arrays of their own with the same numbers. */
export const copied = (arrays: Arrays): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.slice()]));
