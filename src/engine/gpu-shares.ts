import { drain } from "../base/steps.ts";
import { computeShare, type PointShare, type ShareRequest } from "../worker/gpu-share.ts";

export { type PointShare, type ShareRequest, shareBuffers } from "../worker/gpu-share.ts";
export {
  type CreateShares,
  inlineShares,
  pooledShares,
  type SpawnShareWorker,
} from "../worker/gpu-share-source.ts";

/** Computes the CPU's share of a point at once, blocking; what a worker does. */
export function computeShareNow(request: ShareRequest): PointShare {
  return drain(computeShare(request));
}
