import { defineKernel } from "../kernel.ts";
import { WGSL } from "../wgsl.ts";

/** Bytes of vec2f, vec4f and f32. */
const COMPLEX = 8;
const VECTOR = 16;
const REAL = 4;

/** shaders/exact/propagate.wgsl: Chebyshev steps, states of every sample. */
export const propagateKernel = defineKernel({
  label: "exact propagate",
  sources: [WGSL.packed, WGSL.propagate],
  params: { samples: "u32", slots: "u32", from_start: "u32", terms: "u32", hopping: "f32" },
  bindings: {
    points: "read",
    coefficients: "read",
    trap_weights: "read",
    basis: "read",
    psi: "read_write",
    states: "read_write",
  },
  overrides: ["UP", "DOWN"],
  workgroupBytes: ({ UP, DOWN }) => UP * DOWN * (3 * COMPLEX + REAL),
});

/** shaders/exact/two_body.wgsl: D1, Daa, Delta_ab, |Delta_ab|^2, energy, norm. */
export const twoBodyKernel = defineKernel({
  label: "exact two-body",
  sources: [WGSL.complex, WGSL.packed, WGSL.triangle, WGSL.reduce, WGSL.twoBody],
  params: { slots: "u32" },
  bindings: {
    points: "read",
    lattice: "read",
    transitions: "read",
    states: "read",
    rdms: "read_write",
    scalars: "read_write",
  },
  overrides: ["SITES", "UP", "DOWN", "UP_PAIRS", "DOWN_SINGLES"],
  workgroupBytes: ({ SITES, UP, DOWN, WORKGROUP }) =>
    (UP * DOWN + 2 * SITES ** 2) * COMPLEX + WORKGROUP * VECTOR,
});

/** shaders/exact/three_body.wgsl: |Delta3|^2. */
export const threeBodyKernel = defineKernel({
  label: "exact three-body",
  sources: [WGSL.complex, WGSL.packed, WGSL.triangle, WGSL.reduce, WGSL.threeBody],
  params: { slots: "u32" },
  bindings: { transitions: "read", pairs: "read", states: "read", rdms: "read", scalars: "read_write" },
  overrides: ["SITES", "UP", "DOWN", "UP_PAIRS", "DOWN_SINGLES"],
  workgroupBytes: ({ SITES, UP, DOWN, WORKGROUP }) =>
    (UP * DOWN + 2 * SITES ** 2) * COMPLEX + WORKGROUP * VECTOR,
});
