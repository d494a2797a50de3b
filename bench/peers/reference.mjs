/**
 * Records the loss curves of PyTorch that a test of the lab holds the engine to.
 *
 * Run with: node bench/peers/reference.mjs
 */
import { writeFileSync } from "node:fs";
import { modelNamed } from "../../packages/lab/dist/models/index.js";
import { pythonWithTorch, runPython } from "./python.mjs";

const target = new URL("../../packages/lab/src/training/testdata/pytorch.json", import.meta.url);
const common = { batches: 4, classes: 10, steps: 200, optimizer: { lr: 1e-3, weight_decay: 0.05 } };
const tasks = [
  { model: "cnn", batch: 32, image: [32, 32, 3], ...common },
  {
    model: "shake-shake-8-2x16d",
    batch: 16,
    image: [16, 16, 3],
    ...common,
    optimizer: { lr: 1e-4, weight_decay: 0.05 },
  },
];

const python = pythonWithTorch();
if (python === undefined) throw new Error("no Python with PyTorch is here; see npm run bench:peers");
const curves = [];
for (const task of tasks) {
  const [height, width, channels] = task.image;
  const model = modelNamed(task.model, { height, width, channels, classes: task.classes });
  const named = (specs, shapeOf) =>
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, shapeOf(spec)]));
  const program = runPython(python, "reference.py");
  const { version, losses } = await program.ask({
    ...task,
    shapes: named(model.parameters, (spec) => spec.shape),
    noise: named(model.noise, (spec) => spec.shape(task.batch)),
  });
  await program.stop();
  curves.push({ ...task, torch: version, losses });
}
writeFileSync(target, `${JSON.stringify(curves, null, 2)}\n`);
