import { describeWith } from "./description.js";
import { checkPart, type Schedule, schedule } from "./schedule.js";

/**
 * The product of schedules: eta = eta_1 eta_2 ... It is as long as the longest of them that has a length,
 * and its periods are those of the first that has restarts. PyTorch's `ChainedScheduler`.
 *
 * @param factors the schedules to multiply, at least one.
 * @throws TypeError if there is none, or one is not a function of the step.
 */
export function product(...factors: readonly Schedule[]): Schedule {
  if (factors.length === 0) throw new TypeError("product: takes at least one schedule, got none");
  for (const [k, factor] of factors.entries()) checkPart("product", `factor ${k}`, factor);
  const lengths = factors.map(({ updates }) => updates).filter((updates) => updates !== undefined);
  const periodAt = factors.find((factor) => factor.periodAt)?.periodAt;
  return schedule((step, period) => factors.reduce((eta, factor) => eta * factor(step, period), 1), {
    updates: lengths.length === 0 ? undefined : Math.max(...lengths),
    needsLength: factors.find((factor) => factor.needsLength)?.needsLength,
    ...(periodAt && { periodAt }),
    description: describeWith("product", { factors }),
  });
}
