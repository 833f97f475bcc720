import { addScaled } from "../linalg/vectors.ts";
import type { Dynamics, VectorField } from "./field.ts";
import { RungeKutta } from "./runge-kutta.ts";
import type { StepRequest, TrainingData } from "./types.ts";

type ShootingRequest = Extract<StepRequest, { kind: "shooting" }>;

/** Loss of a request with the parameters at hand; `gradient` becomes its derivative with respect to them. */
export function lossGradient(
  field: Dynamics,
  data: TrainingData,
  request: StepRequest,
  gradient: Float64Array,
): number {
  field.prepareAdjoint();
  return request.kind === "derivative"
    ? derivativeGradient(field.network, data, request.rows, gradient)
    : shootingGradient(field, data, request, gradient);
}

/** Mean over rows and components of (f(z) - slope)^2. */
function derivativeGradient(
  field: VectorField,
  data: TrainingData,
  rows: Uint32Array,
  gradient: Float64Array,
): number {
  const { size } = field.shape;
  const tape = field.newTape(rows.length);
  gather(data.states, rows, 0, size, tape.inputs);
  const residual = new Float64Array(rows.length * field.outputs);
  const target = new Float64Array(rows.length * field.outputs);
  field.evaluate(tape, 0, rows.length, residual);
  gather(data.slopes, rows, 0, field.outputs, target);
  addScaled(target, -1, residual);
  const scale = 1 / residual.length;
  addScaled(residual, 2 * scale, tape.outputs);
  // Only the cotangents of the hidden layers are needed, not that of the states.
  field.adjoint(tape, 0, rows.length, new Float64Array(tape.inputs.length));
  field.gradient(tape, rows.length, gradient);
  return scale * sumOfSquares(residual);
}

/** Mean over starts, steps and components of (z - data)^2 along RK4, and its exact gradient. */
function shootingGradient(
  field: Dynamics,
  data: TrainingData,
  request: ShootingRequest,
  gradient: Float64Array,
): number {
  const { starts, steps, stride } = request;
  const { size } = field.shape;
  const batch = starts.length;
  const h = stride * data.interval;
  const runge = new RungeKutta(field, batch, steps);
  const state = new Float64Array(batch * size);
  const target = new Float64Array(batch * size);
  const residuals: Float64Array[] = [];
  gather(data.states, starts, 0, size, state);
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    runge.forward(step, state, h);
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
    runge.backward(step, cotangent, h);
  }
  field.gradient(runge.tape, runge.tape.rows, gradient);
  return scale * sum;
}

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
