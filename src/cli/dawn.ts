import { existsSync, readdirSync } from "node:fs";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";

/** glibc keeps a library opened with this flag, also when Node closes it as no addon of its own. */
const RTLD_NODELETE = 0x1000;
const LOADER = "libvulkan.so.1";
const SOFTWARE_DRIVER = "vk_swiftshader_icd.json";

/** Dawn must not be collected while a device of it is in use, so it stays here. */
let dawn: GPU | null = null;

/**
 * WebGPU in Node: Dawn (npm `webgpu`) on the Vulkan drivers of this machine, or, where there is none, on
 * the software driver of an installed Chromium.
 */
export async function openDawn(): Promise<{ readonly gpu: GPU; readonly secure: true }> {
  if (dawn === null) {
    if (process.platform === "linux") prepareVulkan();
    const { create } = await import("webgpu");
    dawn = create([]);
  }
  return { gpu: dawn, secure: true };
}

/** Offers Chromium's software driver after the real ones, and its loader where the system has none. */
function prepareVulkan(): void {
  const folder = chromiumFolders().find((path) => existsSync(join(path, SOFTWARE_DRIVER)));
  if (folder === undefined) return;
  if (process.env["VK_DRIVER_FILES"] === undefined) {
    process.env["VK_ADD_DRIVER_FILES"] ??= join(folder, SOFTWARE_DRIVER);
  }
  if (!loadLibrary(LOADER)) loadLibrary(join(folder, LOADER));
}

function chromiumFolders(): string[] {
  const chromium = process.env["CHROMIUM"];
  const cache = process.env["PLAYWRIGHT_BROWSERS_PATH"] ?? join(homedir(), ".cache", "ms-playwright");
  const downloaded = existsSync(cache)
    ? readdirSync(cache).filter((name) => name.startsWith("chromium-"))
    : [];
  return [
    ...(chromium === undefined ? [] : [dirname(chromium)]),
    "/usr/lib/chromium",
    "/usr/lib/chromium-browser",
    "/opt/google/chrome",
    ...downloaded.flatMap((name) => ["chrome-linux", "chrome-linux64"].map((sub) => join(cache, name, sub))),
  ];
}

/** Loads a shared library for good, so that Dawn finds it by name. Node refuses it as an addon after loading it. */
function loadLibrary(file: string): boolean {
  try {
    process.dlopen({ exports: {} }, file, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
    return true;
  } catch (error) {
    return String(error).includes("did not self-register");
  }
}
