import { drain } from "../base/steps.ts";
import type { Config } from "../protocol/config.ts";
import type { StartMethod } from "./job-runner.ts";
import { type MapPoint, type MapPointResult, mapPoint } from "./map-point.ts";
import { startMethod } from "./methods.ts";
import { type PointNews, telling } from "./point-news.ts";

/** To a worker: compute this point. */
export interface MapRequest {
  readonly config: Config;
  readonly point: MapPoint;
}

/** From a worker: now and then how far a point is, at last its result. */
export type MapResponse =
  | { readonly type: "news"; readonly news: PointNews }
  | { readonly type: "point"; readonly result: MapPointResult };

/** Points that take no longer are not worth news of what goes on inside, ms. */
const PAUSE = 1000;

/** Computes a point at once, blocking, and answers with its result. */
export function answerMapRequest(
  { config, point }: MapRequest,
  post: (response: MapResponse) => void,
  start: StartMethod = startMethod,
): void {
  let told = performance.now();
  const heard = telling(start, { config, index: point.index }, (news) => {
    const now = performance.now();
    if (now - told < PAUSE) return;
    told = now;
    post({ type: "news", news });
  });
  post({ type: "point", result: drain(mapPoint(heard, config, point)) });
}
