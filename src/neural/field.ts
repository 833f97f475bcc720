import { assert } from "../base/errors.ts";
import { addScaled } from "../linalg/vectors.ts";
import { activate, activationAdjoint } from "./activations.ts";
import { addProduct, transpose } from "./dense.ts";
import { parameterCount, parameterLayout } from "./parameters.ts";
import type { FieldShape } from "./types.ts";

/** y = weight x + bias, with views into the parameters and a transposed copy of the weight. */
interface Linear {
  readonly outputs: number;
  readonly inputs: number;
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  /** [inputs, outputs], for the adjoint; filled by `prepareAdjoint`. */
  readonly transposed: Float64Array;
  /** Where weight and bias begin among the parameters. */
  readonly offset: number;
  readonly biasOffset: number;
}

/**
 * What evaluations on several rows leave for their adjoint. Rows are states; row r of every array belongs to
 * the same evaluation.
 */
export interface Tape {
  readonly rows: number;
  /** [rows, size], filled by the caller. */
  readonly inputs: Float64Array;
  /** One [rows, width] per hidden layer: before and after the activation. */
  readonly before: readonly Float64Array[];
  readonly after: readonly Float64Array[];
  /** [rows, size]: cotangents of dz/dt, filled by the caller. */
  readonly cotangents: Float64Array;
  /** [rows, outputs]: cotangents of f; the same array where f is dz/dt. */
  readonly outputs: Float64Array;
  /** One [rows, width] per hidden layer: cotangents of `before`. */
  readonly hidden: readonly Float64Array[];
}

/** dz/dt on batches of states, and its adjoint. */
export interface Dynamics {
  /** What is learned of it. */
  readonly network: VectorField;
  /** Of the network. */
  readonly shape: FieldShape;
  newTape(rows: number): Tape;
  /** out[r] = dz/dt at inputs[r] for `count` rows of the tape, from row `first`; `out` is [count, size]. */
  evaluate(tape: Tape, first: number, count: number, out: Float64Array): void;
  /** To be called after a change of the parameters, before `adjoint`. */
  prepareAdjoint(): void;
  /** out[r] = (d(dz/dt)/dz)^T cotangents[r] for rows that `evaluate` has seen. */
  adjoint(tape: Tape, first: number, count: number, out: Float64Array): void;
  /** gradient = sum over the first `count` rows, all seen by `adjoint`, of (d(dz/dt)/dparameters)^T cotangents[r]. */
  gradient(tape: Tape, count: number, gradient: Float64Array): void;
}

/**
 * The vector field f(z) of PHYSICS.md section 8 in float64 on batches of states, and its adjoint. It looks at
 * `parameters` (order of `parameterLayout`) whenever it is evaluated; they may be changed in between.
 */
export class VectorField implements Dynamics {
  private readonly skip: Linear | null;
  private readonly layers: readonly Linear[];

  constructor(
    readonly shape: FieldShape,
    readonly parameters: Float64Array,
  ) {
    const count = parameterCount(shape);
    assert(parameters.length === count, `${parameters.length} parameters for a field of ${count}`);
    const linear = linearMaps(shape, parameters);
    this.skip = shape.skip === "none" ? null : linear[0];
    this.layers = shape.skip === "none" ? linear : linear.slice(1);
  }

  get network(): VectorField {
    return this;
  }

  /** Reals of f. */
  get outputs(): number {
    return this.shape.outputs ?? this.shape.size;
  }

  newTape(rows: number): Tape {
    const { size, outputs, hidden } = this.shape;
    const cotangents = new Float64Array(rows * size);
    const perLayer = (): Float64Array[] => hidden.map((width) => new Float64Array(rows * width));
    return {
      rows,
      inputs: new Float64Array(rows * size),
      before: perLayer(),
      after: perLayer(),
      cotangents,
      outputs: outputs === undefined ? cotangents : new Float64Array(rows * outputs),
      hidden: perLayer(),
    };
  }

  /** out[r] = f(inputs[r]) for `count` rows of the tape, from row `first`; `out` is [count, outputs]. */
  evaluate(tape: Tape, first: number, count: number, out: Float64Array): void {
    const { skip, layers, shape } = this;
    const states = part(tape.inputs, first, count, shape.size);
    let below = states;
    shape.hidden.forEach((width, k) => {
      const before = part(tape.before[k], first, count, width);
      const after = part(tape.after[k], first, count, width);
      fillBias(layers[k], count, before);
      addLinear(layers[k], count, below, before);
      activate(shape.activation, before, after);
      below = after;
    });
    const last = layers[shape.hidden.length];
    fillBias(last, count, out);
    addLinear(last, count, below, out);
    if (skip === null) return;
    addLinear(skip, count, states, out);
    for (let r = 0; r < count; r++) addScaled(skip.bias, 1, part(out, r, 1, this.outputs));
  }

  /** To be called after a change of the parameters, before `adjoint`. */
  prepareAdjoint(): void {
    for (const { outputs, inputs, weight, transposed } of this.all()) {
      transpose(outputs, inputs, weight, transposed);
    }
  }

  /** out[r] = (df/dz)^T outputs[r] for rows that `evaluate` has seen; also fills `hidden`. */
  adjoint(tape: Tape, first: number, count: number, out: Float64Array): void {
    const { skip, layers, shape } = this;
    const cotangents = part(tape.outputs, first, count, this.outputs);
    out.fill(0);
    if (skip !== null) addAdjoint(skip, count, cotangents, out);
    let above = cotangents;
    for (let k = shape.hidden.length; k > 0; k--) {
      const width = shape.hidden[k - 1];
      const hidden = part(tape.hidden[k - 1], first, count, width).fill(0);
      addAdjoint(layers[k], count, above, hidden);
      const before = part(tape.before[k - 1], first, count, width);
      activationAdjoint(shape.activation, before, part(tape.after[k - 1], first, count, width), hidden);
      above = hidden;
    }
    addAdjoint(layers[0], count, above, out);
  }

  /** gradient = sum over the first `count` rows of the tape of (df/dparameters)^T outputs[r]. */
  gradient(tape: Tape, count: number, gradient: Float64Array): void {
    gradient.fill(0);
    const { skip, layers, shape } = this;
    if (skip !== null) addOuter(skip, count, tape.outputs, tape.inputs, gradient);
    layers.forEach((layer, k) => {
      const above = k < shape.hidden.length ? tape.hidden[k] : tape.outputs;
      addOuter(layer, count, above, k === 0 ? tape.inputs : tape.after[k - 1], gradient);
    });
  }

  private all(): readonly Linear[] {
    return this.skip === null ? this.layers : [this.skip, ...this.layers];
  }
}

/** Rows first ... first + count - 1. */
function part(array: Float64Array, first: number, count: number, width: number): Float64Array {
  return array.subarray(first * width, (first + count) * width);
}

function linearMaps(shape: FieldShape, parameters: Float64Array): Linear[] {
  const blocks = parameterLayout(shape);
  const maps: Linear[] = [];
  for (let k = 0; k < blocks.length; k += 2) {
    const { offset, rows: outputs, columns: inputs } = blocks[k];
    const biasOffset = blocks[k + 1].offset;
    const weight = parameters.subarray(offset, offset + outputs * inputs);
    const bias = parameters.subarray(biasOffset, biasOffset + outputs);
    const transposed = new Float64Array(outputs * inputs);
    maps.push({ outputs, inputs, weight, bias, transposed, offset, biasOffset });
  }
  return maps;
}

function fillBias({ outputs, bias }: Linear, count: number, out: Float64Array): void {
  for (let r = 0; r < count; r++) out.set(bias, r * outputs);
}

function addLinear(map: Linear, count: number, x: Float64Array, out: Float64Array): void {
  addProduct(count, map.outputs, map.inputs, x, map.weight, out);
}

function addAdjoint(map: Linear, count: number, y: Float64Array, out: Float64Array): void {
  addProduct(count, map.inputs, map.outputs, y, map.transposed, out);
}

/** gradient += y^T x for the weight and sum of y for the bias, over `count` rows of y and x. */
function addOuter(
  { outputs, inputs, offset, biasOffset }: Linear,
  count: number,
  y: Float64Array,
  x: Float64Array,
  gradient: Float64Array,
): void {
  const columnsOfY = new Float64Array(count * outputs);
  const columnsOfX = new Float64Array(count * inputs);
  transpose(count, outputs, y, columnsOfY);
  transpose(count, inputs, x, columnsOfX);
  const weight = gradient.subarray(offset, offset + outputs * inputs);
  addProduct(outputs, inputs, count, columnsOfY, columnsOfX, weight);
  for (let o = 0; o < outputs; o++) {
    for (let r = 0; r < count; r++) gradient[biasOffset + o] += columnsOfY[o * count + r];
  }
}
