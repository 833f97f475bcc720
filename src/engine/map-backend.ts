import { drain } from "../base/steps.ts";
import type { Config } from "../protocol/config.ts";
import type { Backend } from "../protocol/results.ts";
import type { StartMethod } from "../worker/job-runner.ts";
import { createYielder, drive } from "../worker/macrotask.ts";
import { type MapPoint, type MapPointResult, mapPoint } from "../worker/map-point.ts";
import { startMethod } from "../worker/methods.ts";
import type { PointNews } from "../worker/point-news.ts";

export type { MapPoint, MapPointResult } from "../worker/map-point.ts";
export type { PointNews } from "../worker/point-news.ts";

export interface MapPointHandlers {
  readonly signal: AbortSignal;
  /** Called once for every point, in any order. */
  readonly onPoint: (result: MapPointResult) => void;
  /** Called now and then while a point that takes long is computed. */
  readonly onNews?: (news: PointNews) => void;
  /**
   * Called when the points to come are computed by something else than the description of the backend says,
   * or by the same again; `reason` tells why, in words, or is null.
   */
  readonly onBackend?: (backend: Backend, reason: string | null) => void;
}

/** What computes a map is of no use any more (workers that do not start, a device lost for good); reported points are good. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/** Computes the points of maps. */
export interface MapBackend {
  readonly description: Backend;
  /**
   * Resolves when all points are reported, or soon after the signal fires. Rejects with a BackendError
   * when it cannot compute at all; a point that cannot be computed is reported as failed.
   */
  compute(config: Config, points: readonly MapPoint[], handlers: MapPointHandlers): Promise<void>;
}

export const CPU_BACKEND: Backend = { device: "cpu", adapter: null, precision: "float64" };

/** Computes one point at once, blocking. */
export function computeMapPoint({ config, point }: { config: Config; point: MapPoint }): MapPointResult {
  return drain(mapPoint(startMethod, config, point));
}

/** One point after the other on the calling thread, which stays responsive between the steps of a method. */
export function createInProcessMapBackend(start: StartMethod = startMethod): MapBackend {
  return {
    description: CPU_BACKEND,
    compute: async (config, points, { signal, onPoint }) => {
      const yielder = createYielder();
      for (const point of points) {
        const result = await drive(mapPoint(start, config, point), yielder, signal);
        if (result === null) break;
        onPoint(result);
      }
      yielder.close();
    },
  };
}
