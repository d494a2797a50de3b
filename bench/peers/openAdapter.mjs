/** Opens the graphics adapter as the engine does, and says why where that fails. */
import { openAdapter } from "../../packages/engine/dist/webgpu/adapter.js";

await openAdapter().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
