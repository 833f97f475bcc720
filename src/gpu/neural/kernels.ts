import { defineKernel, type ScalarLayout } from "../kernel.ts";
import { WGSL } from "../wgsl.ts";

const VECTOR = 16;

/** shaders/neural/product.wgsl holds a chunk of both factors. */
const productBytes = ({ WORKGROUP }: { readonly WORKGROUP: number }): number => 2 * VECTOR * WORKGROUP;
/** shaders/common/reduce.wgsl holds one vector per invocation. */
const sumBytes = ({ WORKGROUP }: { readonly WORKGROUP: number }): number => VECTOR * WORKGROUP;
const none = (): number => 0;

/** shaders/neural/gather.wgsl: first states of the windows. */
export const gatherKernel = defineKernel({
  label: "neural gather",
  sources: [WGSL.gather],
  params: { rows: "u32", size: "u32", window: "u32" },
  bindings: { data: "read", starts: "read", states: "read_write" },
  overrides: [],
  workgroupBytes: none,
});

/** shaders/neural/hidden.wgsl: a hidden layer, the first one with the linear skip. */
export const hiddenKernel = defineKernel({
  label: "neural hidden",
  sources: [WGSL.activation, WGSL.product, WGSL.hidden],
  params: {
    rows: "u32",
    first: "u32",
    inputs: "u32",
    width: "u32",
    weight: "u32",
    skip: "u32",
    columns: "u32",
  },
  bindings: {
    parameters: "read",
    inputs: "read",
    after: "read_write",
    cotangents: "read_write",
    linear: "read_write",
  },
  overrides: ["ACTIVATION"],
  workgroupBytes: productBytes,
});

/** shaders/neural/slope.wgsl: the last layer and the combination of RK4. */
export const slopeKernel = defineKernel({
  label: "neural slope",
  sources: [WGSL.product, WGSL.slope],
  params: {
    rows: "u32",
    first: "u32",
    base: "u32",
    next: "u32",
    inputs: "u32",
    size: "u32",
    weight: "u32",
    opening: "u32",
    closing: "u32",
    keep: "f32",
    advance: "f32",
    share: "f32",
  },
  bindings: {
    parameters: "read",
    inputs: "read",
    linear: "read",
    states: "read_write",
    totals: "read_write",
  },
  overrides: [],
  workgroupBytes: productBytes,
});

/** shaders/neural/loss.wgsl: squared deviations and their derivatives. */
export const lossKernel = defineKernel({
  label: "neural loss",
  sources: [WGSL.reduce, WGSL.loss],
  params: {
    rows: "u32",
    size: "u32",
    steps: "u32",
    window: "u32",
    lead: "u32",
    stride: "u32",
    targets: "u32",
    first: "u32",
    apart: "u32",
    last: "u32",
    scale: "f32",
    share: "f32",
  },
  bindings: {
    data: "read",
    starts: "read",
    states: "read",
    errors: "read_write",
    adjoint: "read_write",
    cotangents: "read_write",
    losses: "read_write",
  },
  overrides: [],
  workgroupBytes: sumBytes,
});

/** shaders/neural/hidden_adjoint.wgsl: adjoint up to a hidden layer, the first time with that of the skip. */
export const hiddenAdjointKernel = defineKernel({
  label: "neural hidden adjoint",
  sources: [WGSL.product, WGSL.hiddenAdjoint],
  params: {
    rows: "u32",
    first: "u32",
    terms: "u32",
    width: "u32",
    weight: "u32",
    skip: "u32",
    columns: "u32",
  },
  bindings: { parameters: "read", above: "read", below: "read_write", linear: "read_write" },
  overrides: [],
  workgroupBytes: productBytes,
});

/** shaders/neural/state_adjoint.wgsl: adjoint of the first layer and of the combination of RK4. */
export const stateAdjointKernel = defineKernel({
  label: "neural state adjoint",
  sources: [WGSL.product, WGSL.stateAdjoint],
  params: {
    rows: "u32",
    first: "u32",
    next: "u32",
    terms: "u32",
    size: "u32",
    weight: "u32",
    opening: "u32",
    closing: "u32",
    step: "u32",
    advance: "f32",
    share: "f32",
  },
  bindings: {
    parameters: "read",
    above: "read",
    linear: "read",
    errors: "read",
    adjoint: "read_write",
    totals: "read_write",
    cotangents: "read_write",
  },
  overrides: [],
  workgroupBytes: productBytes,
});

/** shaders/neural/weight_gradient.wgsl: gradient of a linear map over the whole tape. */
export const weightGradientKernel = defineKernel({
  label: "neural weight gradient",
  sources: [WGSL.product, WGSL.weightGradient],
  params: { terms: "u32", outputs: "u32", inputs: "u32", weight: "u32", first: "u32" },
  bindings: { cotangents: "read", inputs: "read", gradient: "read_write" },
  overrides: [],
  workgroupBytes: productBytes,
});

/** shaders/neural/skew.wgsl: antisymmetric part of the gradient of A. */
export const skewKernel = defineKernel({
  label: "neural skew",
  sources: [WGSL.skew],
  params: { offset: "u32", size: "u32" },
  bindings: { gradient: "read_write" },
  overrides: [],
  workgroupBytes: none,
});

/** shaders/neural/norm.wgsl: sums of squares of the gradient. */
export const normKernel = defineKernel({
  label: "neural norm",
  sources: [WGSL.reduce, WGSL.norm],
  params: { count: "u32" },
  bindings: { gradient: "read", squares: "read_write" },
  overrides: [],
  workgroupBytes: sumBytes,
});

/** shaders/neural/outcome.wgsl: loss, norm, and whether the step is taken. */
export const outcomeKernel = defineKernel({
  label: "neural outcome",
  sources: [WGSL.reduce, WGSL.outcome],
  params: { loss_parts: "u32", norm_parts: "u32", mean: "f32", clip: "f32" },
  bindings: { losses: "read", squares: "read", outcome: "read_write" },
  overrides: [],
  workgroupBytes: sumBytes,
});

/** shaders/neural/adam.wgsl: a step of the optimiser. */
export const adamKernel = defineKernel({
  label: "neural adam",
  sources: [WGSL.adam],
  params: {
    count: "u32",
    fresh1: "f32",
    fresh2: "f32",
    rate: "f32",
    correction: "f32",
    epsilon: "f32",
  },
  bindings: {
    outcome: "read",
    gradient: "read",
    parameters: "read_write",
    first: "read_write",
    second: "read_write",
  },
  overrides: [],
  workgroupBytes: none,
});

/** struct Outcome of outcome.wgsl and adam.wgsl. */
export const OUTCOME = {
  loss: "f32",
  norm: "f32",
  shrink: "f32",
  failed: "u32",
  steps: "u32",
} as const satisfies ScalarLayout;
