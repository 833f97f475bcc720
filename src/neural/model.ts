import type { Normalisation } from "./dataset.ts";
import type { Memory } from "./memory/memory.ts";
import type { Packing } from "./packing.ts";
import type { FieldShape, KnownPart } from "./types.ts";

/** A trained vector field with what turns Dab into its states and back. */
export interface NeuralModel {
  readonly packing: Packing;
  readonly normalisation: Normalisation;
  /** Behind z in a state of the field. */
  readonly memory: Memory;
  readonly shape: FieldShape;
  readonly parameters: Float64Array<ArrayBuffer>;
  /** RK4 step of the training, in 1/J. */
  readonly step: number;
  /** Of a learned closure: what of dz/dt is not learned. */
  readonly known?: KnownPart;
}
