import { assert } from "../base/errors.ts";
import { dot } from "../linalg/vectors.ts";
import { Adam, projectGradient } from "./adam.ts";
import { ClosureDynamics } from "./closure/dynamics.ts";
import { type Dynamics, VectorField } from "./field.ts";
import { lossGradient } from "./losses.ts";
import { parameterCount } from "./parameters.ts";
import type {
  AdamOptions,
  FieldShape,
  KnownPart,
  OptimiserState,
  StepReport,
  StepRequest,
  SyncTrainingEngine,
  TrainingData,
} from "./types.ts";

/** Plain float64 engine on one thread: what all others are compared with. Weights begin at 0. */
export class ReferenceEngine implements SyncTrainingEngine {
  readonly device = "cpu";
  readonly adapter = null;
  readonly precision = "float64";
  private readonly adam: Adam;
  private readonly field: Dynamics;
  private readonly gradient: Float64Array;

  /** @param known of a learned closure: what of dz/dt is not learned */
  constructor(
    private readonly shape: FieldShape,
    private readonly data: TrainingData,
    options: AdamOptions,
    known?: KnownPart,
  ) {
    const count = parameterCount(shape);
    this.adam = new Adam(count, options);
    const network = new VectorField(shape, this.adam.parameters);
    this.field = known === undefined ? network : new ClosureDynamics(network, known);
    this.gradient = new Float64Array(count);
  }

  step(request: StepRequest): StepReport {
    const { gradient, adam } = this;
    const loss = lossGradient(this.field, this.data, request, gradient);
    projectGradient(this.shape, gradient);
    const gradientNorm = Math.sqrt(dot(gradient, gradient));
    const report = { loss, gradientNorm };
    if (isFinite(report)) adam.step(gradient, gradientNorm, request.learningRate);
    return report;
  }

  steps(requests: readonly StepRequest[]): StepReport {
    assert(requests.length > 0, "no steps to make");
    let report: StepReport = { loss: 0, gradientNorm: 0 };
    for (const request of requests) {
      report = this.step(request);
      if (!isFinite(report)) break;
    }
    return report;
  }

  read(): OptimiserState {
    return this.adam.read();
  }

  write(state: OptimiserState): void {
    this.adam.write(state);
  }

  /** Nothing to free. */
  destroy(): void {}
}

function isFinite({ loss, gradientNorm }: StepReport): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}
