/** Entry point of the dedicated worker that computes maps on the GPU, with workers of its own for the CPU's share. */
import { browserEnvironment } from "../gpu/device.ts";
import type { GpuMapRequest } from "./gpu-map-messages.ts";
import { createGpuMapServer } from "./gpu-map-server.ts";
import type { PointShare } from "./gpu-share.ts";
import { pooledShares, type SpawnShareWorker } from "./gpu-share-source.ts";

const spawn: SpawnShareWorker = ({ onShare, onCrash }) => {
  const worker = new Worker(new URL("./gpu-share-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<PointShare>) => onShare(event.data));
  worker.addEventListener("messageerror", onCrash);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onCrash();
  });
  return { post: (request) => worker.postMessage(request), terminate: () => worker.terminate() };
};

const serve = createGpuMapServer(
  browserEnvironment(),
  (threads) => pooledShares(threads, spawn),
  (response) => self.postMessage(response),
);
self.addEventListener("message", (event: MessageEvent<GpuMapRequest>) => serve(event.data));
