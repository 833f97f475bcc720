import { assert } from "../../base/errors.ts";
import type { FieldShape, StepRequest, TrainingData } from "../types.ts";
import { Batch } from "./batch.ts";
import { type DataTables, storeData } from "./data-tables.ts";
import { GradientSum } from "./gradient-sum.ts";
import { firstWindow, type Groups, groupsOf } from "./groups.ts";
import { KernelField } from "./kernel-field.ts";
import { Kernels } from "./kernels.ts";
import { KernelMemory } from "./memory.ts";
import { linearMaps, paddedLayout } from "./padded-layout.ts";
import { tapeBytes } from "./tape.ts";

/** Most bytes of tape at once; groups beyond them follow later. */
const LARGEST_TAPE = 1 << 28;

/** Deviations and gradients on one thread, with data and parameters of its own. */
export class GradientComputer {
  readonly memory = new KernelMemory();
  readonly kernels = new Kernels(this.memory.memory);
  readonly field: KernelField;
  private readonly tables: DataTables;

  constructor(
    readonly shape: FieldShape,
    data: TrainingData,
    private readonly largestTape = LARGEST_TAPE,
  ) {
    this.field = new KernelField(this.kernels, this.memory, shape, paddedLayout(shape));
    this.tables = storeData(this.memory, shape.size, data);
    this.memory.keep();
  }

  groups(request: StepRequest): Groups {
    return groupsOf(windowRows(request).length, evaluations(request), tapeBytes(this.shape));
  }

  /** Floating-point operations of a step: 6 per window, evaluation and weight. */
  work(request: StepRequest): number {
    const weights = linearMaps(this.field.layout).reduce(
      (sum, { inputs, outputs }) => sum + inputs * outputs,
      0,
    );
    return 6 * windowRows(request).length * evaluations(request) * weights;
  }

  /** A sum of nothing yet; frees the one before. */
  newSum(): GradientSum {
    this.memory.release();
    const { lines } = this.field.layout;
    return new GradientSum(this.kernels, lines, () => this.memory.allocateLines(lines));
  }

  /**
   * Adds the gradients of groups first ... last - 1 to `sum`; the answer is the sum of squared deviations of each
   * of their windows.
   */
  compute(request: StepRequest, first: number, last: number, sum: GradientSum): Float64Array<ArrayBuffer> {
    this.check(request);
    const groups = this.groups(request);
    const together = this.together(request, groups, last - first);
    const start = (group: number): number => firstWindow(groups, group);
    const squares = new Float64Array(start(last) - start(first));
    const most = together * Math.ceil(groups.windows / groups.count);
    const { kernels, memory, field, tables, shape } = this;
    const batch = new Batch(kernels, memory, field, tables, shape, most, evaluations(request));
    for (let from = first; from < last; from += together) {
      const end = Math.min(last, from + together);
      this.run(batch, request, start(from), start(end));
      squares.set(batch.squares(start(end) - start(from)), start(from) - start(first));
      for (let group = from; group < end; group++) {
        const windows = start(group + 1) - start(group);
        field.gradient(batch.tape, start(group) - start(from), windows, sum.next());
        sum.push(1);
      }
    }
    return squares;
  }

  /** Takes windows first ... last - 1 through the field and back. */
  private run(batch: Batch, request: StepRequest, first: number, last: number): void {
    const rows = windowRows(request).subarray(first, last);
    const scale = 2 / deviations(request, this.shape);
    if (request.kind === "derivative") batch.derivative(rows, scale);
    else batch.shooting(rows, { steps: request.steps, stride: request.stride, scale });
  }

  /** Number of groups whose tapes fit in memory together. */
  private together(request: StepRequest, { windows, count }: Groups, most: number): number {
    const bytes = Math.ceil(windows / count) * evaluations(request) * tapeBytes(this.shape);
    return Math.max(1, Math.min(most, Math.floor(this.largestTape / bytes)));
  }

  private check(request: StepRequest): void {
    const rows = windowRows(request);
    assert(rows.length > 0, "a step without windows");
    const reach = request.kind === "derivative" ? 0 : request.steps * request.stride;
    const last = rows.reduce((most, row) => Math.max(most, row), 0) + reach;
    assert(last < this.tables.rows, `a step reaches row ${last} of ${this.tables.rows} rows of data`);
  }
}

function windowRows(request: StepRequest): Uint32Array {
  return request.kind === "derivative" ? request.rows : request.starts;
}

function evaluations(request: StepRequest): number {
  return request.kind === "derivative" ? 1 : 4 * request.steps;
}

/** Number of deviations that the loss is the mean square of. */
export function deviations(request: StepRequest, { size }: FieldShape): number {
  const perWindow = request.kind === "derivative" ? 1 : request.steps;
  return windowRows(request).length * perWindow * size;
}
