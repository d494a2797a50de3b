import type { FloatArray } from "../../binding/arena.js";
import { isFloatArray } from "../../binding/dtype.js";
import { show } from "../../validation.js";
import type { Blueprint, CommonOptions, Complete } from "./blueprint.js";

/** What schedulers write into a parameter group. */
export interface SchedulerFields {
  /** The learning rate schedules start from; the group's own when the first scheduler is made. */
  initialLr?: number;
  /** Of `OneCycleLR`. */
  maxLr?: number;
  /** Of `OneCycleLR`. */
  minLr?: number;
  /** Of `OneCycleLR`. */
  maxMomentum?: number;
  /** Of `OneCycleLR`. */
  baseMomentum?: number;
  /** Of `SWALR`. */
  swaLr?: number;
}

/** A parameter group: its parameters and all options, free to be written between steps. */
export type ParamGroup<Options> = Complete<Options> & SchedulerFields & { params: FloatArray[] };

/** A parameter group as it is given: what it leaves out is the optimizer's. */
export type GroupGiven<Options> = Options & SchedulerFields & { params: FloatArray | readonly FloatArray[] };

const schedulerFields = ["initialLr", "maxLr", "minLr", "maxMomentum", "baseMomentum", "swaLr"];

/** @throws RangeError or TypeError if one of a group's values is not allowed, or a key is unknown. */
export function checkGroup<Options extends CommonOptions>(
  blueprint: Blueprint<Options>,
  owner: string,
  group: object,
): void {
  const options: Readonly<Record<string, { check(owner: string, name: string, value: unknown): void }>> =
    blueprint.options;
  for (const [name, value] of Object.entries(group)) {
    const known = Object.hasOwn(options, name);
    if (known) options[name]!.check(owner, name, value);
    else if (name !== "params" && !schedulerFields.includes(name)) {
      throw new TypeError(
        `${owner}: unknown option ${show(name)}; known options are ${Object.keys(options).join(", ")}`,
      );
    }
  }
  const { foreach, fused } = group as { foreach?: unknown; fused?: unknown };
  if (foreach && fused) throw new TypeError(`${owner}: foreach and fused must not both be true`);
}

/** The parameters of a group as a list of its own. @throws TypeError or RangeError if they are none. */
export function paramsOf(owner: string, params: unknown): FloatArray[] {
  const list = isFloatArray(params) ? [params] : params;
  if (!Array.isArray(list)) {
    throw new TypeError(
      `${owner}: params must be an array of Float32Array or Float64Array in a fixed order, got ${show(params)}`,
    );
  }
  if (list.length === 0) throw new RangeError(`${owner}: params must hold at least one array, got none`);
  list.forEach((param, i) => {
    if (!isFloatArray(param)) {
      throw new TypeError(
        `${owner}: params[${i}] must be a Float32Array or Float64Array, got ${show(param)}`,
      );
    }
  });
  return [...list];
}
