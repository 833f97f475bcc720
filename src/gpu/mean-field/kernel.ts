import { defineKernel, type ScalarLayout } from "../kernel.ts";
import { WGSL } from "../wgsl.ts";

const COMPLEX = 8;

/** shaders/mean-field/propagate.wgsl: RK4 steps and samples of the one-body matrices of both spins. */
export const meanFieldKernel = defineKernel({
  label: "mean field",
  sources: [WGSL.complex, WGSL.triangle, WGSL.meanField],
  params: { samples: "u32", slots: "u32", from_start: "u32" },
  bindings: { quenches: "read", lattice: "read", state: "read_write", samples: "read_write" },
  overrides: ["SITES"],
  workgroupBytes: ({ SITES }) => (4 * SITES ** 2 + 2 * SITES * (SITES + 1)) * COMPLEX,
});

/** struct Quench of the same shader. */
export const QUENCH = {
  interaction: "f32",
  trap: "f32",
  step: "f32",
  steps_per_sample: "u32",
} as const satisfies ScalarLayout;
