/** Entry point of the workers that compute the CPU's share of points on the GPU, one per message. */
import { drain } from "../base/steps.ts";
import { computeShare, type ShareRequest, shareBuffers } from "./gpu-share.ts";

self.addEventListener("message", (event: MessageEvent<ShareRequest>) => {
  const share = drain(computeShare(event.data));
  self.postMessage(share, { transfer: shareBuffers(share) });
});
