import { existsSync } from "node:fs";
import { openAdapter } from "../adapter.js";

/** SwiftShader, a Vulkan driver for the processor, where Debian's Chromium brings it. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

if (process.env.VK_ICD_FILENAMES === undefined && existsSync(SWIFTSHADER))
  process.env.VK_ICD_FILENAMES = SWIFTSHADER;

/** Whether this machine has a graphics adapter, real or SwiftShader; says so where it has none. */
export const haveAdapter = await openAdapter().then(
  () => true,
  (error: Error) => {
    console.warn(`WebGPU tests are skipped: ${error.message}`);
    return false;
  },
);

/** Milliseconds a test may take where the processor stands in and compiles every kernel of a graph first. */
export const SLOW = 240_000;

/** Whether the processor stands in for a graphics adapter: what memory SwiftShader gives is known. */
export const onSwiftShader = haveAdapter && process.env.VK_ICD_FILENAMES === SWIFTSHADER;
