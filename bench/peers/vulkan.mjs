import { spawnSync } from "node:child_process";

/**
 * Sees to the Vulkan loader, by which a graphics driver is reached on Linux: where it is missing, Debian's or
 * Ubuntu's package is installed. Where that may not be, the benchmark says what is missing.
 */
export function seeToVulkan() {
  if (process.platform !== "linux") return;
  const libraries = spawnSync("ldconfig", ["-p"], { encoding: "utf8" }).stdout ?? "";
  if (libraries.includes("libvulkan.so.1")) return;
  console.log("The Vulkan loader is missing: installing libvulkan1 ...");
  const apt = (...args) => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] });
  apt("update", "-qq");
  apt("install", "-qq", "--yes", "libvulkan1");
}
