/** Where a one-cycle schedule is: on its way from one level to the next. */
export interface CyclePosition {
  readonly from: Level;
  readonly to: Level;
  /** 0 at the start of the phase, 1 at its end; beyond 1 after the last. */
  readonly progress: number;
}
export type Level = "initial" | "peak" | "minimum";

/** How a phase gets from its first level to its last. */
export type Anneal = "cosine" | "linear";

/**
 * The phase a one-cycle schedule is in. With T updates and the rise fraction r the peak is reached at update
 * rT - 1 and the minimum at T - 1; with three phases the initial level is reached again at 2rT - 2.
 */
export function oneCyclePosition(
  step: number,
  { updates, riseFraction, threePhase }: { updates: number; riseFraction: number; threePhase: boolean },
): CyclePosition {
  const rise = riseFraction * updates;
  const last = updates - 1;
  const phases: { end: number; from: Level; to: Level }[] = threePhase
    ? [
        { end: rise - 1, from: "initial", to: "peak" },
        { end: 2 * rise - 2, from: "peak", to: "initial" },
        { end: last, from: "initial", to: "minimum" },
      ]
    : [
        { end: rise - 1, from: "initial", to: "peak" },
        { end: last, from: "peak", to: "minimum" },
      ];
  const found = phases.findIndex(({ end }) => step <= end);
  const index = found === -1 ? phases.length - 1 : found;
  const { end, from, to } = phases[index]!;
  const start = index === 0 ? 0 : phases[index - 1]!.end;
  // A phase of no length is over as soon as it begins.
  return { from, to, progress: end === start ? 1 : (step - start) / (end - start) };
}

/** The value `progress` of the way from `from` to `to`. */
export function interpolate(anneal: Anneal, from: number, to: number, progress: number): number {
  return anneal === "linear"
    ? from + (to - from) * progress
    : to + ((from - to) / 2) * (1 + Math.cos(Math.PI * progress));
}
