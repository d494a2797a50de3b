import { loadCifar10 } from "../data/cifar10/index.js";
import { createTrainer, type Trainer } from "../training/trainer.js";
import type { WorkerReport, WorkerRequest } from "./runTrials.js";

/** A worker process: trains the trials it is sent, one at a time, and reports each epoch as it ends. */

// Ctrl-C reaches the whole process group; the main process decides what happens to its workers.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());

const report = (message: WorkerReport) => process.send?.(message);
let trainer: Trainer;

process.on("message", async (request: WorkerRequest) => {
  if (request.kind === "prepare") {
    trainer = await createTrainer(await loadCifar10(), request.task, request.threads);
    report({ kind: "ready" });
    return;
  }
  const { index, trial } = request;
  try {
    const result = await trainer.train(trial, (epoch) => report({ kind: "epoch", index, epoch }));
    report({ kind: "done", index, result });
  } catch (error) {
    report({ kind: "failed", index, message: error instanceof Error ? error.message : String(error) });
  }
});
