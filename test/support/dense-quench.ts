import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { bitStrings, denseHamiltonian, type OracleState } from "./exact-oracle.ts";

interface Side {
  readonly h: Float64Array;
  readonly interaction: number;
}

/** Ground state of one dense Hamiltonian and its evolution with another, by their eigenvectors. */
export class DenseQuench {
  readonly up: number[];
  readonly down: number[];
  /** The ground state before the quench, complex interleaved. */
  readonly initial: Float64Array;
  private readonly after: HermitianEigensolver;

  constructor(
    readonly sites: number,
    electrons: { up: number; down: number },
    before: Side,
    after: Side,
  ) {
    this.up = bitStrings(sites, electrons.up);
    this.down = bitStrings(sites, electrons.down);
    const size = this.up.length * this.down.length;
    const ground = new HermitianEigensolver(size);
    ground.eigen(denseHamiltonian(sites, this.up, this.down, before.h, before.interaction));
    this.initial = ground.vectors.slice(0, 2 * size);
    this.after = new HermitianEigensolver(size);
    this.after.eigen(denseHamiltonian(sites, this.up, this.down, after.h, after.interaction));
  }

  at(time: number): OracleState {
    const { values, vectors, n } = this.after;
    const psi = new Float64Array(2 * n);
    for (let k = 0; k < n; k++) {
      const level = vectors.subarray(2 * k * n, 2 * (k + 1) * n);
      let [re, im] = [0, 0];
      for (let i = 0; i < 2 * n; i += 2) {
        re += level[i] * this.initial[i] + level[i + 1] * this.initial[i + 1];
        im += level[i] * this.initial[i + 1] - level[i + 1] * this.initial[i];
      }
      const [cos, sin] = [Math.cos(values[k] * time), -Math.sin(values[k] * time)];
      const [cr, ci] = [re * cos - im * sin, re * sin + im * cos];
      for (let i = 0; i < 2 * n; i += 2) {
        psi[i] += level[i] * cr - level[i + 1] * ci;
        psi[i + 1] += level[i] * ci + level[i + 1] * cr;
      }
    }
    return { sites: this.sites, up: this.up, down: this.down, psi };
  }
}
