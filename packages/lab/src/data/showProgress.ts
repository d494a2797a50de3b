import { type ProgressOutput, type ProgressWriter, startProgress } from "../terminal/progressWriter.js";
import type { DataProgress } from "./progress.js";

/** A value for `onProgress` of `loadDataset` that shows what goes on, by default on standard error. */
export function showDataProgress(output: ProgressOutput = process.stderr): (progress: DataProgress) => void {
  let shown = "";
  let writer: ProgressWriter | undefined;
  return (progress) => {
    const { title } = progress;
    if (progress.stage === "wait") {
      output.write(`${title}: waiting for another process that prepares it\n`);
      return;
    }
    const { stage, done, total } = progress;
    const what = stage === "download" ? progress.url : stage;
    if (what !== shown) {
      writer?.end();
      shown = what;
      if (stage === "download") output.write(`${title}: fetching it from ${new URL(progress.url).host}\n`);
      const [label, unit] = {
        download: [title, "bytes"],
        unpack: [`${title}, unpacking`, "files"],
        read: [`${title}, reading`, "files"],
      }[stage] as [string, string];
      writer = startProgress({ label, done, total, unit, output });
    }
    writer?.update(done);
    if (done === total) writer?.end();
  };
}
