import { writeFile } from "node:fs/promises";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";

/** Writes a small CSV dataset: 120 rows of three kinds of flowers that two measures tell apart fairly well. */
export async function writeFlowers(path: string): Promise<void> {
  const random = randomStream(1, "flowers");
  const rows = Array.from({ length: 120 }, (_, i) => {
    const kind = i % 3;
    const measures = [2 * kind, kind === 1 ? 2 : 0].map((mean) => (mean + normal(random)).toFixed(3));
    return `${measures.join(",")},${["lily", "rose", "tulip"][kind]}`;
  });
  await writeFile(path, ["length,width,label", ...rows, ""].join("\n"));
}
