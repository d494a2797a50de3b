/** @lehr/engine and lehr on the graphics processor: the training step as the lab runs it, with running statistics. */
import { adamw } from "lehr";
import { imageProblem } from "../../packages/lab/dist/tasks/imageProblem.js";
import { deviceLearner } from "../../packages/lab/dist/training/deviceLearner.js";
import { drawNoise } from "../../packages/lab/dist/training/noise.js";
import { answer } from "./answer.mjs";

await answer("@lehr/engine", async ({ model, task, batch, images, labels }) => {
  const learner = await deviceLearner({ problem: imageProblem(model, task), trainSize: batch }, batch);
  const run = { updates: Number.POSITIVE_INFINITY, updatesPerEpoch: 1 };
  await learner.begin(
    { optimizer: "adamw", options: {}, seed: 1 },
    adamw({ lr: 1e-3, weightDecay: 1e-2 }),
    run,
  );
  let steps = 0;
  return async () => {
    const noise = drawNoise(model.noise, batch, 1, 1, steps++);
    const loss = await learner.update({ size: batch, feeds: { images, labels }, noise });
    if (!Number.isFinite(loss)) throw new Error(`the loss of step ${steps} is ${loss}`);
  };
});
