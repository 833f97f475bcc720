import { defineKernel, type ScalarLayout } from "../kernel.ts";
import { WGSL } from "../wgsl.ts";

const COMPLEX = 8;
const VECTOR = 16;

/** shaders/td2rdm/valdemoro.wgsl: RK4 steps and samples of Dab. */
export const valdemoroKernel = defineKernel({
  label: "td2rdm valdemoro",
  sources: [WGSL.complex, WGSL.triangle, WGSL.reduce, WGSL.valdemoro],
  params: {
    samples: "u32",
    slots: "u32",
    from_start: "u32",
    steps_per_sample: "u32",
    step: "f32",
    electrons: "f32",
    consistent: "u32",
  },
  bindings: {
    quenches: "read",
    lattice: "read",
    packed: "read_write",
    slopes: "read_write",
    samples: "read_write",
    scalars: "read_write",
  },
  overrides: ["SITES"],
  workgroupBytes: ({ SITES, WORKGROUP }) =>
    (SITES ** 4 + 2 * SITES ** 3 + 3 * SITES ** 2) * COMPLEX + WORKGROUP * VECTOR,
});

/** struct Quench of the same shader. */
export const QUENCH = { interaction: "f32", trap: "f32" } as const satisfies ScalarLayout;
