import type { SampledField } from "../../base/fields.ts";
import { dot } from "../../linalg/vectors.ts";
import type { ExactTrajectory } from "../exact-trajectory.ts";
import { groundStateRemark } from "../initial.ts";
import { paced } from "../pacing.ts";
import { SingletSampler } from "../singlet-sampler.ts";
import { singletTrajectory } from "../singlet-trajectory.ts";
import { exploded } from "../td2rdm/run.ts";
import { requireEqualSpins } from "../td2rdm/singlet.ts";
import type { DmdSpec, MethodEvent, MethodOutcome, MethodRun, SystemSpec } from "../types.ts";
import { stateBasis } from "./basis.ts";
import { Forecast } from "./forecast.ts";
import { type DmdModel, fitDmd } from "./model.ts";

/** Longest time between training states, in 1/J. */
const INTERVAL = 0.05;
/** Progress when the exact data are there. */
const DATA_SHARE = 0.5;

const DMD = { kind: "dmd", name: "dynamic mode decomposition" } as const;

/**
 * Dynamic mode decomposition of the exact Dab on [0, trainUntil] (PHYSICS.md section 8). The mean is taken off
 * first, so that whatever is linear and conserved (particles, energy, Hermiticity, symmetries) stays conserved.
 * The first `delays` strides are exact, everything after them predicted. `delta3` is not among its fields.
 *
 * @throws InputError for anything but a closed-shell singlet
 */
export function dmdRun(system: SystemSpec, spec: DmdSpec, fields: ReadonlySet<SampledField>): MethodRun {
  requireEqualSpins(system, DMD);
  return predict(system, spec, fields);
}

function* predict(system: SystemSpec, spec: DmdSpec, fields: ReadonlySet<SampledField>): MethodRun {
  const lag = Math.ceil(spec.stride / INTERVAL - 1e-9);
  const interval = spec.stride / lag;
  const trajectory = yield* singletTrajectory(system, interval, spec.trainUntil, DMD, DATA_SHARE);
  const fitting: MethodEvent = { kind: "progress", phase: "training", fraction: DATA_SHARE };
  const sampler = new SingletSampler(system, fields);
  const dab = new Float64Array(2 * sampler.sites ** 4);
  const states = rowsOf(trajectory, dab.length);
  const { forecast, model } = yield* paced(fit(states, spec, lag), () => fitting);
  let divergedAt: number | null = null;
  for (let index = 0; index < sampler.count && divergedAt === null; index++) {
    forecast.state(sampler.time(index) / interval, dab);
    if (exploded(dab, system.electrons.up)) divergedAt = sampler.time(index);
    else yield sampler.sample(index, dab);
  }
  return {
    status: divergedAt === null ? "completed" : "diverged",
    divergedAt,
    message: divergedAt === null ? remark(model, trajectory) : advice(model, divergedAt),
    steps: { accepted: 0, rejected: 0 },
    groundState: trajectory.groundState,
    checks: sampler.checks(),
  } satisfies MethodOutcome;
}

function rowsOf({ dab }: ExactTrajectory, values: number): Float64Array[] {
  return Array.from({ length: dab.length / values }, (_, row) =>
    dab.subarray(row * values, (row + 1) * values),
  );
}

/** @param lag training states per stride */
function* fit(
  states: readonly Float64Array[],
  { delays, rank }: DmdSpec,
  lag: number,
): Generator<void, { forecast: Forecast; model: DmdModel }> {
  const basis = yield* stateBasis(states, lag);
  const strided = states.filter((_, row) => row % lag === 0);
  const coordinates: Float64Array[] = [];
  for (const state of strided) {
    coordinates.push(basis.coordinates(state));
    yield;
  }
  const norm = Math.sqrt(strided.reduce((sum, state) => sum + dot(state, state), 0));
  const model = yield* fitDmd(coordinates, delays, rank, norm);
  return { forecast: new Forecast(basis, model, states, delays, lag), model };
}

function remark({ rank, mostRank, trainingError }: DmdModel, { groundState }: ExactTrajectory): string {
  const own = `Rank ${rank} of ${mostRank}, training error ${trainingError.toExponential(1)}.`;
  const other = groundStateRemark(groundState);
  return other === null ? own : `${own} ${other}`;
}

function advice({ rank, mostRank, trainingError }: DmdModel, time: number): string {
  return `The linear model exploded at t = ${time.toFixed(1)} (rank ${rank} of ${mostRank}, training error ${trainingError.toExponential(1)}). Lower the rank, add delays, or train on a longer window.`;
}
