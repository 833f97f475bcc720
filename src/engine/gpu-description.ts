import type { Backend } from "../protocol/results.ts";

/** What the results of an adapter are labelled with. */
export function gpuDescription(adapter: string): Backend {
  return { device: "webgpu", adapter, precision: "float32" };
}
