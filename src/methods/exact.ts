import type { SampledField } from "../base/fields.ts";
import { sampleCount } from "../base/times.ts";
import type { StateVector } from "../physics/fock-space.ts";
import { Hamiltonian, spectralBounds } from "../physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix } from "../physics/lattice.ts";
import { allocateFields, type FieldArrays, firstSamples, Observables } from "../physics/observables.ts";
import { Propagator } from "../physics/propagator.ts";
import { ExactSampler } from "./exact-sampler.ts";
import { afterQuench, groundStateRemark, type InitialState, prepareInitialState } from "./initial.ts";
import { paced } from "./pacing.ts";
import type { MethodChecks, MethodEvent, MethodRun, SystemSpec } from "./types.ts";

/** Longest time for which finished samples are held back, ms. */
const HOLD_BACK = 50;
/** Share of the progress of a block that its propagation makes, before it is sampled. */
const PROPAGATION_SHARE = 0.5;

/**
 * Exact dynamics for any n_up, n_down: ground state (Davidson), Chebyshev propagation, density matrices
 * from the state (PHYSICS.md sections 1 to 3). Only the requested fields are computed; `delta3` is the
 * expensive one. `steps.accepted` counts the blocks of the propagation.
 */
export function* exactRun(system: SystemSpec, fields: ReadonlySet<SampledField>): MethodRun {
  yield { kind: "progress", phase: "ground-state", fraction: 0 };
  const searching: MethodEvent = { kind: "progress", phase: "ground-state", fraction: 0 };
  const initial = yield* paced(prepareInitialState(system), () => searching);
  const own = new Set([...fields].filter((name) => name !== "closureResidual"));
  const run = new ExactRun(system, own, initial);
  yield* run.sampleStart();
  const blocks = yield* run.propagate();
  const report = initial.groundState;
  return {
    status: "completed",
    divergedAt: null,
    message: groundStateRemark(report),
    steps: { accepted: blocks, rejected: 0 },
    groundState: report,
    checks: run.checks(),
  };
}

class ExactRun {
  private readonly samples: number;
  private readonly hamiltonian: Hamiltonian;
  private readonly oneBody: Float64Array;
  private readonly interaction: number;
  private readonly sampler: ExactSampler;
  private readonly electrons: number;
  private firstEnergy = 0;
  private energyDrift = 0;
  private particleDrift = 0;
  private minEigenvalueD: number | null = null;
  private minEigenvalueQ: number | null = null;

  constructor(
    private readonly system: SystemSpec,
    private readonly fields: ReadonlySet<SampledField>,
    private readonly initial: InitialState,
  ) {
    const { time, electrons, hopping } = system;
    const { space, exchange } = initial;
    const lattice = buildLattice(system.lattice);
    const { interaction, trap } = afterQuench(system);
    this.samples = sampleCount(time);
    this.electrons = electrons.up + electrons.down;
    this.interaction = interaction;
    this.oneBody = oneBodyMatrix(lattice, hopping, trap);
    this.hamiltonian = Hamiltonian.hubbard(space, this.oneBody, interaction);
    const observables = new Observables(lattice, this.oneBody, interaction);
    this.sampler = new ExactSampler(space, this.hamiltonian, exchange, observables, fields);
  }

  /** The sample at t = 0 on its own, so that something can be shown at once. */
  *sampleStart(): Generator<MethodEvent, void> {
    const { psi } = this.initial;
    yield* this.sampleStates([{ re: psi, im: new Float64Array(psi.length) }], 0);
  }

  /** All further samples; returns the number of blocks. */
  *propagate(): Generator<MethodEvent, number> {
    const { samples, initial, system } = this;
    if (samples < 2) return 0;
    const bounds = spectralBounds(this.oneBody, initial.space, this.interaction);
    const propagator = new Propagator(
      this.hamiltonian,
      bounds,
      initial.exchange,
      system.time.sample,
      samples - 1,
    );
    propagator.start(initial.psi);
    let blocks = 0;
    for (let first = 1; first < samples; first += propagator.blockSize) {
      const count = Math.min(propagator.blockSize, samples - first);
      const states = yield* paced(propagator.nextBlock(), (share) =>
        this.progress(first + PROPAGATION_SHARE * share * count),
      );
      yield* this.sampleStates(states.slice(0, count), first);
      blocks++;
    }
    return blocks;
  }

  checks(): MethodChecks {
    const { particleDrift, energyDrift, minEigenvalueD, minEigenvalueQ } = this;
    return { particleDrift, energyDrift, minEigenvalueD, minEigenvalueQ, contractionResidual: null };
  }

  /** Samples consecutive states and hands them out in batches. */
  private *sampleStates(states: readonly StateVector[], first: number): Generator<MethodEvent, void> {
    const { sites } = this.initial.space;
    let batch = allocateFields(this.fields, sites, states.length);
    let start = 0;
    let since = Date.now();
    for (let k = 0; k < states.length; k++) {
      const done = first + PROPAGATION_SHARE * states.length + (1 - PROPAGATION_SHARE) * k;
      yield* paced(this.sampler.sample(states[k], batch, k - start), () => this.progress(done));
      this.watch(batch, k - start, first + k);
      const due = Date.now() - since >= HOLD_BACK;
      if (k + 1 < states.length && !due) continue;
      const count = k + 1 - start;
      yield {
        kind: "samples",
        batch: { first: first + start, count, fields: firstSamples(batch, sites, count) },
      };
      start = k + 1;
      since = Date.now();
      batch = allocateFields(this.fields, sites, states.length - start);
    }
  }

  private progress(done: number): MethodEvent {
    return { kind: "progress", phase: "propagation", fraction: Math.min(1, done / this.samples) };
  }

  /** Keeps the worst values of the conserved quantities and eigenvalues. */
  private watch(batch: FieldArrays, slot: number, sample: number): void {
    const { energy, particles } = this.sampler;
    if (sample === 0) this.firstEnergy = energy;
    this.energyDrift = Math.max(this.energyDrift, Math.abs(energy - this.firstEnergy));
    this.particleDrift = Math.max(this.particleDrift, Math.abs(particles - this.electrons));
    this.minEigenvalueD = smaller(this.minEigenvalueD, batch.minEigenvalueD?.[slot]);
    this.minEigenvalueQ = smaller(this.minEigenvalueQ, batch.minEigenvalueQ?.[slot]);
  }
}

function smaller(least: number | null, value: number | undefined): number | null {
  if (value === undefined) return least;
  return least === null ? value : Math.min(least, value);
}
