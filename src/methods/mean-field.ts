import { assert } from "../base/errors.ts";
import type { SampledField } from "../base/fields.ts";
import { HermitianEigensolver } from "../linalg/hermitian.ts";
import { AdaptiveStepper, type Stepper } from "../ode/stepper.ts";
import { uncorrelatedDab } from "../physics/determinant.ts";
import { type FieldArrays, needsEqualSpins, type SampleRdms } from "../physics/observables.ts";
import { groundStateRemark, initialRdm } from "./initial.ts";
import { paced } from "./pacing.ts";
import { RdmSampler } from "./rdm-sampler.ts";
import type { MethodEvent, MethodRun, SystemSpec } from "./types.ts";

/** Local error per step; keeps the drift of the mean-field energy below 1e-8. */
const RTOL = 1e-10;
const ATOL = 1e-12;

/**
 * Time-dependent Hartree-Fock (PHYSICS.md section 5): i dg/dt = [h + U diag(n of the other spin), g] for
 * the one-body matrices of both spins, from those of the exact initial state. Two-particle quantities are
 * those of the uncorrelated state, Dab = g_up g_down; delta2 and delta3 are 0.
 */
export function* meanFieldRun(system: SystemSpec, fields: ReadonlySet<SampledField>): MethodRun {
  const searching: MethodEvent = { kind: "progress", phase: "ground-state", fraction: 0 };
  yield searching;
  const initial = yield* paced(initialRdm(system), () => searching);
  const sampler = new RdmSampler(system, fields, ["delta2", "delta3", "minEigenvalueD", "minEigenvalueQ"]);
  const { sites, oneBody, interaction } = sampler;
  const start = new Float64Array(4 * sites * sites);
  start.set(initial.d1up);
  start.set(initial.d1dn, 2 * sites * sites);
  const field = new HartreeFock(sites, oneBody, interaction);
  const stepper = new AdaptiveStepper((_t, g, out) => field.evaluate(g, out), start, RTOL, ATOL);
  const spectrum = smallestEigenvalues(sites, initial.d1up, initial.d1dn);
  const sample = (index: number): MethodEvent =>
    sampler.sample(index, meanFieldRdms(sites, stepper.state, fields), spectrum);
  yield sample(0);
  for (let index = 1; index < sampler.count; index++) {
    yield* paced(advance(stepper, sampler.time(index)), () => ({
      kind: "progress" as const,
      phase: "propagation" as const,
      fraction: stepper.time / system.time.end,
    }));
    yield sample(index);
  }
  return {
    status: "completed",
    divergedAt: null,
    message: groundStateRemark(initial.groundState),
    steps: { accepted: stepper.accepted, rejected: stepper.rejected },
    groundState: initial.groundState,
    checks: {
      particleDrift: sampler.particleDrift,
      energyDrift: sampler.energyDrift,
      minEigenvalueD: spectrum.minEigenvalueD[0],
      minEigenvalueQ: spectrum.minEigenvalueQ[0],
      contractionResidual: null,
    },
  };
}

function* advance(stepper: Stepper, until: number): Generator<void, void> {
  while (stepper.time < until) assert(yield* stepper.step(until), "the mean-field step size vanished");
}

/** The two commutators of the mean-field equation, for the state (g_up, g_down). */
class HartreeFock {
  private readonly levels: Float64Array;

  constructor(
    private readonly sites: number,
    private readonly h: Float64Array,
    private readonly interaction: number,
  ) {
    this.levels = new Float64Array(sites);
  }

  evaluate(g: Float64Array, out: Float64Array): void {
    const size = 2 * this.sites ** 2;
    this.commutator(g, 0, size, out);
    this.commutator(g, size, 0, out);
  }

  /** out = -i [h + U diag(n of the other spin), g] for the spin that begins at `spin`. */
  private commutator(g: Float64Array, spin: number, other: number, out: Float64Array): void {
    const { sites: m, h, interaction, levels } = this;
    for (let i = 0; i < m; i++) levels[i] = interaction * g[other + 2 * i * (m + 1)];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const at = spin + 2 * (i * m + j);
        let re = (levels[i] - levels[j]) * g[at];
        let im = (levels[i] - levels[j]) * g[at + 1];
        for (let k = 0; k < m; k++) {
          const kj = spin + 2 * (k * m + j);
          const ik = spin + 2 * (i * m + k);
          re += h[i * m + k] * g[kj] - h[k * m + j] * g[ik];
          im += h[i * m + k] * g[kj + 1] - h[k * m + j] * g[ik + 1];
        }
        out[at] = im;
        out[at + 1] = -re;
      }
    }
  }
}

/**
 * Smallest eigenvalues of Dab = g_up (x) g_down and Q = (1 - g_up) (x) (1 - g_down): products of natural
 * occupations, which mean-field dynamics does not change.
 */
function smallestEigenvalues(sites: number, d1up: Float64Array, d1dn: Float64Array): SpectrumBounds {
  const solver = new HermitianEigensolver(sites);
  const [up, down] = [d1up, d1dn].map((d1) => {
    solver.eigenvalues(d1);
    return { least: solver.values[0], most: solver.values[sites - 1] };
  });
  return {
    minEigenvalueD: Float64Array.of(up.least * down.least),
    minEigenvalueQ: Float64Array.of((1 - up.most) * (1 - down.most)),
  };
}

type SpectrumBounds = Required<Pick<FieldArrays, "minEigenvalueD" | "minEigenvalueQ">>;

/** Density matrices of the uncorrelated state with one-body matrices g = (g_up, g_down). */
function meanFieldRdms(sites: number, g: Float64Array, fields: ReadonlySet<SampledField>): SampleRdms {
  const d1up = g.subarray(0, 2 * sites * sites);
  const d1dn = g.subarray(2 * sites * sites);
  const equalSpins = needsEqualSpins(fields);
  return {
    d1up,
    d1dn,
    doublons: Float64Array.from(
      { length: sites },
      (_, i) => d1up[2 * i * (sites + 1)] * d1dn[2 * i * (sites + 1)],
    ),
    dab: equalSpins || fields.has("dab") ? uncorrelatedDab(d1up, d1dn, sites) : null,
    daa: equalSpins ? antisymmetrised(uncorrelatedDab(d1up, d1up, sites), sites) : null,
    dbb: equalSpins ? antisymmetrised(uncorrelatedDab(d1dn, d1dn, sites), sites) : null,
  };
}

/** a[i1 i2;j1 j2] - a[i2 i1;j1 j2] */
function antisymmetrised(a: Float64Array, sites: number): Float64Array {
  const row = 2 * sites * sites;
  const result = a.slice();
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const to = (i * sites + j) * row;
      const from = (j * sites + i) * row;
      for (let k = 0; k < row; k++) result[to + k] -= a[from + k];
    }
  }
  return result;
}
