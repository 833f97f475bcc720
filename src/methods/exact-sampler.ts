import type { SampledField } from "../base/fields.ts";
import { dot } from "../linalg/vectors.ts";
import { ThreeBodyCumulant } from "../physics/cumulants.ts";
import type { Exchange, FockSpace, StateVector } from "../physics/fock-space.ts";
import type { Hamiltonian } from "../physics/hamiltonian.ts";
import {
  type FieldArrays,
  needsDab,
  needsEqualSpins,
  needsOneBody,
  type Observables,
  type SampleRdms,
} from "../physics/observables.ts";
import { Populations } from "../physics/populations.ts";
import { StateRdms } from "../physics/state-rdms.ts";
import type { UpBlocks } from "../physics/up-blocks.ts";

/** Turns states into samples, computing no more density matrices than the requested fields need. */
export class ExactSampler {
  /** Of the last sample. */
  energy = 0;
  particles = 0;
  private readonly populations: Populations;
  private readonly rdms: StateRdms;
  private readonly cumulant: ThreeBodyCumulant;
  private readonly image: Float64Array;
  private readonly d1up: Float64Array;
  private readonly d1dn: Float64Array;
  private readonly dab: Float64Array | null;
  private readonly daa: Float64Array | null;
  private readonly dbb: Float64Array | null;

  constructor(
    private readonly space: FockSpace,
    /** After the quench. */
    private readonly hamiltonian: Hamiltonian,
    /** Symmetry of all states. */
    private readonly exchange: Exchange,
    private readonly observables: Observables,
    private readonly fields: ReadonlySet<SampledField>,
  ) {
    const { sites, dimension } = space;
    const four = (wanted: boolean): Float64Array | null => (wanted ? new Float64Array(2 * sites ** 4) : null);
    this.populations = new Populations(space);
    this.rdms = new StateRdms(space);
    this.cumulant = new ThreeBodyCumulant(space);
    this.image = new Float64Array(dimension);
    this.d1up = new Float64Array(2 * sites ** 2);
    this.d1dn = new Float64Array(2 * sites ** 2);
    this.dab = four(needsDab(fields));
    this.daa = four(needsEqualSpins(fields));
    this.dbb = four(needsEqualSpins(fields));
  }

  /** Writes all requested fields of a state at sample number `slot`, pausing between pieces of work. */
  *sample(state: StateVector, into: FieldArrays, slot: number): Generator<void, void> {
    const { populations, fields } = this;
    populations.measure(state, fields.has("doublons"));
    this.particles = 0;
    for (let i = 0; i < this.space.sites; i++) this.particles += populations.up[i] + populations.down[i];
    yield;
    this.energy = this.expectation(state.re);
    yield;
    this.energy += this.expectation(state.im);
    yield;
    const d3 = into.delta3 === undefined ? null : yield* this.rdms.upUpDown(state);
    yield* this.fillRdms(state, d3);
    const { d1up, d1dn, dab, daa, dbb } = this;
    const rdms: SampleRdms = { d1up, d1dn, doublons: populations.doublons, dab, daa, dbb };
    this.observables.writeAll(rdms, into, slot, ["energy"]);
    if (into.energy !== undefined) into.energy[slot] = this.energy;
    if (into.delta3 !== undefined && d3 !== null && dab !== null) {
      into.delta3[slot] = yield* this.cumulant.norm(d3, d1up, d1dn, dab);
    }
  }

  /** The part of <H> that a real vector contributes. */
  private expectation(x: Float64Array): number {
    this.hamiltonian.apply(x, this.exchange, null, this.image);
    return dot(x, this.image);
  }

  private *fillRdms(state: StateVector, d3: UpBlocks | null): Generator<void, void> {
    const { rdms, d1up, d1dn, dab, daa, dbb } = this;
    if (needsOneBody(this.fields)) {
      rdms.oneBody("up", state, d1up);
      yield;
      if (this.exchange === 0) rdms.oneBody("down", state, d1dn);
      else d1dn.set(d1up);
      yield;
    } else this.fillDiagonals();
    if (dab !== null) yield* rdms.upDown(state, dab, d3);
    if (daa === null || dbb === null) return;
    yield* rdms.equalSpins("up", state, daa);
    if (this.exchange === 0) yield* rdms.equalSpins("down", state, dbb);
    else dbb.set(daa);
  }

  private fillDiagonals(): void {
    const { sites } = this.space;
    for (let i = 0; i < sites; i++) {
      this.d1up[2 * i * (sites + 1)] = this.populations.up[i];
      this.d1dn[2 * i * (sites + 1)] = this.populations.down[i];
    }
  }
}
