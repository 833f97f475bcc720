import { oneBodyMatrix } from "../../physics/lattice.ts";
import type { BufferSet, Gpu } from "../device.ts";
import { compileKernel } from "../kernel.ts";
import { triangleElements } from "../triangle.ts";
import { meanFieldKernel } from "./kernel.ts";
import type { MeanFieldSystem } from "./types.ts";

/** The compiled kernel and the constant buffer of a system, shared by its tiles. */
export interface MeanFieldProgram {
  readonly gpu: Gpu;
  readonly system: MeanFieldSystem;
  readonly kernel: Awaited<ReturnType<typeof compile>>;
  readonly constants: BufferSet<"lattice">;
  /** (row, column) of the packed elements of one spin. */
  readonly elements: readonly (readonly [number, number])[];
}

/** Compiles the kernel for workgroups of `workgroup` invocations and uploads the one-body matrix. */
export async function buildProgram(
  gpu: Gpu,
  system: MeanFieldSystem,
  workgroup: number,
): Promise<MeanFieldProgram> {
  const { lattice, hopping } = system;
  const kernel = await compile(gpu, lattice.sites, workgroup);
  const constants = await gpu.upload("mean-field tables", {
    lattice: Float32Array.of(...oneBodyMatrix(lattice, hopping, 0), ...lattice.trapWeights),
  });
  return { gpu, system, kernel, constants, elements: triangleElements(lattice.sites) };
}

function compile(gpu: Gpu, sites: number, workgroup: number) {
  return compileKernel(gpu, meanFieldKernel, { SITES: sites, WORKGROUP: workgroup });
}
