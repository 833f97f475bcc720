import type { Gpu } from "../device.ts";
import { compileKernel, defineKernel, type Kernel } from "../kernel.ts";
import { WGSL } from "../wgsl.ts";

const COMPLEX = 8;
const VECTOR = 16;
const REAL = 4;

/**
 * The smallest eigenvalue of Dab and Q that counts as non-negative in float32, with the opposite sign; see
 * docs/gpu.md for how it was found.
 */
export const PURIFICATION_TOLERANCE = 1e-6;

/** A Jacobi round has about 20 M^2 independent rotations of two numbers; on a CPU, where barriers are costly, few vector registers. */
const WORKGROUP = { gpu: 128, software: 8 };

/** Orders of the symmetric and the antisymmetric pair block as shaders/purification/jacobi.wgsl keeps them: made even. */
export function blockOrders(sites: number): readonly [number, number] {
  const even = (order: number): number => 2 * Math.ceil(order / 2);
  return [even((sites * (sites + 1)) / 2), even((sites * (sites - 1)) / 2)];
}

/** Bytes of `workspace` that a point needs: the blocks of Dab and Q, their eigenvectors, a product, and the change of Dab. */
export function workspaceBytes(sites: number): number {
  const [symmetric, antisymmetric] = blockOrders(sites);
  const square = sites ** 2;
  return (3 * 2 * (symmetric ** 2 + antisymmetric ** 2) + (square * (square + 1)) / 2) * COMPLEX;
}

/** shaders/purification/purify.wgsl: energy-conserving purification of Dab. */
export const purifyKernel = defineKernel({
  label: "td2rdm purification",
  sources: [WGSL.complex, WGSL.triangle, WGSL.reduce, WGSL.jacobi, WGSL.purify],
  params: { electrons: "f32", tolerance: "f32", iterations: "u32" },
  bindings: { packed: "read_write", workspace: "read_write", reports: "read_write" },
  overrides: ["SITES"],
  workgroupBytes: ({ SITES, WORKGROUP }) => {
    const [symmetric, antisymmetric] = blockOrders(SITES);
    const rows = 2 * (symmetric + antisymmetric);
    return (rows / 2 + WORKGROUP + 2) * VECTOR + 3 * SITES ** 2 * COMPLEX + rows * REAL;
  },
});

/** The compiled kernel of a system. */
export interface PurificationProgram {
  readonly kernel: Kernel<typeof purifyKernel.params, keyof typeof purifyKernel.bindings>;
  /** Bytes of working memory of a point. */
  readonly workspace: number;
  /** Limit of iterations in a step. */
  readonly iterations: number;
}

export async function compilePurification(
  gpu: Gpu,
  sites: number,
  iterations: number,
): Promise<PurificationProgram> {
  const workgroup = gpu.adapter.software ? WORKGROUP.software : WORKGROUP.gpu;
  const kernel = await compileKernel(gpu, purifyKernel, { SITES: sites, WORKGROUP: workgroup });
  return { kernel, workspace: workspaceBytes(sites), iterations };
}
