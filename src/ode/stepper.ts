import { assert } from "../base/errors.ts";
import { RungeKuttaStages, type VectorField } from "./stages.ts";
import { DORMAND_PRINCE, RK4, type Tableau } from "./tableau.ts";

/** A time integration that the caller drives one step at a time. */
export interface Stepper {
  readonly time: number;
  /** The state at `time`; whoever changes it from outside calls `stateChanged`. */
  readonly state: Float64Array;
  readonly accepted: number;
  readonly rejected: number;
  /**
   * Takes one accepted step, never beyond `limit`, pausing after every evaluation of the field; false when
   * no step size is small enough.
   */
  step(limit: number): Generator<void, boolean>;
  stateChanged(): void;
}

/** Steps of equal length, at most `dt`, that end on each limit. */
export class FixedStepper implements Stepper {
  time = 0;
  accepted = 0;
  readonly rejected = 0;
  private readonly stages: RungeKuttaStages;

  /** @param state initial values at t = 0; advanced in place */
  constructor(
    field: VectorField,
    readonly state: Float64Array,
    private readonly dt: number,
    tableau: Tableau = RK4,
  ) {
    assert(dt > 0, "the time step must be positive");
    this.stages = new RungeKuttaStages(tableau, field, state.length);
  }

  *step(limit: number): Generator<void, boolean> {
    const rest = limit - this.time;
    const count = Math.max(1, Math.ceil(rest / this.dt - 1e-9));
    const h = rest / count;
    yield* this.stages.attempt(this.time, this.state, h, this.state);
    this.stages.advance();
    this.time = count === 1 ? limit : this.time + h;
    this.accepted++;
    return true;
  }

  stateChanged(): void {
    this.stages.forget();
  }
}

/* Step control of Hairer, Norsett and Wanner, Solving ODEs I, section II.4 (DOPRI5). */
const SAFETY = 0.9;
const BETA = 0.04;
const LARGEST_SHRINK = 0.2;
const LARGEST_GROWTH = 10;
const SMALLEST_STEP = 1e-13;

/** Adaptive steps with an embedded error estimate and proportional-integral control. */
export class AdaptiveStepper implements Stepper {
  time = 0;
  accepted = 0;
  rejected = 0;
  state: Float64Array;
  private next: Float64Array;
  private readonly stages: RungeKuttaStages;
  /** Step length that the control proposes, before it is cut to hit a limit. */
  private proposal = 0;
  private lastError = 1e-4;

  /** @param state initial values at t = 0, left unchanged */
  constructor(
    field: VectorField,
    state: Float64Array,
    private readonly rtol: number,
    private readonly atol: number,
    private readonly tableau: Tableau = DORMAND_PRINCE,
  ) {
    assert(tableau.errorWeights !== null, `${tableau.name} has no embedded error estimate`);
    this.state = state.slice();
    this.next = new Float64Array(state.length);
    this.stages = new RungeKuttaStages(tableau, field, state.length);
  }

  *step(limit: number): Generator<void, boolean> {
    if (this.proposal === 0) this.proposal = this.firstGuess(limit);
    for (;;) {
      const rest = limit - this.time;
      const cut = this.proposal >= rest * (1 - 1e-9);
      const h = cut ? rest : this.proposal;
      yield* this.stages.attempt(this.time, this.state, h, this.next);
      const error = this.stages.error(this.state, this.next, h, this.rtol, this.atol);
      if (error <= 1) {
        this.accept(cut ? limit : this.time + h, h, error, cut);
        return true;
      }
      this.rejected++;
      this.proposal = h * (Number.isFinite(error) ? this.shrink(error) : LARGEST_SHRINK);
      if (this.proposal < SMALLEST_STEP * Math.max(1, Math.abs(this.time))) return false;
    }
  }

  stateChanged(): void {
    this.stages.forget();
  }

  private accept(time: number, h: number, error: number, cut: boolean): void {
    const exponent = 1 / this.tableau.order - 0.75 * BETA;
    const size = Math.max(error, 1e-10);
    const factor = (SAFETY * this.lastError ** BETA) / size ** exponent;
    const proposal = h * Math.min(LARGEST_GROWTH, Math.max(LARGEST_SHRINK, factor));
    this.proposal = cut ? Math.max(this.proposal, proposal) : proposal;
    this.lastError = Math.max(size, 1e-4);
    [this.state, this.next] = [this.next, this.state];
    this.time = time;
    this.stages.advance();
    this.accepted++;
  }

  private shrink(error: number): number {
    return Math.max(LARGEST_SHRINK, SAFETY / error ** (1 / this.tableau.order));
  }

  /** A step that changes the state by about a hundredth of its size. */
  private firstGuess(limit: number): number {
    const slope = this.stages.first(this.time, this.state);
    let size = 0;
    let speed = 0;
    for (let i = 0; i < slope.length; i++) {
      size += this.state[i] ** 2;
      speed += slope[i] ** 2;
    }
    const guess = speed > 0 ? 0.01 * Math.sqrt(size / speed) : limit - this.time;
    return Math.min(Math.max(guess, 1e-6), limit - this.time);
  }
}
