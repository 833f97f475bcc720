import { assert } from "../../base/errors.ts";
import type {
  AdamOptions,
  AsyncTrainingEngine,
  FieldShape,
  OptimiserState,
  StepReport,
  StepRequest,
  TrainingData,
} from "../types.ts";
import { deviations, GradientComputer } from "./gradient-computer.ts";
import type { SpawnGradientWorker } from "./gradient-worker.ts";
import { MOST_GROUPS } from "./groups.ts";
import { KernelAdam } from "./kernel-adam.ts";
import { PANEL } from "./matrix.ts";
import { PoolHelper } from "./pool-helper.ts";

/** Floating-point operations below which a step is made faster by one thread than by handing out shares. */
const LEAST_WORK = 5e7;

/**
 * Float32 on WebAssembly SIMD and several threads: this one, and workers that hold the data and are sent the
 * weights with their share of each step. Bit for bit what `createWasmEngine` computes, whatever the number of
 * threads. Weights begin at 0.
 * @param threads this one included; the largest power of two up to 8 in it is used
 */
export function createPoolEngine(
  shape: FieldShape,
  data: TrainingData,
  adam: AdamOptions,
  threads: number,
  spawn: SpawnGradientWorker,
): AsyncTrainingEngine {
  return new PoolEngine(shape, data, adam, threads, spawn);
}

class PoolEngine implements AsyncTrainingEngine {
  readonly device = "cpu";
  readonly precision = "float32";
  private readonly computer: GradientComputer;
  private readonly adam: KernelAdam;
  private helpers: readonly PoolHelper[];
  private busy = false;

  constructor(
    private readonly shape: FieldShape,
    data: TrainingData,
    options: AdamOptions,
    threads: number,
    spawn: SpawnGradientWorker,
  ) {
    this.computer = new GradientComputer(shape, data);
    this.adam = new KernelAdam(this.computer, options);
    const length = powerOfTwo(Math.min(threads, MOST_GROUPS)) - 1;
    const numbers = PANEL * this.computer.field.layout.lines;
    this.helpers = Array.from({ length }, () => new PoolHelper(spawn, shape, data, numbers));
  }

  /** Without workers that crashed: the others do their share. */
  get adapter(): string {
    const threads = powerOfTwo(this.helpers.length + 1);
    return `WebAssembly SIMD, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  }

  async step(request: StepRequest): Promise<StepReport> {
    assert(!this.busy, "a step while another one is running");
    this.busy = true;
    try {
      return await this.makeStep(request);
    } finally {
      this.busy = false;
    }
  }

  async steps(requests: readonly StepRequest[]): Promise<StepReport> {
    assert(requests.length > 0, "no steps to make");
    let report: StepReport = { loss: 0, gradientNorm: 0 };
    for (const request of requests) {
      report = await this.step(request);
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.gradientNorm)) break;
    }
    return report;
  }

  async read(): Promise<OptimiserState> {
    return this.adam.read();
  }

  async write(state: OptimiserState): Promise<void> {
    assert(!this.busy, "weights written while a step is running");
    this.adam.write(state);
  }

  destroy(): void {
    for (const helper of this.helpers) helper.terminate();
    this.helpers = [];
  }

  private async makeStep(request: StepRequest): Promise<StepReport> {
    const { computer, adam, shape } = this;
    const { memory, field } = computer;
    const groups = computer.groups(request).count;
    const small = computer.work(request) < LEAST_WORK;
    const threads = small ? 1 : powerOfTwo(Math.min(groups, this.helpers.length + 1));
    const share = groups / threads;
    const numbers = PANEL * field.layout.lines;
    const parameters = memory.floats(field.parameters, numbers);
    const shares = this.helpers
      .slice(0, threads - 1)
      .map((helper, k) => helper.compute(request, (k + 1) * share, (k + 2) * share, parameters));
    const sum = computer.newSum();
    const squares = [...computer.compute(request, 0, share, sum)];
    for (const [k, answer] of (await Promise.all(shares)).entries()) {
      if (answer === null) {
        squares.push(...computer.compute(request, (k + 1) * share, (k + 2) * share, sum));
        continue;
      }
      memory.floats(sum.next(), numbers).set(answer.gradient);
      sum.push(share);
      squares.push(...answer.squares);
    }
    this.helpers = this.helpers.filter(({ alive }) => alive);
    const loss = squares.reduce((total, square) => total + square, 0) / deviations(request, shape);
    return adam.step(sum.total(groups), loss, request.learningRate);
  }
}

function powerOfTwo(limit: number): number {
  return 2 ** Math.floor(Math.log2(limit));
}
