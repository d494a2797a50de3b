import { type ProgressOutput, type ProgressWriter, startProgress } from "../../terminal/progressWriter.js";
import type { PrepareProgress } from "./prepare.js";

/** A value for `onProgress` of `loadCifar10` that shows what goes on, by default on standard error. */
export function showCifar10Progress(
  output: ProgressOutput = process.stderr,
): (progress: PrepareProgress) => void {
  let shown = "";
  let writer: ProgressWriter | undefined;
  return (progress) => {
    if (progress.stage === "wait") {
      output.write("CIFAR-10: waiting for another process that prepares it\n");
      return;
    }
    const { stage, done, total } = progress;
    const what = stage === "download" ? progress.url : stage;
    if (what !== shown) {
      writer?.end();
      shown = what;
      if (stage === "download") output.write(`CIFAR-10: fetching it from ${new URL(progress.url).host}\n`);
      const [label, unit] = stage === "download" ? ["CIFAR-10", "bytes"] : ["CIFAR-10, unpacking", "files"];
      writer = startProgress({ label, done, total, unit, output });
    }
    writer?.update(done);
    if (done === total) writer?.end();
  };
}
