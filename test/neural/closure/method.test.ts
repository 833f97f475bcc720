import { expect, test } from "vitest";
import { InputError } from "../../../src/base/errors.ts";
import { exactRun } from "../../../src/methods/exact.ts";
import { td2rdmRun } from "../../../src/methods/td2rdm/run.ts";
import type { LearnedClosureSpec, MethodOutcome, MethodRun, SystemSpec } from "../../../src/methods/types.ts";
import { learnedClosureRun } from "../../../src/neural/closure/method.ts";
import { windowErrors } from "../../../src/neural/errors.ts";
import { defaultMethod } from "../../../src/protocol/config.ts";
import { chainQuench } from "../../support/closure.ts";

const SYSTEM: SystemSpec = { ...chainQuench(4), time: { end: 5, sample: 0.1 } };
const SHORT: LearnedClosureSpec = {
  ...defaultMethod("learned-closure"),
  trainUntil: 3,
  hidden: [16],
  stages: [
    { kind: "derivative", steps: 200, batch: 32 },
    { kind: "shooting", steps: 20, batch: 4, length: 5 },
  ],
};
const FIELDS = new Set(["dab"] as const);
const WIDTH = 2 * 4 ** 4;

interface Finished {
  readonly dab: Float64Array;
  readonly outcome: MethodOutcome;
}

function finish(run: MethodRun): Finished {
  const dab = new Float64Array(51 * WIDTH);
  for (;;) {
    const step = run.next();
    if (step.done === true) return { dab, outcome: step.value };
    if (step.value.kind === "samples") {
      const { first, fields } = step.value.batch;
      dab.set(fields.dab ?? [], first * WIDTH);
    }
  }
}

test("a short training follows the exact dynamics more closely than its bare closure, in the window and beyond", () => {
  const exact = finish(exactRun(SYSTEM, FIELDS)).dab;
  const bare = finish(
    td2rdmRun(
      SYSTEM,
      {
        kind: "td2rdm",
        closure: "valdemoro",
        contractionConsistent: true,
        purification: "energy-conserving",
        integrator: { kind: "rk4", dt: 0.02 },
      },
      FIELDS,
    ),
  );
  const learned = finish(learnedClosureRun(SYSTEM, SHORT, FIELDS));
  const errors = [bare, learned].map(({ dab }) => windowErrors(dab, exact, WIDTH, 0.1, 3));
  expect(errors[1].training).toBeLessThan(0.5 * (errors[0].training ?? 0));
  expect(errors[1].extrapolation).toBeLessThan(errors[0].extrapolation ?? 0);
  expect(learned.outcome.status).toBe("completed");
  expect(learned.outcome.training).toMatchObject({ steps: 220, engine: { precision: "float64" } });
  expect(learned.outcome.checks.particleDrift).toBeLessThan(1e-10);
  expect(learned.outcome.checks.energyDrift).toBeLessThan(1e-10);
});

test("the seed decides the result, bit for bit", () => {
  const quick: LearnedClosureSpec = {
    ...SHORT,
    stages: [{ kind: "shooting", steps: 3, batch: 2, length: 3 }],
  };
  const [first, again, other] = [0, 0, 1].map(
    (seed) => finish(learnedClosureRun(SYSTEM, { ...quick, seed }, FIELDS)).dab,
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("anything but a closed-shell singlet is refused", () => {
  const polarised = { ...SYSTEM, electrons: { up: 2, down: 1 } };
  expect(() => learnedClosureRun(polarised, SHORT, FIELDS)).toThrow(InputError);
});
