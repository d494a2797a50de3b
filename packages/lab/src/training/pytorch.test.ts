import { readFileSync } from "node:fs";
import { adamw } from "lehr";
import { describe, expect, test } from "vitest";
import { haveAdapter, onSwiftShader, SLOW } from "../../../engine/src/webgpu/testing/adapter.js";
import { gradientOf } from "./program.js";
import { type SeededTraining, seededTraining } from "./testing/seededTraining.js";
import { trainingOn } from "./testing/trainingOn.js";
import { compileTraining } from "./trainingProgram.js";

/** A training of PyTorch's, recorded by bench/peers/reference.mjs. */
interface Curve extends SeededTraining {
  readonly optimizer: { readonly lr: number; readonly weight_decay: number };
  readonly torch: string;
  readonly losses: readonly number[];
}

const data = new URL("testdata/pytorch.json", import.meta.url);
const curves = JSON.parse(readFileSync(data, "utf8")) as Curve[];

const optimizerOf = ({ optimizer }: Curve) =>
  adamw({ lr: optimizer.lr, weightDecay: optimizer.weight_decay });

/** The losses of our own training on the same weights, batches and noise. */
async function train(curve: Curve): Promise<number[]> {
  const { problem, parameters, feeds } = seededTraining(curve);
  const program = await compileTraining(problem, curve.batch);
  const bound = optimizerOf(curve).bind(parameters);
  const outputs = Object.fromEntries(
    Object.entries(bound.gradients).map(([key, gradient]) => [gradientOf(key), gradient]),
  );
  const ours: number[] = [];
  for (let step = 0; step < curve.losses.length; step++) {
    const { loss } = await program({ ...feeds(step), ...bound.params }, { outputs });
    bound.step();
    ours.push(loss![0]!);
  }
  program.dispose();
  return ours;
}

/** The first losses of our own training on the graphics adapter. */
async function trainOnDevice(curve: Curve, steps: number): Promise<number[]> {
  const { step, feeds } = await trainingOn("webgpu", curve, optimizerOf(curve));
  const ours: number[] = [];
  for (let i = 0; i < steps; i++) ours.push((await step(feeds(i))).loss);
  step.dispose();
  return ours;
}

/** The largest distance of losses from a curve's first, relative to each. */
const furthest = (ours: readonly number[], { losses }: Curve) =>
  Math.max(...ours.map((loss, i) => Math.abs(loss - losses[i]!) / losses[i]!));

test.each(curves)(
  "$model trains as in PyTorch $torch, loss by loss",
  async (curve) => {
    const ours = await train(curve);
    expect(curve.losses.at(-1)!).toBeLessThan(curve.losses[0]!);
    expect(furthest(ours, curve)).toBeLessThan(1e-3);
  },
  60_000,
);

describe.skipIf(!haveAdapter)("on a graphics adapter", { timeout: SLOW }, () => {
  // SwiftShader takes 5 s for each step on two cores: two show the loss, the first update and the moments.
  const begun = ({ model }: Curve) => !onSwiftShader || model.startsWith("shake-shake");
  test.each(curves.filter(begun))("$model trains as in PyTorch $torch, loss by loss", async (curve) => {
    const steps = onSwiftShader ? 2 : curve.losses.length;
    const ours = await trainOnDevice(curve, steps);
    expect(ours).toHaveLength(steps);
    expect(furthest(ours, curve)).toBeLessThan(1e-3);
  });
});
