import { sampleCount } from "../base/times.ts";
import type { StateVector } from "../physics/fock-space.ts";
import { Hamiltonian, spectralBounds } from "../physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix } from "../physics/lattice.ts";
import { Propagator } from "../physics/propagator.ts";
import { afterQuench, type InitialState } from "./initial.ts";
import type { SystemSpec } from "./types.ts";

/** The exact states at the sample times of a system, one after the other. */
export class ExactStates {
  private readonly propagator: Propagator;
  private states: readonly StateVector[];
  private taken = 0;

  constructor(system: SystemSpec, { psi, space, exchange }: InitialState) {
    const { time } = system;
    const { interaction, trap } = afterQuench(system);
    const oneBody = oneBodyMatrix(buildLattice(system.lattice), system.hopping, trap);
    const hamiltonian = Hamiltonian.hubbard(space, oneBody, interaction);
    const bounds = spectralBounds(oneBody, space, interaction);
    const later = Math.max(1, sampleCount(time) - 1);
    this.propagator = new Propagator(hamiltonian, bounds, exchange, time.sample, later);
    this.propagator.start(psi);
    this.states = [{ re: psi, im: new Float64Array(psi.length) }];
  }

  /** The state of the next sample, valid until the next call, pausing between pieces of work. */
  *next(): Generator<void, StateVector> {
    if (this.taken === this.states.length) {
      const block = this.propagator.nextBlock();
      for (;;) {
        const step = block.next();
        if (step.done === true) {
          this.states = step.value;
          break;
        }
        yield;
      }
      this.taken = 0;
    }
    return this.states[this.taken++];
  }
}
