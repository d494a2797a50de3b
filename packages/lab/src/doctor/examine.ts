import { cacheDirectory } from "../data/cache.js";
import { cifar10Records } from "../data/cifar10/layout.js";
import { mnistRecords } from "../data/mnist/layout.js";
import type { Check } from "./check.js";
import { checkData } from "./data.js";
import { checkCores, checkDisk, checkMemory, checkNode } from "./machine.js";
import { checkStore } from "./store.js";
import { checkTerminal } from "./terminal.js";
import { checkTraining, checkWebgpu } from "./training.js";

/**
 * Looks at all that studies need, one thing after the other: what is timed is alone.
 *
 * @param store where studies are to be kept.
 */
export async function* examine(store: string): AsyncGenerator<Check> {
  const cache = cacheDirectory();
  yield checkNode();
  yield checkCores();
  yield checkMemory();
  yield checkDisk("disk, cache", cache);
  yield checkDisk("disk, here", process.cwd());
  yield checkData(cifar10Records, cache);
  yield checkData(mnistRecords, cache);
  yield checkStore(store);
  yield checkTerminal();
  yield checkTraining();
  yield checkWebgpu();
}
