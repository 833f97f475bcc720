import { addScaled } from "../../linalg/vectors.ts";
import { afterQuench } from "../../methods/initial.ts";
import { createTd2rdmRhs, type Td2rdmRhs } from "../../methods/td2rdm/rhs.ts";
import { RhsAdjoint } from "../../methods/td2rdm/rhs-adjoint.ts";
import type { SystemSpec } from "../../methods/types.ts";
import { buildLattice, oneBodyMatrix } from "../../physics/lattice.ts";
import type { Normalisation } from "../dataset.ts";
import { addLatentAdjoint, latentSlope } from "../memory/latent.ts";
import type { Memory } from "../memory/memory.ts";
import { memorySize } from "../memory/memory.ts";
import type { Packing } from "../packing.ts";
import type { KnownPart } from "../types.ts";
import { admissibleBasis } from "./admissible.ts";

/**
 * The right-hand side of TD2RDM with the Valdemoro closure and contraction consistency in packed, normalised
 * coordinates z, with the law of memory states behind them, and the admissible directions as those that are left to
 * a network. Float64.
 */
export class ValdemoroPart implements KnownPart {
  readonly basis: Float64Array;
  readonly outputs: number;
  private readonly rhs: Td2rdmRhs;
  private readonly adjoint: RhsAdjoint;
  private readonly packed: Float64Array;
  private readonly memorySlope: Float64Array;
  private readonly dab: Float64Array;
  private readonly full: Float64Array;
  private readonly pulled: Float64Array;

  constructor(
    system: SystemSpec,
    private readonly packing: Packing,
    private readonly normalisation: Normalisation,
    private readonly memory: Memory,
  ) {
    const lattice = buildLattice(system.lattice);
    const { interaction, trap } = afterQuench(system);
    const { sites } = lattice;
    const h = oneBodyMatrix(lattice, system.hopping, trap);
    const n = system.electrons.up;
    const closure = { closure: "valdemoro", contractionConsistent: true } as const;
    this.rhs = createTd2rdmRhs(sites, n, h, interaction, closure);
    this.adjoint = new RhsAdjoint(sites, n, h, interaction);
    const added = memorySize(memory, packing.size);
    const basis = admissibleBasis(packing);
    this.outputs = basis.length / packing.size;
    this.basis = new Float64Array(this.outputs * (packing.size + added));
    for (let k = 0; k < this.outputs; k++) {
      const row = basis.subarray(k * packing.size, (k + 1) * packing.size);
      this.basis.set(row, k * (packing.size + added));
    }
    this.memorySlope = new Float64Array(added);
    this.packed = new Float64Array(packing.size);
    this.dab = new Float64Array(packing.values);
    this.full = new Float64Array(packing.values);
    this.pulled = new Float64Array(packing.values);
  }

  addSlope(state: Float64Array, out: Float64Array): void {
    const { packing, packed, dab, full } = this;
    this.load(state);
    this.rhs.evaluate(dab, full);
    packing.pack(full, packed);
    addScaled(packed, 1 / this.normalisation.scale, out.subarray(0, packing.size));
    if (this.memory.kind !== "latent") return;
    const { memorySlope } = this;
    latentSlope(this.memory.law, state.subarray(0, packing.size), state.subarray(packing.size), memorySlope);
    addScaled(memorySlope, 1, out.subarray(packing.size));
  }

  addAdjoint(state: Float64Array, cotangent: Float64Array, out: Float64Array): void {
    const { packing, packed, dab, full, pulled } = this;
    this.load(state);
    packing.unpack(cotangent, full);
    this.adjoint.evaluate(dab, full, pulled);
    packing.pack(pulled, packed);
    addScaled(packed, 1, out.subarray(0, packing.size));
    if (this.memory.kind !== "latent") return;
    const rest = cotangent.subarray(packing.size);
    addLatentAdjoint(this.memory.law, rest, out.subarray(0, packing.size), out.subarray(packing.size));
  }

  /** dab = the Dab of a state. */
  private load(state: Float64Array): void {
    const { packing, normalisation, packed, dab } = this;
    for (let i = 0; i < packing.size; i++) {
      packed[i] = normalisation.scale * state[i] + normalisation.mean[i];
    }
    packing.unpack(packed, dab);
  }
}
