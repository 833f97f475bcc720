import type { FieldShape, StepRequest, TrainingData } from "../types.ts";
import type { GradientAnswer, GradientWorker, SpawnGradientWorker } from "./gradient-worker.ts";

/** One worker of a pool. The buffer of its parameters comes back as the gradient and is used again. */
export class PoolHelper {
  private readonly worker: GradientWorker;
  private buffer: Float32Array<ArrayBuffer>;
  private settle: ((answer: GradientAnswer | null) => void) | null = null;
  private crashed = false;

  constructor(spawn: SpawnGradientWorker, shape: FieldShape, data: TrainingData, numbers: number) {
    this.buffer = new Float32Array(numbers);
    this.worker = spawn({
      onMessage: (answer) => {
        this.buffer = answer.gradient;
        this.answer(answer);
      },
      onCrash: () => {
        this.crashed = true;
        this.answer(null);
      },
    });
    this.worker.post({ type: "start", shape, data }, []);
  }

  get alive(): boolean {
    return !this.crashed;
  }

  /** Groups first ... last - 1 of a step; null where the worker crashed. The gradient is good until the next call. */
  compute(
    request: StepRequest,
    first: number,
    last: number,
    parameters: Float32Array,
  ): Promise<GradientAnswer | null> {
    return new Promise((resolve) => {
      this.settle = resolve;
      if (this.crashed) {
        this.answer(null);
        return;
      }
      this.buffer.set(parameters);
      this.worker.post({ type: "compute", request, first, last, parameters: this.buffer }, [
        this.buffer.buffer,
      ]);
    });
  }

  terminate(): void {
    this.crashed = true;
    this.worker.terminate();
    this.answer(null);
  }

  private answer(answer: GradientAnswer | null): void {
    const { settle } = this;
    this.settle = null;
    settle?.(answer);
  }
}
