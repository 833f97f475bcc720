import { gpuDescription } from "./gpu-description.ts";
import type { GpuLink } from "./gpu-link.ts";
import { BackendError, type MapBackend, type MapPoint } from "./map-backend.ts";

/**
 * Maps on the GPU, driven by its worker.
 * @param adapter its name, as far as it is known
 * @param threads most workers that compute what has no kernel
 */
export function createGpuWorkerBackend(link: GpuLink, adapter: string, threads: number): MapBackend {
  return {
    description: gpuDescription(adapter),
    compute: (config, points, { signal, onPoint, onBackend }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted || points.length === 0) {
          resolve();
          return;
        }
        const drop = link.start(
          { config, points, threads },
          {
            onResponse: (response) => {
              if (response.type === "opened") onBackend?.(gpuDescription(response.adapter.name), null);
              else onPoint(response.result);
            },
            onEnd: (failure) => {
              signal.removeEventListener("abort", stop);
              if (failure === null) resolve();
              else reject(new BackendError(failure));
            },
          },
        );
        const stop = (): void => {
          drop();
          resolve();
        };
        signal.addEventListener("abort", stop, { once: true });
      }),
  };
}

/**
 * A backend after which another one computes what the first leaves undone when it gives up.
 * @param onTakeover told why, in words
 */
export function withTakeover(
  first: MapBackend,
  second: () => MapBackend,
  onTakeover: (reason: string) => void,
): MapBackend {
  return {
    description: first.description,
    compute: async (config, points, handlers) => {
      const waiting = new Map<number, MapPoint>(points.map((point) => [point.index, point]));
      const onPoint: typeof handlers.onPoint = (result) => {
        waiting.delete(result.index);
        handlers.onPoint(result);
      };
      try {
        await first.compute(config, points, { ...handlers, onPoint });
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        if (handlers.signal.aborted) return;
        onTakeover(error.message);
        const backend = second();
        handlers.onBackend?.(backend.description, error.message);
        await backend.compute(config, [...waiting.values()], handlers);
      }
    },
  };
}
