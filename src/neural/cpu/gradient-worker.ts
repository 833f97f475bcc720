import { assert } from "../../base/errors.ts";
import type { FieldShape, StepRequest, TrainingData } from "../types.ts";
import { GradientComputer } from "./gradient-computer.ts";
import { PANEL } from "./matrix.ts";

/** To a worker: what it trains, once, then one share of a step after the other. */
export type GradientMessage =
  | { readonly type: "start"; readonly shape: FieldShape; readonly data: TrainingData }
  | {
      readonly type: "compute";
      readonly request: StepRequest;
      /** Groups first ... last - 1 (groups.ts), a power of two and a multiple of it. */
      readonly first: number;
      readonly last: number;
      /** Padded (padded-layout.ts); it comes back as the gradient. */
      readonly parameters: Float32Array<ArrayBuffer>;
    };

/** The answer to `compute`. */
export interface GradientAnswer {
  readonly gradient: Float32Array<ArrayBuffer>;
  /** Sum of squared deviations of each window of the groups. */
  readonly squares: Float64Array<ArrayBuffer>;
}

/** A running worker, as far as the pool is concerned. */
export interface GradientWorker {
  post(message: GradientMessage, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

export type SpawnGradientWorker = (listeners: {
  readonly onMessage: (answer: GradientAnswer) => void;
  /** The worker is of no use any more. */
  readonly onCrash: (reason: string) => void;
}) => GradientWorker;

/** The inside of a worker: hand it every message; it posts the answers. */
export function serveGradients(
  post: (answer: GradientAnswer, transfer: ArrayBuffer[]) => void,
): (message: GradientMessage) => void {
  let computer: GradientComputer | null = null;
  return (message) => {
    if (message.type === "start") {
      computer = new GradientComputer(message.shape, message.data);
      return;
    }
    assert(computer !== null, "a share of a step before the start");
    const { request, first, last, parameters } = message;
    const { memory, field } = computer;
    const numbers = PANEL * field.layout.lines;
    memory.floats(field.parameters, numbers).set(parameters);
    field.parametersChanged();
    const sum = computer.newSum();
    const squares = computer.compute(request, first, last, sum);
    parameters.set(memory.floats(sum.total(last - first), numbers));
    post({ gradient: parameters, squares }, [parameters.buffer, squares.buffer]);
  };
}
