import type { SampledField } from "../base/fields.ts";
import { sampleCount } from "../base/times.ts";
import { buildLattice, oneBodyMatrix } from "../physics/lattice.ts";
import {
  allocateFields,
  type FieldArrays,
  isTwoBody,
  Observables,
  type SampleRdms,
} from "../physics/observables.ts";
import { afterQuench } from "./initial.ts";
import type { MethodEvent, SystemSpec } from "./types.ts";

/** Turns reduced density matrices into batches of one sample and watches the conserved quantities. */
export class RdmSampler {
  /** One-body Hamiltonian after the quench, sites x sites, real, in J. */
  readonly oneBody: Float64Array;
  readonly interaction: number;
  readonly sites: number;
  /** Number of samples of the run, the one at t = 0 included. */
  readonly count: number;
  /** Largest deviation from the number of electrons. */
  particleDrift = 0;
  /** Largest deviation from the energy of the first sample. */
  energyDrift = 0;
  private readonly fields: ReadonlySet<SampledField>;
  private readonly observables: Observables;
  private firstEnergy: number | null = null;

  /**
   * @param fields those wanted; the ones of three bodies are left out unless the method writes them
   * @param own fields that the method writes itself
   */
  constructor(
    private readonly system: SystemSpec,
    fields: ReadonlySet<SampledField>,
    private readonly own: readonly SampledField[],
  ) {
    this.fields = new Set([...fields].filter((name) => own.includes(name) || isTwoBody(name)));
    const lattice = buildLattice(system.lattice);
    const { interaction, trap } = afterQuench(system);
    this.sites = lattice.sites;
    this.interaction = interaction;
    this.oneBody = oneBodyMatrix(lattice, system.hopping, trap);
    this.observables = new Observables(lattice, this.oneBody, interaction);
    this.count = sampleCount(system.time);
  }

  /** Time of a sample, in 1/J. */
  time(index: number): number {
    return index * this.system.time.sample;
  }

  /** The sample number `index`; fields that the method writes itself are 0 where `values` lacks them. */
  sample(index: number, rdms: SampleRdms, values: FieldArrays = {}): MethodEvent {
    this.watch(rdms);
    const fields = allocateFields(this.fields, this.sites, 1);
    this.observables.writeAll(rdms, fields, 0, this.own);
    for (const name of this.own) fields[name]?.set(values[name] ?? []);
    return { kind: "samples", batch: { first: index, count: 1, fields } };
  }

  private watch(rdms: SampleRdms): void {
    const energy = this.observables.energy(rdms);
    let particles = 0;
    for (let i = 0; i < this.sites; i++) {
      particles += rdms.d1up[2 * i * (this.sites + 1)] + rdms.d1dn[2 * i * (this.sites + 1)];
    }
    const { up, down } = this.system.electrons;
    this.firstEnergy ??= energy;
    this.particleDrift = Math.max(this.particleDrift, Math.abs(particles - up - down));
    this.energyDrift = Math.max(this.energyDrift, Math.abs(energy - this.firstEnergy));
  }
}
