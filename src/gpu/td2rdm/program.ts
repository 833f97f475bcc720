import { oneBodyMatrix } from "../../physics/lattice.ts";
import type { BufferSet, Gpu } from "../device.ts";
import { compileKernel } from "../kernel.ts";
import { triangleElements } from "../triangle.ts";
import { valdemoroKernel } from "./kernel.ts";
import type { Td2rdmSystem } from "./types.ts";

/** The compiled kernel and the constant buffer of a system, shared by its tiles. */
export interface Td2rdmProgram {
  readonly gpu: Gpu;
  readonly system: Td2rdmSystem;
  readonly kernel: Awaited<ReturnType<typeof compile>>;
  readonly constants: BufferSet<"lattice">;
  /** (row, column) of the packed elements of Dab. */
  readonly elements: readonly (readonly [number, number])[];
}

/** Compiles the kernel for workgroups of `workgroup` invocations and uploads the one-body matrix. */
export async function buildProgram(
  gpu: Gpu,
  system: Td2rdmSystem,
  workgroup: number,
): Promise<Td2rdmProgram> {
  const { lattice, hopping } = system;
  const kernel = await compile(gpu, lattice.sites, workgroup);
  const constants = await gpu.upload("td2rdm tables", {
    lattice: Float32Array.of(...oneBodyMatrix(lattice, hopping, 0), ...lattice.trapWeights),
  });
  return { gpu, system, kernel, constants, elements: triangleElements(lattice.sites ** 2) };
}

function compile(gpu: Gpu, sites: number, workgroup: number) {
  return compileKernel(gpu, valdemoroKernel, { SITES: sites, WORKGROUP: workgroup });
}
