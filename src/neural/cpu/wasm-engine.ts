import { assert } from "../../base/errors.ts";
import type {
  AdamOptions,
  FieldShape,
  OptimiserState,
  StepReport,
  StepRequest,
  SyncTrainingEngine,
  TrainingData,
} from "../types.ts";
import { deviations, GradientComputer } from "./gradient-computer.ts";
import { KernelAdam } from "./kernel-adam.ts";

/** Float32 on WebAssembly SIMD and one thread. Weights begin at 0. */
export function createWasmEngine(
  shape: FieldShape,
  data: TrainingData,
  adam: AdamOptions,
): SyncTrainingEngine {
  return new WasmEngine(shape, data, adam);
}

class WasmEngine implements SyncTrainingEngine {
  readonly device = "cpu";
  readonly adapter = "WebAssembly SIMD, 1 thread";
  readonly precision = "float32";
  private readonly computer: GradientComputer;
  private readonly adam: KernelAdam;

  constructor(
    private readonly shape: FieldShape,
    data: TrainingData,
    options: AdamOptions,
  ) {
    this.computer = new GradientComputer(shape, data);
    this.adam = new KernelAdam(this.computer, options);
  }

  step(request: StepRequest): StepReport {
    const { computer, adam } = this;
    const groups = computer.groups(request).count;
    const sum = computer.newSum();
    const squares = computer.compute(request, 0, groups, sum);
    const loss = squares.reduce((total, square) => total + square, 0) / deviations(request, this.shape);
    return adam.step(sum.total(groups), loss, request.learningRate);
  }

  steps(requests: readonly StepRequest[]): StepReport {
    assert(requests.length > 0, "no steps to make");
    let report: StepReport = { loss: 0, gradientNorm: 0 };
    for (const request of requests) {
      report = this.step(request);
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.gradientNorm)) break;
    }
    return report;
  }

  read(): OptimiserState {
    return this.adam.read();
  }

  write(state: OptimiserState): void {
    this.adam.write(state);
  }

  /** The memory goes with the engine. */
  destroy(): void {}
}
