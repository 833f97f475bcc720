import { createWasmEngine } from "./cpu/wasm-engine.ts";
import type { AdamOptions, FieldShape, SyncTrainingEngine, TrainingData } from "./types.ts";

/** The fastest engine that answers at once. Weights begin at 0. */
export function createSyncEngine(
  shape: FieldShape,
  data: TrainingData,
  adam: AdamOptions,
): SyncTrainingEngine {
  return createWasmEngine(shape, data, adam);
}
