import { assert, InputError } from "../base/errors.ts";
import { basisSize, MAX_SITES, rankOf } from "../physics/basis.ts";
import { fillShell, occupySites, uncorrelatedDab } from "../physics/determinant.ts";
import { buildFockSpace, type Exchange, type FockSpace } from "../physics/fock-space.ts";
import { groundState } from "../physics/ground-state.ts";
import { Hamiltonian } from "../physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix, siteCount } from "../physics/lattice.ts";
import { StateRdms } from "../physics/state-rdms.ts";
import type { GroundStateReport, SiteOccupation, SystemSpec } from "./types.ts";

/** The state at t = 0 in Fock space. */
export interface InitialState {
  readonly space: FockSpace;
  /** Real, normalised, shaped (up, down). */
  readonly psi: Float64Array;
  readonly exchange: Exchange;
  readonly groundState: GroundStateReport | null;
}

/** Reduced density matrices at t = 0: complex interleaved, sites^2, sites^2 and sites^4. */
export interface InitialRdms {
  readonly d1up: Float64Array;
  readonly d1dn: Float64Array;
  readonly dab: Float64Array;
  readonly groundState: GroundStateReport | null;
}

/** Orbital gap up to which a shell without interaction counts as degenerate, over the largest element of h. */
const DEGENERATE_SHELL = 1e-9;
/** Most amplitudes among which the state of such a shell is sought; states with interaction are limited beforehand. */
const MOST_AMPLITUDES = 4e6;

/** Interaction and trap of the Hamiltonian before the quench; null for product states. */
export function beforeQuench(system: SystemSpec): { interaction: number; trap: number } | null {
  const { quench } = system;
  switch (quench.protocol) {
    case "trap-release":
      return { interaction: quench.interaction, trap: quench.trap };
    case "interaction-quench":
      return { interaction: quench.interactionBefore, trap: quench.trap };
    case "product-state":
      return null;
  }
}

/** Interaction and trap of the Hamiltonian after the quench. */
export function afterQuench(system: SystemSpec): { interaction: number; trap: number } {
  const { quench } = system;
  return {
    interaction: quench.interaction,
    trap: quench.protocol === "interaction-quench" ? quench.trap : 0,
  };
}

/** A remark on a ground state that is (nearly) degenerate or not converged, or null. */
export function groundStateRemark(report: GroundStateReport | null): string | null {
  if (report === null) return null;
  if (report.residual > 1e-8) {
    return `The ground state is converged only to a residual of ${report.residual.toExponential(1)} J.`;
  }
  if (report.gap === 0) return "The ground state is degenerate; one state of the multiplet was taken.";
  if (report.gap < 0.01)
    return `The ground state is nearly degenerate: gap ${report.gap.toExponential(2)} J.`;
  return null;
}

/**
 * The state at t = 0 in Fock space (PHYSICS.md section 1), pausing between pieces of work. The last
 * result is kept, so that several methods of one system share it; nobody may write to it.
 */
export function* prepareInitialState(system: SystemSpec): Generator<void, InitialState> {
  const { quench } = system;
  const key = JSON.stringify([
    system.lattice,
    system.electrons,
    system.hopping,
    beforeQuench(system) ?? quench,
  ]);
  if (lastState?.key === key) return lastState.state;
  const lattice = buildLattice(system.lattice);
  const space = buildFockSpace(lattice.sites, system.electrons);
  const before = beforeQuench(system);
  let state: InitialState;
  if (before === null) {
    assert(quench.protocol === "product-state", "only product states have no Hamiltonian before the quench");
    state = productState(space, quench.sites);
  } else {
    const oneBody = oneBodyMatrix(lattice, system.hopping, before.trap);
    const found = yield* groundState(Hamiltonian.hubbard(space, oneBody, before.interaction), space);
    const { energy, gap, residual } = found;
    state = { space, psi: found.psi, exchange: found.exchange, groundState: { energy, gap, residual } };
  }
  lastState = { key, state };
  return state;
}

/**
 * Reduced density matrices at t = 0, pausing between pieces of work. Slater determinants (product
 * states, or no interaction before the quench and closed shells) need no Fock space: any lattice size.
 * @throws InputError for an open shell without interaction that is too large to search
 */
export function* initialRdm(system: SystemSpec): Generator<void, InitialRdms> {
  const known = initialDeterminant(system);
  if (known !== null) return known;
  const { space, psi, groundState } = yield* prepareInitialState(system);
  const { sites } = space;
  const rdms = new StateRdms(space);
  const state = { re: psi, im: new Float64Array(psi.length) };
  const d1up = new Float64Array(2 * sites ** 2);
  const d1dn = new Float64Array(2 * sites ** 2);
  const dab = new Float64Array(2 * sites ** 4);
  rdms.oneBody("up", state, d1up);
  rdms.oneBody("down", state, d1dn);
  yield* rdms.upDown(state, dab);
  return { d1up, d1dn, dab, groundState };
}

let lastState: { key: string; state: InitialState } | null = null;

function initialDeterminant(system: SystemSpec): InitialRdms | null {
  const { quench, electrons } = system;
  const sites = siteCount(system.lattice);
  if (quench.protocol === "product-state") {
    const d1up = occupySites(quench.sites.map(hasUp));
    const d1dn = occupySites(quench.sites.map(hasDown));
    return { d1up, d1dn, dab: uncorrelatedDab(d1up, d1dn, sites), groundState: null };
  }
  const before = beforeQuench(system);
  if (before === null || before.interaction !== 0) return null;
  const oneBody = oneBodyMatrix(buildLattice(system.lattice), system.hopping, before.trap);
  const up = fillShell(oneBody, sites, electrons.up);
  const down = fillShell(oneBody, sites, electrons.down);
  const gap = Math.min(up.gap, down.gap);
  const scale = oneBody.reduce((largest, element) => Math.max(largest, Math.abs(element)), 0);
  if (gap <= DEGENERATE_SHELL * scale) return requireSearchable(system, sites);
  const groundState = { energy: up.energy + down.energy, gap, residual: 0 };
  return { d1up: up.d1, d1dn: down.d1, dab: uncorrelatedDab(up.d1, down.d1, sites), groundState };
}

/** A degenerate shell needs a search among all states. @throws InputError when there are too many */
function requireSearchable({ electrons, quench }: SystemSpec, sites: number): null {
  const amplitudes =
    sites > MAX_SITES ? Infinity : basisSize(sites, electrons.up) * basisSize(sites, electrons.down);
  if (amplitudes <= MOST_AMPLITUDES) return null;
  throw new InputError(
    "quench",
    quench,
    `a state before the quench that is not degenerate: on ${sites} sites with ${electrons.up} up and ${electrons.down} down electrons the free orbitals are, and their states are too many to choose from. Change the electrons, the sites or the trap`,
  );
}

function productState(space: FockSpace, occupations: readonly SiteOccupation[]): InitialState {
  const psi = new Float64Array(space.dimension);
  const up = occupations.reduce((bits, site, i) => (hasUp(site) ? bits | (1 << i) : bits), 0);
  const down = occupations.reduce((bits, site, i) => (hasDown(site) ? bits | (1 << i) : bits), 0);
  psi[rankOf(up) * space.down.size + rankOf(down)] = 1;
  return { space, psi, exchange: up === down ? 1 : 0, groundState: null };
}

function hasUp(site: SiteOccupation): boolean {
  return site === "u" || site === "ud";
}

function hasDown(site: SiteOccupation): boolean {
  return site === "d" || site === "ud";
}
