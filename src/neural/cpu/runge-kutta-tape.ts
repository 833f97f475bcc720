import type { KernelField, Workspace } from "./kernel-field.ts";
import type { Kernels } from "./kernels.ts";
import { bytesOf, dense, type Matrix } from "./matrix.ts";
import type { KernelMemory } from "./memory.ts";
import { evaluationOf, type Tape } from "./tape.ts";

/** Matrices of one row per window and one column per component of the state. */
interface Buffers {
  readonly slope: Matrix;
  readonly end: Matrix;
  readonly cotangent: Matrix;
  readonly previous: Matrix;
}

/**
 * Classical Runge-Kutta steps of a batch of windows on a tape, four evaluations each, and their adjoint:
 * k1 = f(z), k2 = f(z + h/2 k1), k3 = f(z + h/2 k2), k4 = f(z + h k3), z += h/6 (k1 + 2 k2 + 2 k3 + k4).
 */
export class RungeKuttaTape {
  private readonly buffers: Buffers;
  private readonly evaluations: number;

  constructor(
    private readonly kernels: Kernels,
    memory: KernelMemory,
    private readonly field: KernelField,
    private readonly tape: Tape,
    private readonly workspace: Workspace,
  ) {
    const { windows, panels, evaluations } = tape.inputs;
    const matrix = (): Matrix => dense(memory.allocate(bytesOf(windows, panels)), windows, panels);
    this.buffers = { slope: matrix(), end: matrix(), cotangent: matrix(), previous: matrix() };
    this.evaluations = evaluations;
  }

  /** The states at the beginning of a step; after the last one, their end. */
  state(step: number): Matrix {
    const evaluation = 4 * step;
    return evaluation < this.evaluations ? evaluationOf(this.tape.inputs, evaluation) : this.buffers.end;
  }

  /** Fills state(step + 1) from state(step). */
  forward(step: number, h: number): void {
    const { kernels, field, tape, workspace } = this;
    const { slope } = this.buffers;
    const [state, end] = [this.state(step), this.state(step + 1)];
    [h / 2, h / 2, h, 0].forEach((next, stage) => {
      const evaluation = 4 * step + stage;
      field.evaluate(tape, evaluation, workspace, slope);
      if (next > 0) kernels.blend(evaluationOf(tape.inputs, evaluation + 1), 1, state, next, slope);
      kernels.blend(end, 1, stage === 0 ? state : end, WEIGHTS[stage] * h, slope);
    });
  }

  /** The cotangent of the states where the adjoint is now, 0 after `startAdjoint`. */
  get cotangent(): Matrix {
    return this.buffers.cotangent;
  }

  startAdjoint(memory: KernelMemory): void {
    const { base, rows, panels } = this.buffers.cotangent;
    memory.floats(base, bytesOf(rows, panels) / 4).fill(0);
  }

  /** From the cotangent of state(step + 1) to that of state(step); the last of all, at step 0, is left out. */
  backward(step: number, h: number): void {
    const { kernels, field, tape, workspace } = this;
    const { slope, cotangent, previous } = this.buffers;
    // After stage s, `slope` is (df/dz)^T of it, and `cotangent` has collected it.
    kernels.blend(previous, 1, cotangent, 0, cotangent);
    [0, h, h / 2, h / 2].forEach((next, k) => {
      const stage = 3 - k;
      const evaluation = 4 * step + stage;
      const [weight, into] = [WEIGHTS[stage] * h, evaluationOf(tape.cotangents, evaluation)];
      kernels.blend(into, weight, previous, next, next === 0 ? previous : slope);
      field.adjoint(tape, evaluation, workspace, evaluation === 0 ? null : slope);
      if (evaluation > 0) kernels.blend(cotangent, 1, cotangent, 1, slope);
    });
  }
}

const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
