import type { FieldShape } from "../types.ts";
import type { DataTables } from "./data-tables.ts";
import type { KernelField, Workspace } from "./kernel-field.ts";
import type { Kernels } from "./kernels.ts";
import { bytesOf, dense, type Matrix, panelsOf } from "./matrix.ts";
import type { KernelMemory } from "./memory.ts";
import { RungeKuttaTape } from "./runge-kutta-tape.ts";
import { allocateTape, evaluationOf, paddedWindows, type Tape } from "./tape.ts";

export interface ShootingPlan {
  readonly steps: number;
  readonly stride: number;
  /** Factor from deviations to cotangents. */
  readonly scale: number;
}

/** Windows that go through the field together, at most as many as it was made for. */
export class Batch {
  readonly tape: Tape;
  private readonly workspace: Workspace;
  private readonly target: Matrix;
  private readonly deviation: Matrix;
  /** Address of the row of data where each window is, uint32. */
  private readonly rows: number;
  /** Address of the sum of squared deviations of each window, float64. */
  private readonly sums: number;
  private readonly capacity: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly memory: KernelMemory,
    private readonly field: KernelField,
    private readonly tables: DataTables,
    shape: FieldShape,
    windows: number,
    evaluations: number,
  ) {
    this.capacity = paddedWindows(windows);
    const panels = panelsOf(shape.size);
    const matrix = (): Matrix =>
      dense(memory.allocate(bytesOf(this.capacity, panels)), this.capacity, panels);
    this.tape = allocateTape(memory, shape, this.capacity, evaluations);
    this.workspace = field.allocateWorkspace(memory, this.capacity);
    this.target = matrix();
    this.deviation = matrix();
    this.rows = memory.allocate(4 * this.capacity);
    this.sums = memory.allocate(8 * this.capacity);
  }

  /** Tape and deviations of the slope of the field at rows of the data. */
  derivative(rows: Uint32Array, scale: number): void {
    const { kernels, tape, tables, workspace, target, deviation } = this;
    this.begin(rows);
    kernels.gather(tables.states, this.rows, evaluationOf(tape.inputs, 0));
    this.field.evaluate(tape, 0, workspace, deviation);
    kernels.gather(tables.slopes, this.rows, target);
    this.deviate(deviation);
    kernels.blend(evaluationOf(tape.cotangents, 0), scale, deviation, 0, deviation);
    this.field.adjoint(tape, 0, workspace, null);
  }

  /** Tape and deviations of rollouts that start at rows of the data. */
  shooting(starts: Uint32Array, { steps, stride, scale }: ShootingPlan): void {
    const { kernels, memory, tables, target, deviation } = this;
    const runge = new RungeKuttaTape(kernels, memory, this.field, this.tape, this.workspace);
    const h = stride * tables.interval;
    this.begin(starts);
    kernels.gather(tables.states, this.rows, runge.state(0));
    for (let step = 0; step < steps; step++) runge.forward(step, h);
    this.moveRows(steps * stride);
    runge.startAdjoint(memory);
    for (let step = steps - 1; step >= 0; step--) {
      kernels.gather(tables.states, this.rows, target);
      this.deviate(runge.state(step + 1));
      kernels.blend(runge.cotangent, 1, runge.cotangent, scale, deviation);
      runge.backward(step, h);
      this.moveRows(-stride);
    }
  }

  /** Sum of squared deviations of each of the first `windows` windows. */
  squares(windows: number): Float64Array {
    return this.memory.doubles(this.sums, windows);
  }

  /** Windows beyond the given ones repeat the last; nobody looks at them. */
  private begin(rows: Uint32Array): void {
    const all = this.memory.integers(this.rows, this.capacity).fill(rows[rows.length - 1]);
    all.set(rows);
    this.memory.doubles(this.sums, this.capacity).fill(0);
  }

  private moveRows(shift: number): void {
    const rows = this.memory.integers(this.rows, this.capacity);
    for (let window = 0; window < rows.length; window++) rows[window] += shift;
  }

  /** deviation = x - target, added to the sums. */
  private deviate(x: Matrix): void {
    this.kernels.difference(this.deviation, 1, x, this.target);
    this.kernels.squares(this.deviation, this.sums);
  }
}
