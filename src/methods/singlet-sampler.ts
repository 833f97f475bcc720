import type { SampledField } from "../base/fields.ts";
import { doublonsFromDab } from "../physics/observables.ts";
import { RdmSampler } from "./rdm-sampler.ts";
import { oneBodyMatrixOf } from "./td2rdm/cumulant.ts";
import { holeMatrixOf, PairSpectrum } from "./td2rdm/pair-spectrum.ts";
import type { MethodChecks, MethodEvent, SystemSpec } from "./types.ts";

/** Turns the Dab of a singlet into samples and keeps the worst values of their checks; `delta3` is not among its fields. */
export class SingletSampler {
  private readonly sampler: RdmSampler;
  private readonly electrons: number;
  private readonly g: Float64Array;
  private readonly holes: Float64Array;
  private readonly doublons: Float64Array;
  private readonly spectrum: PairSpectrum;
  private readonly minD = new Float64Array(1);
  private readonly minQ = new Float64Array(1);
  private worstD = Number.POSITIVE_INFINITY;
  private worstQ = Number.POSITIVE_INFINITY;

  constructor(system: SystemSpec, fields: ReadonlySet<SampledField>) {
    this.sampler = new RdmSampler(system, fields, ["minEigenvalueD", "minEigenvalueQ"]);
    const { sites } = this.sampler;
    this.electrons = system.electrons.up;
    this.g = new Float64Array(2 * sites ** 2);
    this.holes = new Float64Array(2 * sites ** 4);
    this.doublons = new Float64Array(sites);
    this.spectrum = new PairSpectrum(sites);
  }

  get sites(): number {
    return this.sampler.sites;
  }

  /** Number of samples of the run. */
  get count(): number {
    return this.sampler.count;
  }

  /** Time of a sample, in 1/J. */
  time(index: number): number {
    return this.sampler.time(index);
  }

  sample(index: number, dab: Float64Array): MethodEvent {
    const { sampler, g, holes, doublons, spectrum, minD, minQ } = this;
    oneBodyMatrixOf(sampler.sites, this.electrons, dab, g);
    doublonsFromDab(dab, doublons);
    holeMatrixOf(sampler.sites, dab, g, holes);
    minD[0] = spectrum.smallestEigenvalue(dab);
    minQ[0] = spectrum.smallestEigenvalue(holes);
    this.worstD = Math.min(this.worstD, minD[0]);
    this.worstQ = Math.min(this.worstQ, minQ[0]);
    const rdms = { d1up: g, d1dn: g, doublons, dab, daa: null, dbb: null };
    return sampler.sample(index, rdms, { minEigenvalueD: minD, minEigenvalueQ: minQ });
  }

  checks(): MethodChecks {
    const { worstD, worstQ, sampler } = this;
    return {
      particleDrift: sampler.particleDrift,
      energyDrift: sampler.energyDrift,
      minEigenvalueD: worstD,
      minEigenvalueQ: worstQ,
      contractionResidual: null,
    };
  }
}
