import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests run against the sources of every package, so a test never sees a stale build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^lehr\/torch$/, replacement: source("packages/lehr/src/torch/index.ts") },
      { find: /^lehr$/, replacement: source("packages/lehr/src/index.ts") },
      { find: /^@lehr\/engine\/backend$/, replacement: source("packages/engine/src/backend/index.ts") },
      { find: /^@lehr\/engine$/, replacement: source("packages/engine/src/index.ts") },
      { find: /^@lehr\/lab$/, replacement: source("packages/lab/src/index.ts") },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // One more than there are cores: tests of outages and leases wait for a minute at a time.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
  },
});
