import { addScaled } from "../linalg/vectors.ts";
import type { Tape, VectorField } from "./field.ts";
import type { StepRequest, TrainingData } from "./types.ts";

type ShootingRequest = Extract<StepRequest, { kind: "shooting" }>;

/** Loss of a request with the parameters at hand; `gradient` becomes its derivative with respect to them. */
export function lossGradient(
  field: VectorField,
  data: TrainingData,
  request: StepRequest,
  gradient: Float64Array,
): number {
  field.prepareAdjoint();
  return request.kind === "derivative"
    ? derivativeGradient(field, data, request.rows, gradient)
    : shootingGradient(field, data, request, gradient);
}

/** Mean over rows and components of (f(z) - dz/dt)^2. */
function derivativeGradient(
  field: VectorField,
  data: TrainingData,
  rows: Uint32Array,
  gradient: Float64Array,
): number {
  const { size } = field.shape;
  const tape = field.newTape(rows.length);
  gather(data.states, rows, 0, size, tape.inputs);
  const residual = new Float64Array(rows.length * size);
  const target = new Float64Array(rows.length * size);
  field.evaluate(tape, 0, rows.length, residual);
  gather(data.slopes, rows, 0, size, target);
  addScaled(target, -1, residual);
  const scale = 1 / residual.length;
  addScaled(residual, 2 * scale, tape.cotangents);
  // Only the cotangents of the hidden layers are needed, not that of the states.
  field.adjoint(tape, 0, rows.length, target);
  field.gradient(tape, rows.length, gradient);
  return scale * sumOfSquares(residual);
}

/** Mean over starts, steps and components of (z - data)^2 along RK4, and its exact gradient. */
function shootingGradient(
  field: VectorField,
  data: TrainingData,
  request: ShootingRequest,
  gradient: Float64Array,
): number {
  const { starts, steps, stride } = request;
  const { size } = field.shape;
  const batch = starts.length;
  const runge = new RungeKutta(field, field.newTape(4 * steps * batch), batch, stride * data.interval);
  const state = new Float64Array(batch * size);
  const target = new Float64Array(batch * size);
  const residuals: Float64Array[] = [];
  gather(data.states, starts, 0, size, state);
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    runge.forward(step, state);
    gather(data.states, starts, (step + 1) * stride, size, target);
    const residual = state.slice();
    addScaled(target, -1, residual);
    sum += sumOfSquares(residual);
    residuals.push(residual);
  }
  const scale = 1 / (steps * batch * size);
  const cotangent = new Float64Array(batch * size);
  for (let step = steps - 1; step >= 0; step--) {
    addScaled(residuals[step], 2 * scale, cotangent);
    runge.backward(step, cotangent);
  }
  field.gradient(runge.tape, runge.tape.rows, gradient);
  return scale * sum;
}

/** Classical RK4 on a batch of states, every stage of every step kept on the tape, and its adjoint. */
class RungeKutta {
  private readonly slope: Float64Array;
  private readonly total: Float64Array;
  private readonly image: Float64Array;

  /** @param h step in 1/J */
  constructor(
    private readonly field: VectorField,
    readonly tape: Tape,
    private readonly batch: number,
    private readonly h: number,
  ) {
    const length = batch * field.shape.size;
    this.slope = new Float64Array(length);
    this.total = new Float64Array(length);
    this.image = new Float64Array(length);
  }

  /** state <- RK4 step number `step`: stages k_s = f(z + a_s h k_(s-1)), weights 1/6, 1/3, 1/3, 1/6. */
  forward(step: number, state: Float64Array): void {
    const { h, slope, total } = this;
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
  backward(step: number, cotangent: Float64Array): void {
    const { h, total, image } = this;
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

const NODES = [0, 0.5, 0.5, 1];
const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6];

/** out[i] = row rows[i] + shift of a series of states. */
function gather(
  series: Float64Array,
  rows: Uint32Array,
  shift: number,
  size: number,
  out: Float64Array,
): void {
  rows.forEach((row, i) => {
    out.set(series.subarray((row + shift) * size, (row + shift + 1) * size), i * size);
  });
}

function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return sum;
}
