/** The inside of a worker thread that computes the CPU's share of points on the GPU. */
import { parentPort } from "node:worker_threads";
import { computeShareNow, type ShareRequest, shareBuffers } from "../engine/gpu-shares.ts";

parentPort?.on("message", (request: ShareRequest) => {
  const share = computeShareNow(request);
  parentPort?.postMessage(share, shareBuffers(share));
});
