import { stateBetween } from "../../methods/between-rows.ts";
import type { NeuralModel } from "../model.ts";
import { firstExtendedState, historyTime } from "./memory.ts";

/** Rows beyond the history that delays need, for the polynomial between rows. */
const MARGIN = 8;

/** Rows of exact Dab, half a step of the training apart, that a rollout wants to see of its past. */
export function historyRows({ memory, step }: Pick<NeuralModel, "memory" | "step">): number {
  const lead = Math.round((2 * historyTime(memory)) / step);
  return lead === 0 ? 1 : lead + MARGIN;
}

/** Exact Dab from t = 0 on: what a rollout remembers when it begins. */
export class History {
  /** Time at which the rollout begins, in 1/J: 0, or the end of the history that delays need. */
  readonly end: number;
  /** The extended state of that time. */
  readonly state: Float64Array;
  private readonly interval: number;
  private readonly rows: number;

  /** @param dab every half step of the training, [row][2 M^4], at least up to `end`; rows long after it are not read */
  constructor(
    model: NeuralModel,
    private readonly dab: Float64Array,
  ) {
    const { packing, normalisation, memory } = model;
    this.end = historyTime(memory);
    this.interval = model.step / 2;
    const lead = Math.round(this.end / this.interval);
    this.rows = Math.min(dab.length / packing.values, historyRows(model));
    const states = new Float64Array((lead + 1) * packing.size);
    for (let row = 0; row <= lead; row++) packing.pack(dab, states, row);
    states.forEach((value, i) => {
      states[i] = (value - normalisation.mean[i % packing.size]) / normalisation.scale;
    });
    this.state = firstExtendedState(memory, states, packing.size, this.interval);
  }

  /** out = Dab at a time up to the end of the history. */
  at(time: number, out: Float64Array): void {
    const { length } = out;
    const read = (row: number, into: Float64Array): void =>
      into.set(this.dab.subarray(row * length, (row + 1) * length));
    stateBetween(read, this.rows, time / this.interval, out);
  }
}
