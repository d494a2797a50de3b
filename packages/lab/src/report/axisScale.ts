import type * as Plot from "@observablehq/plot";
import { lossNumber } from "./words.js";

/** How values lie along an axis. */
export type AxisScale = "linear" | "log";

/** Logarithmic where the values are all positive and the largest is over ten times the smallest; else linear. */
export function scaleOf(values: readonly number[]): AxisScale {
  const [least, largest] = ends(values);
  return least > 0 && largest > 10 * least ? "log" : "linear";
}

/**
 * From the least to the largest value, and a share of that span more at both ends; a little around a single value,
 * and any span where there is none.
 *
 * @param values above 0 for a log axis.
 * @param room the share, of the logarithms on a log axis. Default 0.
 */
export function axisDomain(scale: AxisScale, values: readonly number[], room = 0): [number, number] {
  if (values.length === 0) return scale === "log" ? [1, 10] : [0, 1];
  const to = scale === "log" ? Math.log : (value: number) => value;
  const from = scale === "log" ? Math.exp : (value: number) => value;
  const [least, largest] = ends(values).map(to) as [number, number];
  const more =
    largest > least ? room * (largest - least) : scale === "log" ? Math.LN2 : Math.abs(least) / 10 || 1;
  return [from(least - more), from(largest + more)];
}

/** Round values along an axis, about six: 1, 2 or 5 times a power of ten; of a long log axis, powers alone. */
export function axisTicks(scale: AxisScale, [low, high]: readonly [number, number]): number[] {
  return scale === "log" ? logTicks(low, high) : linearTicks(low, high);
}

/** Some of these values for ticks, evenly chosen: at most `most`. @param values in order. */
export function someTicks(values: readonly number[], most = 9): number[] {
  const every = Math.ceil(values.length / most);
  return values.filter((_, i) => i % every === 0);
}

/** An axis as Observable Plot draws it, on which all of some numbers can be told apart. */
export interface PlotAxis {
  scale: AxisScale;
  domain: [number, number];
  options: Plot.ScaleOptions;
}

/**
 * Logarithmic, over whole decades, where {@link scaleOf} finds the numbers so; else linear, from zero.
 *
 * @param values of which null and what is not finite are left out.
 */
export function axisOf(values: readonly (number | null)[]): PlotAxis {
  const known = finite(values);
  if (scaleOf(known) === "linear") return linearAxis(values);
  const [low, high] = ends(known).map(Math.log10) as [number, number];
  const [first, last] = [Math.floor(low), Math.ceil(high)];
  const every = Math.ceil((last - first) / 5);
  const ticks = Array.from(
    { length: Math.floor((last - first) / every) + 1 },
    (_, i) => 10 ** (first + i * every),
  );
  return plotAxis("log", [10 ** first, 10 ** last], ticks);
}

/** Linear, from zero to the largest, or from the smallest where that is below zero. */
export function linearAxis(values: readonly (number | null)[]): PlotAxis {
  const [low, high] = ends([0, ...finite(values)]);
  return plotAxis("linear", [low, high > low ? high : low + 1], 4);
}

function plotAxis(scale: AxisScale, domain: [number, number], ticks: number | number[]): PlotAxis {
  const nice = scale === "linear";
  const options = { type: scale, domain, ticks, nice, grid: true, tickSize: 0, tickFormat: lossNumber };
  return { scale, domain, options };
}

function ends(values: readonly number[]): [least: number, largest: number] {
  return [Math.min(...values), Math.max(...values)];
}

function finite(values: readonly (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null && Number.isFinite(value));
}

function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  // Within less than half a decade, 1, 2, 5 would leave one tick or none.
  if (decades < 0.5) return linearTicks(low, high);
  const factors = decades < 3 ? [1, 2, 5] : [1];
  const every = Math.ceil(decades / 8);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    ticks.push(...factors.map((factor) => tidy(factor * 10 ** power)));
  }
  return ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
}

/** Without the last bits that sums leave behind. */
const tidy = (value: number) => Number(value.toPrecision(12));
