/** A slope nearer to 0 than this is called decoupled, one nearer to -1 coupled. */
const NEAR = 0.35;

const UNKNOWN = "the grid cannot tell";

/** A coupling slope in a few words. */
export function describeCouplingSlope(slope: number | null): string {
  if (slope === null) return UNKNOWN;
  if (Math.abs(slope) <= NEAR) return "the best decay hardly depends on the learning rate";
  if (slope > 0) return "the best decay grows with the learning rate";
  if (slope > NEAR - 1) return "the best decay falls as the learning rate grows, but more slowly";
  if (slope >= -1 - NEAR) return "the best decay falls as the learning rate grows: their product decides";
  return "the best decay falls faster than the learning rate grows";
}

/** A tolerance slope, of test error or of test loss, in a few words. */
export function describeToleranceSlope(slope: number | null): string {
  if (slope === null) return UNKNOWN;
  if (Math.abs(slope) <= NEAR) return "every learning rate tolerates about the same decay";
  if (slope > 0) return `twice the learning rate tolerates ${times(2 ** slope)} the decay`;
  return `half the learning rate tolerates ${times(2 ** -slope)} the decay`;
}

/** A coordinate regret, in points of test error, in a few words. */
export function describeCoordinateRegret(regret: number | null): string {
  if (regret === null) return UNKNOWN;
  if (regret < 0.005) return "tuning one knob at a time finds the best cell";
  return `tuning one knob at a time loses ${regret.toFixed(2)} points on average`;
}

function times(factor: number): string {
  return `${factor.toFixed(1)} times`;
}

/** Which way a basin with this slope lies on a heat map with decay to the right and learning rate upwards. */
export type Lie = "upright" | "diagonal" | "between" | "against";

/**
 * The lie of a basin: `upright` for slopes near 0, `diagonal` for slopes near -1 or steeper, `between` the two,
 * or `against`, for clearly positive ones.
 */
export function lieOfSlope(slope: number): Lie {
  if (Math.abs(slope) <= NEAR) return "upright";
  if (slope > 0) return "against";
  return slope > NEAR - 1 ? "between" : "diagonal";
}
