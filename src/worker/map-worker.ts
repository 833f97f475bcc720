/** Entry point of the dedicated workers that compute points of maps, one per message. */
import { drain } from "../base/steps.ts";
import type { Config } from "../protocol/config.ts";
import { type MapPoint, mapPoint } from "./map-point.ts";
import { startMethod } from "./methods.ts";

self.addEventListener("message", (event: MessageEvent<{ config: Config; point: MapPoint }>) => {
  const { config, point } = event.data;
  self.postMessage(drain(mapPoint(startMethod, config, point)));
});
