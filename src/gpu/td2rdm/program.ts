import { oneBodyMatrix } from "../../physics/lattice.ts";
import type { BufferSet, Gpu } from "../device.ts";
import { compileKernel, type Kernel } from "../kernel.ts";
import { triangleElements } from "../triangle.ts";
import { planeCount, scratchBytes, type Td2rdmKernel, td2rdmKernel } from "./kernel.ts";
import { compilePurification, type PurificationProgram } from "./purify.ts";
import type { StagePlacement, Td2rdmSystem } from "./types.ts";

/** The compiled kernel and the constant buffer of a system, shared by its tiles. */
export interface Td2rdmProgram {
  readonly gpu: Gpu;
  readonly system: Td2rdmSystem;
  readonly stage: StagePlacement;
  readonly kernel: Kernel<Td2rdmKernel["params"], keyof Td2rdmKernel["bindings"]>;
  readonly constants: BufferSet<"lattice">;
  /** (row, column) of the packed elements of Dab. */
  readonly elements: readonly (readonly [number, number])[];
  /** Bytes of working memory of a point. */
  readonly scratch: number;
  readonly purification: PurificationProgram | null;
}

/**
 * Compiles the kernel for workgroups of `workgroup` invocations and uploads the one-body matrix. Unless
 * `wanted` says where Dab of the stage lies, it lies in workgroup memory where the adapter has enough.
 */
export async function buildProgram(
  gpu: Gpu,
  system: Td2rdmSystem,
  workgroup: number,
  wanted: StagePlacement | undefined,
): Promise<Td2rdmProgram> {
  const { lattice, hopping, closure } = system;
  const constants = (stage: StagePlacement) => ({
    SITES: lattice.sites,
    PLANES: planeCount(closure, stage),
    WORKGROUP: workgroup,
  });
  const available = gpu.adapter.limits.maxComputeWorkgroupStorageSize;
  const fits = td2rdmKernel(closure, "workgroup").workgroupBytes(constants("workgroup")) <= available;
  const stage = wanted ?? (fits ? "workgroup" : "storage");
  const kernel = await compileKernel(gpu, td2rdmKernel(closure, stage), constants(stage));
  const limit = system.purification?.iterations;
  const purification = limit === undefined ? null : await compilePurification(gpu, lattice.sites, limit);
  const tables = await gpu.upload("td2rdm tables", {
    lattice: Float32Array.of(...oneBodyMatrix(lattice, hopping, 0), ...lattice.trapWeights),
  });
  const elements = triangleElements(lattice.sites ** 2);
  const scratch = scratchBytes(lattice.sites, planeCount(closure, stage));
  return { gpu, system, stage, kernel, constants: tables, elements, scratch, purification };
}
