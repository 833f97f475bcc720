import type { AdapterReport, GpuEnvironment } from "../gpu/device.ts";
import { GpuError } from "../gpu/problems.ts";
import type { Config } from "../protocol/config.ts";
import { GpuMap } from "../worker/gpu-map.ts";
import { type CreateShares, inlineShares } from "../worker/gpu-share-source.ts";
import { gpuDescription } from "./gpu-description.ts";
import { BackendError, type MapBackend } from "./map-backend.ts";

export { GpuError } from "../gpu/problems.ts";

const ignore = (): void => undefined;

/**
 * Maps on a GPU that the calling thread drives itself, as the headless program does.
 * @throws GpuError when there is none, or when the config does not fit it
 */
export async function createGpuMapBackend(
  environment: GpuEnvironment,
  config: Config,
  shares: CreateShares = inlineShares,
): Promise<MapBackend> {
  const map = new GpuMap(environment, shares);
  const { name } = await map.open(config);
  return {
    description: gpuDescription(name),
    compute: async (mapped, points, { signal, onPoint, onBackend }) => {
      const onDevice = (adapter: AdapterReport): void => onBackend?.(gpuDescription(adapter.name), null);
      try {
        await map.compute(mapped, points, { signal, onPoint, onDevice, onLoss: ignore, onUsage: ignore });
      } catch (error) {
        throw error instanceof GpuError ? new BackendError(error.message, { cause: error }) : error;
      }
    },
  };
}
