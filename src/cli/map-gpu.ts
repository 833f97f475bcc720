import { register } from "node:module";
import { InputError } from "../base/errors.ts";
import type { MapBackend } from "../engine/map-backend.ts";
import type { Config } from "../protocol/config.ts";
import { openDawn } from "./dawn.ts";
import { createNodeShares } from "./map-workers.ts";

/**
 * The WebGPU backend on Dawn. What needs WGSL is loaded here, after Node has learnt to.
 * @throws InputError when there is no device, or when the config does not fit it
 */
export async function createDawnMapBackend(config: Config): Promise<MapBackend> {
  register(new URL("./raw-loader.mjs", import.meta.url));
  const { createGpuMapBackend, GpuError } = await import("../engine/gpu-map-backend.ts");
  try {
    return await createGpuMapBackend(await openDawn(), config, createNodeShares(config));
  } catch (error) {
    if (!(error instanceof GpuError)) throw error;
    throw new InputError("--device", "webgpu", `"cpu" here. ${error.message}`);
  }
}
