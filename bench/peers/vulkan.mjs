import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aptInstall } from "./apt.mjs";
import { nvidiaDriver } from "./nvidia.mjs";

/** The Vulkan loader, and what NVIDIA's Vulkan driver is linked with but does not bring. */
const LIBRARIES = ["libvulkan1", "libxext6", "libx11-6", "libegl1"];

/** Where installers leave word of NVIDIA's Vulkan driver. */
const MANIFESTS = ["/etc", "/usr/share", "/usr/local/share"].flatMap((folder) =>
  ["nvidia_icd.json", "nvidia_icd.x86_64.json", "nvidia_icd.aarch64.json"].map((file) =>
    join(folder, "vulkan/icd.d", file),
  ),
);

/** Drivers that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|lvp_icd/i;

/**
 * Sees to it that the graphics adapter can be opened, and opens it once. Where NVIDIA's kernel driver is, this process
 * and those it starts use NVIDIA's Vulkan driver and no other, and libraries it lacks are installed.
 *
 * @returns the adapter's name, and whether it is software.
 * @throws where there is none, or only software although there is a card.
 */
export function findAdapter() {
  const card = nvidiaDriver();
  if (card !== undefined) useNvidia();
  let found = look();
  if (card !== undefined && !isCard(found) && aptInstall(...LIBRARIES)) found = look();
  if (found.trouble !== undefined || (card !== undefined && !isCard(found)))
    throw new Error(advice(found, card));
  // An old loader does not say; where it was given NVIDIA's driver alone, that is the one.
  const name = found.name ?? (card === undefined ? "one that does not tell its name" : cards());
  return { name, software: found.software };
}

const isCard = ({ trouble, software }) => trouble === undefined && !software;

/** Makes NVIDIA's Vulkan driver the only one, unless the user has chosen. */
function useNvidia() {
  if (process.env.VK_DRIVER_FILES !== undefined || process.env.VK_ICD_FILENAMES !== undefined) return;
  const manifest = MANIFESTS.find(existsSync) ?? ownManifest();
  console.log(`Vulkan driver: ${manifest}`);
  // Loaders before 1.3.207 know the second alone.
  process.env.VK_DRIVER_FILES = manifest;
  process.env.VK_ICD_FILENAMES = manifest;
}

/** Word of NVIDIA's driver for as long as this process lives: container toolkits may bring the library alone. */
function ownManifest() {
  const folder = mkdtempSync(join(tmpdir(), "lehr-vulkan-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "nvidia_icd.json");
  const ICD = { library_path: "libGLX_nvidia.so.0", api_version: "1.3.0" };
  writeFileSync(path, JSON.stringify({ file_format_version: "1.0.0", ICD }));
  return path;
}

/** Opens the adapter in a process of its own, and reads what the Vulkan loader says meanwhile. */
function look() {
  const script = fileURLToPath(new URL("openAdapter.mjs", import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, VK_LOADER_DEBUG: "error,driver" },
  });
  const said = stdout + stderr;
  if (status === 0) {
    const name = [...said.matchAll(/Using "(.+?)" with driver:/g)].at(-1)?.[1];
    const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
    return { name, software: SOFTWARE.test(name ?? VK_DRIVER_FILES ?? VK_ICD_FILENAMES ?? "") };
  }
  const trouble =
    /^device "webgpu".*/m.exec(said)?.[0] ?? `opening it ended with ${signal ?? status}: ${said.trim()}`;
  return { trouble, reason: /ERROR[ |\w]*:\s+(.+)/.exec(said)?.[1] };
}

function advice({ trouble, reason, name }, card) {
  if (card === undefined) return `${trouble}${reason === undefined ? "" : ` (the Vulkan loader: ${reason})`}`;
  const found =
    name === undefined ? (reason ?? trouble) : `the adapter that opens is ${name}, which is software`;
  return (
    `NVIDIA's driver ${card} is here, but its card cannot be reached by Vulkan: ${found}.\n` +
    "A container has to be started with the card and all its driver can do (docker run --gpus all -e\n" +
    "NVIDIA_DRIVER_CAPABILITIES=all); elsewhere the graphics part of the driver may have been left out (on Ubuntu,\n" +
    `libnvidia-gl-${card.split(".")[0]}), or ${LIBRARIES.join(", ")}. VK_DRIVER_FILES may name another driver.`
  );
}

/** NVIDIA's cards, as their driver lists them. */
const cards = () =>
  spawnSync("nvidia-smi", ["-L"], { encoding: "utf8" }).stdout?.trim().replaceAll("\n", "; ") || "NVIDIA's";
