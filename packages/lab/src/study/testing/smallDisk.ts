import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whether tests can make a disk of their own here. */
export const haveSmallDisks = process.platform === "linux" && process.getuid?.() === 0;

/** What to add to the name of tests that need one, so that a skipped one says why. */
export const smallDiskOrWhyNot = haveSmallDisks
  ? "a small disk"
  : "a small disk (skipped: only root on Linux can mount one)";

/** A disk that is soon full. */
export interface SmallDisk {
  readonly path: string;
  /** Fills it up, but for about so many bytes. */
  fill(room: number): void;
  /** Makes room again. */
  clear(): void;
  remove(): void;
}

/** Mounts a disk in memory. @param size in MiB. */
export function mountSmallDisk(path: string, size: number): SmallDisk {
  mkdirSync(path, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}m`, "tmpfs", path]);
  const filler = join(path, "filler");
  const spare = join(path, "spare");
  return {
    path,
    fill(room) {
      if (room > 0) writeFileSync(spare, Buffer.alloc(room));
      // As often as somebody frees some meanwhile.
      for (let bytes = 2 ** 20; bytes >= 4096; ) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: "a" });
        } catch {
          bytes /= 4;
        }
      }
      rmSync(spare, { force: true });
    },
    clear: () => rmSync(filler, { force: true }),
    remove() {
      // A mount that somebody still looks at goes when they do.
      execFileSync("umount", ["--lazy", path]);
    },
  };
}
