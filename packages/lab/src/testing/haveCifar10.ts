import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../data/cache.js";
import { cifar10Records } from "../data/cifar10/layout.js";

/** Whether tests may use the real CIFAR-10: it is in the cache, or `LEHR_TEST_DOWNLOAD` allows fetching it. */
export const haveCifar10 =
  process.env.LEHR_TEST_DOWNLOAD === "1" || existsSync(join(cacheDirectory(), cifar10Records.name));
