import { addScaled } from "../linalg/vectors.ts";
import type { Dynamics, Tape } from "./field.ts";

const NODES = [0, 0.5, 0.5, 1];
const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6];

/** Classical RK4 on a batch of states, every stage of every step kept on the tape, and its adjoint. */
export class RungeKutta {
  readonly tape: Tape;
  private readonly slope: Float64Array;
  private readonly total: Float64Array;
  private readonly image: Float64Array;

  /** @param steps number of steps that the tape holds */
  constructor(
    private readonly field: Dynamics,
    private readonly batch: number,
    steps: number,
  ) {
    this.tape = field.newTape(4 * steps * batch);
    const length = batch * field.shape.size;
    this.slope = new Float64Array(length);
    this.total = new Float64Array(length);
    this.image = new Float64Array(length);
  }

  /** state <- RK4 step number `step`: stages k_s = f(z + a_s h k_(s-1)), h in 1/J. */
  forward(step: number, state: Float64Array, h: number): void {
    const { slope, total } = this;
    total.fill(0);
    for (let stage = 0; stage < 4; stage++) {
      const inputs = this.rows(this.tape.inputs, step, stage);
      inputs.set(state);
      if (stage > 0) addScaled(slope, NODES[stage] * h, inputs);
      this.field.evaluate(this.tape, this.row(step, stage), this.batch, slope);
      addScaled(slope, WEIGHTS[stage] * h, total);
    }
    addScaled(total, 1, state);
  }

  /** cotangent <- that of the state before step number `step`; fills the cotangents of its stages. */
  backward(step: number, cotangent: Float64Array, h: number): void {
    const { total, image } = this;
    total.fill(0);
    for (let stage = 3; stage >= 0; stage--) {
      const slopes = this.rows(this.tape.cotangents, step, stage).fill(0);
      addScaled(cotangent, WEIGHTS[stage] * h, slopes);
      if (stage < 3) addScaled(image, NODES[stage + 1] * h, slopes);
      this.field.adjoint(this.tape, this.row(step, stage), this.batch, image);
      addScaled(image, 1, total);
    }
    addScaled(total, 1, cotangent);
  }

  private row(step: number, stage: number): number {
    return (4 * step + stage) * this.batch;
  }

  private rows(array: Float64Array, step: number, stage: number): Float64Array {
    const width = this.field.shape.size;
    const first = this.row(step, stage) * width;
    return array.subarray(first, first + this.batch * width);
  }
}
