import { assert } from "../../base/errors.ts";
import { type Tape, VectorField } from "../field.ts";
import type { FieldShape } from "../types.ts";
import { type LatentLaw, latentSlope } from "./latent.ts";
import type { Memory } from "./memory.ts";

/** The field of a free rollout. What training had to learn of the law of memory states is replaced by that law. */
export function fieldOfRollout(shape: FieldShape, parameters: Float64Array, memory: Memory): VectorField {
  switch (memory.kind) {
    case "none":
    case "delay":
      return new VectorField(shape, parameters);
    case "latent":
      return new LawfulField(shape, parameters, memory.law);
  }
}

/** A learned dz/dt and the given dm/dt, on extended states (z, m). For evaluations only: its adjoint is the learned one. */
class LawfulField extends VectorField {
  constructor(
    shape: FieldShape,
    parameters: Float64Array,
    private readonly law: LatentLaw,
  ) {
    super(shape, parameters);
    assert(shape.size === law.inputs + law.size, "the field and the law of its memory differ in size");
  }

  override evaluate(tape: Tape, first: number, count: number, out: Float64Array): void {
    super.evaluate(tape, first, count, out);
    const { inputs, size } = this.law;
    for (let r = 0; r < count; r++) {
      const begin = (first + r) * (inputs + size);
      const state = tape.inputs.subarray(begin, begin + inputs);
      const memory = tape.inputs.subarray(begin + inputs, begin + inputs + size);
      const slope = out.subarray(r * (inputs + size) + inputs, (r + 1) * (inputs + size));
      latentSlope(this.law, state, memory, slope);
    }
  }
}
