/** @lehr/engine and lehr: the training step as the lab runs it. */
import { adamw } from "lehr";
import { imageProblem } from "../../packages/lab/dist/tasks/imageProblem.js";
import { drawNoise } from "../../packages/lab/dist/training/noise.js";
import { gradientOf } from "../../packages/lab/dist/training/program.js";
import { compileTraining } from "../../packages/lab/dist/training/trainingProgram.js";
import { answer } from "./answer.mjs";

await answer("@lehr/engine", async ({ model, task, batch, threads, images, labels, parameters }) => {
  const program = await compileTraining(imageProblem(model, task), batch, { threads });
  const optimizer = adamw({ lr: 1e-3, weightDecay: 1e-2 }).bind(parameters);
  const outputs = Object.fromEntries(
    Object.entries(optimizer.gradients).map(([name, gradient]) => [gradientOf(name), gradient]),
  );
  let steps = 0;
  return async () => {
    const noise = drawNoise(model.noise, batch, 1, 1, steps++);
    await program({ images, labels, ...noise, ...optimizer.params }, { outputs });
    optimizer.step();
  };
});
