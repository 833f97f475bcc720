import { buildFockSpace, type FockSpace } from "../../physics/fock-space.ts";
import { oneBodyMatrix } from "../../physics/lattice.ts";
import { KernelClock } from "../clock.ts";
import type { BufferSet, Gpu } from "../device.ts";
import { compileKernel } from "../kernel.ts";
import { propagateKernel, threeBodyKernel, twoBodyKernel } from "./kernels.ts";
import { type ExactTables, packTables } from "./tables.ts";
import type { ExactSystem } from "./types.ts";

const KERNELS = ["propagate", "twoBody", "threeBody"] as const;
export type ExactKernelName = (typeof KERNELS)[number];

/** The compiled kernels and constant buffers of a system, shared by its tiles. */
export interface ExactProgram {
  readonly gpu: Gpu;
  readonly space: FockSpace;
  readonly tables: ExactTables;
  readonly constants: BufferSet<"lattice" | "trapWeights" | "basis" | "transitions" | "pairs">;
  readonly kernels: Awaited<ReturnType<typeof compileKernels>>;
  readonly clock: KernelClock<ExactKernelName>;
}

/** Compiles the kernels for workgroups of `workgroup` invocations and uploads the tables. */
export async function buildProgram(gpu: Gpu, system: ExactSystem, workgroup: number): Promise<ExactProgram> {
  const { lattice, electrons, hopping } = system;
  const space = buildFockSpace(lattice.sites, electrons);
  const tables = packTables(space, oneBodyMatrix(lattice, hopping, 1));
  const kernels = await compileKernels(gpu, space, tables, workgroup);
  const constants = await gpu.upload("exact tables", {
    lattice: Float32Array.of(...oneBodyMatrix(lattice, hopping, 0), ...lattice.trapWeights),
    trapWeights: tables.trapWeights,
    basis: tables.basis,
    transitions: tables.transitions,
    pairs: tables.pairs,
  });
  const clock = await KernelClock.create(gpu, KERNELS);
  return { gpu, space, tables, constants, kernels, clock };
}

async function compileKernels(gpu: Gpu, space: FockSpace, tables: ExactTables, workgroup: number) {
  const shape = { UP: space.up.size, DOWN: space.down.size, WORKGROUP: workgroup };
  const rdm = { ...shape, SITES: space.sites, UP_PAIRS: tables.upPairs, DOWN_SINGLES: tables.downSingles };
  const [propagate, twoBody, threeBody] = await Promise.all([
    compileKernel(gpu, propagateKernel, shape),
    compileKernel(gpu, twoBodyKernel, rdm),
    compileKernel(gpu, threeBodyKernel, rdm),
  ]);
  return { propagate, twoBody, threeBody };
}
