/**
 * Registers the TensorFlow.js backend `ort`, which computes with ONNX Runtime:
 *
 * ```ts
 * import "@lehr/engine/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await tf.setBackend("ort");
 * ```
 *
 * The flag `ORT_THREADS` says how many threads compute (default 1): `tf.env().set("ORT_THREADS", 4)`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { traitsOf } from "../device.js";
import { registerKernels } from "../trace/register.js";
import { LazyBackend } from "./lazyBackend.js";

const NAME = "ort";
const THREADS = "ORT_THREADS";

/** Above TensorFlow.js' own CPU backend (1), below those that its users choose for speed elsewhere. */
const PRIORITY = 2;

tf.env().registerFlag(THREADS, () => 1);
registerKernels(NAME);
const traits = await traitsOf("cpu");
tf.registerBackend(
  NAME,
  () => new LazyBackend({ threads: () => tf.env().getNumber(THREADS), traits }),
  PRIORITY,
);
