import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { VectorField } from "../../src/ode/stages.ts";
import { AdaptiveStepper, FixedStepper, type Stepper } from "../../src/ode/stepper.ts";
import { DORMAND_PRINCE, RK4, type Tableau } from "../../src/ode/tableau.ts";

/** odex is CommonJS without declarations, and its TypeScript source does not pass our compiler options. */
const require = createRequire(import.meta.url);
const { Solver } = require("odex") as {
  Solver: new (
    size: number,
  ) => {
    absoluteTolerance: number;
    relativeTolerance: number;
    solve(
      field: (t: number, y: number[]) => number[],
      start: number,
      initial: number[],
      end: number,
    ): { y: number[] };
  };
};

/** A driven pendulum: nonlinear, explicitly time-dependent. */
const pendulum: VectorField = (t, [angle, speed], out) => {
  out[0] = speed;
  out[1] = -Math.sin(angle) + 0.3 * Math.cos(2 * t);
};
const START = Float64Array.of(1, 0.5);

function advance(stepper: Stepper, until: number): Float64Array {
  while (stepper.time < until) expect(drain(stepper.step(until))).toBe(true);
  return stepper.state;
}

function distance(x: Float64Array, y: ArrayLike<number>): number {
  return Math.hypot(...x.map((value, i) => value - y[i]));
}

/** The same solution from another program (Gragg-Bulirsch-Stoer extrapolation). */
function extrapolated(until: number): number[] {
  const solver = new Solver(2);
  solver.absoluteTolerance = 1e-13;
  solver.relativeTolerance = 1e-13;
  const field = (t: number, y: number[]): number[] => {
    const out = new Float64Array(2);
    pendulum(t, Float64Array.from(y), out);
    return [...out];
  };
  return solver.solve(field, 0, [...START], until).y;
}

describe.each([RK4, DORMAND_PRINCE])("tableau $name", (tableau: Tableau) => {
  const sum = (row: readonly number[]): number => row.reduce((total, value) => total + value, 0);

  test("is consistent", () => {
    for (const [s, row] of tableau.stages.entries()) expect(sum(row)).toBeCloseTo(tableau.nodes[s], 14);
    expect(sum(tableau.weights)).toBeCloseTo(1, 14);
    expect(sum(tableau.errorWeights ?? [])).toBeCloseTo(0, 14);
  });

  test("has its order: the error at halved steps falls by 2^p", () => {
    const exact = extrapolated(4);
    const errors = [0.1, 0.05, 0.025].map((dt) =>
      distance(advance(new FixedStepper(pendulum, START.slice(), dt, tableau), 4), exact),
    );
    for (const k of [0, 1]) {
      expect(Math.log2(errors[k] / errors[k + 1])).toBeGreaterThan(tableau.order - 0.25);
      expect(Math.log2(errors[k] / errors[k + 1])).toBeLessThan(tableau.order + 0.6);
    }
  });
});

test("the embedded method is of fourth order", () => {
  const errorWeights = DORMAND_PRINCE.errorWeights ?? [];
  const embedded = {
    ...DORMAND_PRINCE,
    weights: DORMAND_PRINCE.weights.map((weight, s) => weight - errorWeights[s]),
    firstSameAsLast: false,
  };
  const exact = extrapolated(4);
  const [coarse, fine] = [0.05, 0.025].map((dt) =>
    distance(advance(new FixedStepper(pendulum, START.slice(), dt, embedded), 4), exact),
  );
  expect(Math.log2(coarse / fine)).toBeGreaterThan(3.75);
  expect(Math.log2(coarse / fine)).toBeLessThan(4.6);
});

describe("fixed steps", () => {
  test("end on every limit and are never longer than dt", () => {
    const stepper = new FixedStepper(pendulum, START.slice(), 0.03);
    for (const limit of [0.1, 0.2, 0.3]) {
      advance(stepper, limit);
      expect(stepper.time).toBe(limit);
    }
    expect(stepper.accepted).toBe(12);
    expect(stepper.rejected).toBe(0);
  });

  test("a dt that divides the interval up to rounding is kept", () => {
    const stepper = new FixedStepper(pendulum, START.slice(), 0.1 / 3);
    advance(stepper, 0.1);
    expect(stepper.accepted).toBe(3);
  });
});

describe("adaptive steps", () => {
  test("agree with an extrapolation method and meet the tolerance", () => {
    const exact = extrapolated(20);
    const errors = [1e-6, 1e-9].map((tolerance) =>
      distance(advance(new AdaptiveStepper(pendulum, START, tolerance, tolerance), 20), exact),
    );
    expect(errors[0]).toBeLessThan(1e-3);
    expect(errors[1]).toBeLessThan(1e-6);
    expect(errors[1]).toBeGreaterThan(1e-12);
  });

  test("pause after every evaluation of the field", () => {
    const stepper = new AdaptiveStepper(pendulum, START, 1e-3, 1e-3);
    const pauses = [...stepper.step(0.01)].length;
    expect(stepper.time).toBe(0.01);
    expect(pauses).toBe(7);
  });

  test("evaluate six slopes a step: the last is the first of the next", () => {
    let evaluations = 0;
    const counted: VectorField = (t, y, out) => {
      evaluations++;
      pendulum(t, y, out);
    };
    const stepper = new AdaptiveStepper(counted, START, 1e-8, 1e-8);
    advance(stepper, 3);
    expect(evaluations).toBe(1 + 6 * (stepper.accepted + stepper.rejected));
  });

  test("shrink where the solution turns sharp and count the rejected steps", () => {
    const kick: VectorField = (t, _y, out) => {
      out[0] = 1 / (1e-6 + (t - 1) ** 2);
    };
    const stepper = new AdaptiveStepper(kick, Float64Array.of(0), 1e-8, 1e-8);
    advance(stepper, 2);
    expect(stepper.rejected).toBeGreaterThan(0);
    expect(stepper.state[0]).toBeCloseTo(2000 * Math.atan(1000), 3);
  });

  test("cutting a step to hit a limit does not slow the steps after it", () => {
    const free = new AdaptiveStepper(pendulum, START, 1e-6, 1e-6);
    advance(free, 10);
    const cut = new AdaptiveStepper(pendulum, START, 1e-6, 1e-6);
    for (let k = 1; k <= 10; k++) {
      advance(cut, k - 0.001);
      advance(cut, k);
    }
    expect(cut.accepted).toBeLessThan(free.accepted + 25);
  });

  test("give up where the solution ends", () => {
    const blowUp: VectorField = (_t, y, out) => {
      out[0] = y[0] ** 2;
    };
    const stepper = new AdaptiveStepper(blowUp, Float64Array.of(1), 1e-8, 1e-8);
    let alive = true;
    while (alive && stepper.time < 2) alive = drain(stepper.step(2));
    expect(alive).toBe(false);
    expect(stepper.time).toBeCloseTo(1, 6);
  });

  test("forget the slope of a state that was changed from outside", () => {
    const decay: VectorField = (_t, y, out) => {
      out[0] = -y[0];
    };
    const stepper = new AdaptiveStepper(decay, Float64Array.of(1), 1e-10, 1e-10);
    advance(stepper, 1);
    stepper.state[0] = 5;
    stepper.stateChanged();
    advance(stepper, 2);
    expect(stepper.state[0]).toBeCloseTo(5 * Math.exp(-1), 8);
  });
});
