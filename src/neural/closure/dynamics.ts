import { addProduct, transpose } from "../dense.ts";
import { type Dynamics, type Tape, VectorField } from "../field.ts";
import { fieldOfRollout } from "../memory/field.ts";
import type { Memory } from "../memory/memory.ts";
import type { FieldShape, KnownPart } from "../types.ts";

/** dz/dt of the free rollout of a neural ODE, or of a learned closure where a part of it is known. */
export function dynamicsOf(
  shape: FieldShape,
  parameters: Float64Array,
  memory: Memory,
  known: KnownPart | undefined,
): Dynamics {
  if (known === undefined) return fieldOfRollout(shape, parameters, memory);
  return new ClosureDynamics(new VectorField(shape, parameters), known);
}

/** dz/dt = G(z) + B^T f(z) with a network f (see `KnownPart`), and its adjoint. */
export class ClosureDynamics implements Dynamics {
  readonly shape: FieldShape;
  /** B^T, [size, outputs]. */
  private readonly directions: Float64Array;

  constructor(
    readonly network: VectorField,
    private readonly known: KnownPart,
  ) {
    this.shape = network.shape;
    this.directions = new Float64Array(known.basis.length);
    transpose(known.outputs, this.shape.size, known.basis, this.directions);
  }

  newTape(rows: number): Tape {
    return this.network.newTape(rows);
  }

  evaluate(tape: Tape, first: number, count: number, out: Float64Array): void {
    const { network, known, directions, shape } = this;
    const coefficients = new Float64Array(count * known.outputs);
    network.evaluate(tape, first, count, coefficients);
    out.fill(0);
    addProduct(count, shape.size, known.outputs, coefficients, directions, out);
    for (let row = 0; row < count; row++) {
      known.addSlope(this.row(tape.inputs, first + row), this.row(out, row));
    }
  }

  prepareAdjoint(): void {
    this.network.prepareAdjoint();
  }

  adjoint(tape: Tape, first: number, count: number, out: Float64Array): void {
    const { network, known, shape } = this;
    const { size } = shape;
    const { outputs, basis } = known;
    const cotangents = tape.cotangents.subarray(first * size, (first + count) * size);
    const coefficients = tape.outputs.subarray(first * outputs, (first + count) * outputs).fill(0);
    addProduct(count, outputs, size, cotangents, basis, coefficients);
    network.adjoint(tape, first, count, out);
    for (let row = 0; row < count; row++) {
      known.addAdjoint(this.row(tape.inputs, first + row), this.row(cotangents, row), this.row(out, row));
    }
  }

  gradient(tape: Tape, count: number, gradient: Float64Array): void {
    this.network.gradient(tape, count, gradient);
  }

  private row(array: Float64Array, row: number): Float64Array {
    const { size } = this.shape;
    return array.subarray(row * size, (row + 1) * size);
  }
}
