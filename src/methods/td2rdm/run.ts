import type { SampledField } from "../../base/fields.ts";
import { dot } from "../../linalg/vectors.ts";
import { AdaptiveStepper, FixedStepper, type Stepper } from "../../ode/stepper.ts";
import { doublonsFromDab } from "../../physics/observables.ts";
import { groundStateRemark, initialRdm, prepareInitialState } from "../initial.ts";
import { paced } from "../pacing.ts";
import { RdmSampler } from "../rdm-sampler.ts";
import type {
  IntegratorSpec,
  MethodChecks,
  MethodEvent,
  MethodOutcome,
  MethodRun,
  SystemSpec,
  Td2rdmSpec,
} from "../types.ts";
import { advice, fastestFrequency } from "./advice.ts";
import { ClosureResidual } from "./closure-residual.ts";
import { ContractionCheck } from "./contraction-check.ts";
import { oneBodyMatrixOf } from "./cumulant.ts";
import { holeMatrixOf, PairSpectrum } from "./pair-spectrum.ts";
import { Purification } from "./purification.ts";
import { createTd2rdmRhs, type Td2rdmRhs } from "./rhs.ts";
import { requireEqualSpins, requireSinglet } from "./singlet.ts";

/**
 * Time-dependent two-particle reduced density matrix propagation of a closed-shell singlet (PHYSICS.md
 * sections 4 to 6) from the exact initial state. `delta3` is not among its fields. `closureResidual` is that of
 * the closure along the exact trajectory, which is propagated beside it then.
 *
 * `checks.contractionResidual` is the largest violation, over all samples, of the equations that
 * contraction consistency guarantees: |sum_k d/dt Dab[i k;j k] - n dg/dt| and |sum_k d/dt Dab[i k;k j]
 * - dg/dt| (Frobenius, the two added in squares), with dg/dt from the one-body equation of motion.
 *
 * @throws InputError for anything but a closed-shell singlet
 */
export function td2rdmRun(
  system: SystemSpec,
  spec: Td2rdmSpec,
  fields: ReadonlySet<SampledField>,
): MethodRun {
  requireEqualSpins(system);
  return propagate(system, spec, fields);
}

function* propagate(system: SystemSpec, spec: Td2rdmSpec, fields: ReadonlySet<SampledField>): MethodRun {
  const searching: MethodEvent = { kind: "progress", phase: "ground-state", fraction: 0 };
  yield searching;
  const initial = yield* paced(initialRdm(system), () => searching);
  const sampler = new RdmSampler(system, fields, ["minEigenvalueD", "minEigenvalueQ", "closureResidual"]);
  requireSinglet(sampler.sites, initial.dab, initial.d1up, initial.groundState);
  const n = system.electrons.up;
  const rhs = createTd2rdmRhs(sampler.sites, n, sampler.oneBody, sampler.interaction, spec);
  const stepper = createStepper(spec.integrator, rhs, initial.dab.slice());
  const monitor = new Monitor(sampler, rhs, n);
  const purification = spec.purification === "none" ? null : new Purification(sampler.sites, n);
  const residual = fields.has("closureResidual")
    ? new ClosureResidual(system, spec, yield* paced(prepareInitialState(system), () => searching))
    : null;
  const propagating = (): MethodEvent => ({
    kind: "progress",
    phase: "propagation",
    fraction: stepper.time / system.time.end,
  });
  const sample = function* (index: number): Generator<MethodEvent, void> {
    const value = residual === null ? Number.NaN : yield* paced(residual.next(), propagating);
    yield monitor.sample(index, stepper.state, value);
  };
  yield* sample(0);
  let divergedAt: number | null = null;
  for (let index = 1; index < sampler.count && divergedAt === null; index++) {
    const bounded = yield* paced(advance(stepper, purification, n, sampler.time(index)), propagating);
    if (bounded) yield* sample(index);
    else divergedAt = stepper.time;
  }
  return {
    status: divergedAt === null ? "completed" : "diverged",
    divergedAt,
    message:
      divergedAt === null
        ? remarks(groundStateRemark(initial.groundState), purification?.remark() ?? null)
        : advice(spec, divergedAt, fastestFrequency(sampler.oneBody, sampler.sites, sampler.interaction)),
    steps: { accepted: stepper.accepted, rejected: stepper.rejected },
    groundState: initial.groundState,
    checks: monitor.checks(),
  } satisfies MethodOutcome;
}

/** Steps, each followed by purification, up to time `until`; false as soon as Dab has exploded. */
function* advance(
  stepper: Stepper,
  purification: Purification | null,
  n: number,
  until: number,
): Generator<void, boolean> {
  while (stepper.time < until) {
    const stepped = yield* stepper.step(until);
    if (!stepped || exploded(stepper.state, n)) return false;
    if (purification !== null && (yield* purification.apply(stepper.state))) stepper.stateChanged();
  }
  return true;
}

function createStepper(integrator: IntegratorSpec, rhs: Td2rdmRhs, dab: Float64Array): Stepper {
  const field = (_t: number, y: Float64Array, out: Float64Array): void => rhs.evaluate(y, out);
  return integrator.kind === "rk4"
    ? new FixedStepper(field, dab, integrator.dt)
    : new AdaptiveStepper(field, dab, integrator.rtol, integrator.atol);
}

/**
 * Whether Dab is not finite, or its norm exceeds by 1 what any state can reach: Dab >= 0 with trace n^2 has
 * |Dab| <= n^2. Runs that stay bounded keep well below n^2, those that do not pass it within a few tenths of 1/J.
 */
export function exploded(dab: Float64Array, n: number): boolean {
  return !(Math.sqrt(dot(dab, dab)) <= n * n + 1);
}

function remarks(...parts: (string | null)[]): string | null {
  const present = parts.filter((part) => part !== null);
  return present.length > 0 ? present.join(" ") : null;
}

/** Samples of the run and the worst values of its checks. */
class Monitor {
  private readonly g: Float64Array;
  private readonly holes: Float64Array;
  private readonly doublons: Float64Array;
  private readonly spectrum: PairSpectrum;
  private readonly contraction: ContractionCheck;
  private readonly minD = new Float64Array(1);
  private readonly minQ = new Float64Array(1);
  private readonly closureResidual = new Float64Array(1);
  private worstD = Number.POSITIVE_INFINITY;
  private worstQ = Number.POSITIVE_INFINITY;
  private residual = 0;

  constructor(
    private readonly sampler: RdmSampler,
    rhs: Td2rdmRhs,
    private readonly n: number,
  ) {
    const { sites, oneBody, interaction } = sampler;
    this.g = new Float64Array(2 * sites ** 2);
    this.holes = new Float64Array(2 * sites ** 4);
    this.doublons = new Float64Array(sites);
    this.spectrum = new PairSpectrum(sites);
    this.contraction = new ContractionCheck(sites, n, oneBody, interaction, rhs);
  }

  sample(index: number, dab: Float64Array, residual: number): MethodEvent {
    const { sampler, g, holes, doublons, spectrum, minD, minQ, closureResidual } = this;
    oneBodyMatrixOf(sampler.sites, this.n, dab, g);
    doublonsFromDab(dab, doublons);
    holeMatrixOf(sampler.sites, dab, g, holes);
    minD[0] = spectrum.smallestEigenvalue(dab);
    minQ[0] = spectrum.smallestEigenvalue(holes);
    this.worstD = Math.min(this.worstD, minD[0]);
    this.worstQ = Math.min(this.worstQ, minQ[0]);
    this.residual = Math.max(this.residual, this.contraction.violation(dab, g));
    const rdms = { d1up: g, d1dn: g, doublons, dab, daa: null, dbb: null };
    closureResidual[0] = residual;
    return sampler.sample(index, rdms, { minEigenvalueD: minD, minEigenvalueQ: minQ, closureResidual });
  }

  checks(): MethodChecks {
    return {
      particleDrift: this.sampler.particleDrift,
      energyDrift: this.sampler.energyDrift,
      minEigenvalueD: this.worstD,
      minEigenvalueQ: this.worstQ,
      contractionResidual: this.residual,
    };
  }
}
