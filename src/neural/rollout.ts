import { dot } from "../linalg/vectors.ts";
import type { Purification } from "../methods/td2rdm/purification.ts";
import { dynamicsOf } from "./closure/dynamics.ts";
import { History } from "./memory/history.ts";
import type { NeuralModel } from "./model.ts";
import { RungeKutta } from "./runge-kutta.ts";

/** Of sums of times, in 1/J. */
const ROUNDING = 1e-9;

/**
 * Free rollout of a trained model in float64: from one Dab, by RK4 with the step of the training (shorter
 * where samples lie closer or in between). With delays it begins where there is enough history, and gives the exact
 * data before. Optionally every step ends with the energy-conserving purification of
 * PHYSICS.md section 6 (singlets only), from whose result the next one starts.
 */
export class Rollout {
  /** Dab at the time reached, M^4 complex interleaved. */
  readonly dab: Float64Array;
  /** Time reached, in 1/J. */
  time = 0;
  /** (z, memory) */
  private readonly state: Float64Array;
  private readonly history: History;
  private readonly packed: Float64Array;
  private readonly runge: RungeKutta;

  /**
   * @param exact Dab with the symmetries of the packing at t = 0 and, as far as the memory needs it, every half
   *   step of the training after that, [row][2 M^4]
   * @param bound norm |Dab| beyond which the rollout counts as diverged
   */
  constructor(
    private readonly model: NeuralModel,
    exact: Float64Array,
    private readonly bound: number,
    private readonly purification: Purification | null = null,
  ) {
    const { packing, shape, parameters, memory, known } = model;
    this.dab = exact.slice(0, packing.values);
    this.packed = new Float64Array(packing.size);
    this.history = new History(model, exact);
    this.state = this.history.state.slice();
    this.runge = new RungeKutta(dynamicsOf(shape, parameters, memory, known), 1, 1);
  }

  /** Goes on by `duration` in equal steps, pausing after each; false as soon as it has diverged. */
  *advance(duration: number): Generator<void, boolean> {
    const end = this.time + duration;
    if (end <= this.history.end + ROUNDING) {
      this.history.at(end, this.dab);
      this.time = end;
      return true;
    }
    this.time = Math.max(this.time, this.history.end);
    return yield* this.predict(end - this.time);
  }

  private *predict(duration: number): Generator<void, boolean> {
    const steps = Math.max(1, Math.ceil(duration / this.model.step - 1e-9));
    for (let step = 0; step < steps; step++) {
      this.runge.forward(0, this.state, duration / steps);
      this.denormalise();
      if (!(Math.sqrt(dot(this.dab, this.dab)) <= this.bound)) return false;
      if (this.purification !== null && (yield* this.purification.apply(this.dab))) this.normalise();
      this.time += duration / steps;
      yield;
    }
    return true;
  }

  private normalise(): void {
    const { packing, normalisation } = this.model;
    packing.pack(this.dab, this.packed);
    for (let i = 0; i < packing.size; i++) {
      this.state[i] = (this.packed[i] - normalisation.mean[i]) / normalisation.scale;
    }
  }

  private denormalise(): void {
    const { packing, normalisation } = this.model;
    for (let i = 0; i < packing.size; i++) {
      this.packed[i] = normalisation.scale * this.state[i] + normalisation.mean[i];
    }
    packing.unpack(this.packed, this.dab);
  }
}

/** A norm that no two-particle matrix of n_up and n_down electrons reaches: Dab >= 0 with trace n_up n_down. */
export function normBound({ up, down }: { readonly up: number; readonly down: number }): number {
  return up * down + 1;
}

/** Samples of a rollout every `interval`, the one at t = 0 included; fewer than `count` when it diverges. */
export function* rolloutSeries(
  rollout: Rollout,
  interval: number,
  count: number,
): Generator<void, Prediction> {
  const { length } = rollout.dab;
  const dab = new Float64Array(count * length);
  dab.set(rollout.dab);
  for (let sample = 1; sample < count; sample++) {
    if (yield* rollout.advance(interval)) dab.set(rollout.dab, sample * length);
    else return { dab: dab.slice(0, sample * length), divergedAt: rollout.time };
  }
  return { dab, divergedAt: null };
}

/** A predicted series, [sample][2 M^4]. */
export interface Prediction {
  readonly dab: Float64Array;
  /** Last time at which the rollout was bounded, or null. */
  readonly divergedAt: number | null;
}
