import type { Gpu } from "../device.ts";
import { compileKernel } from "../kernel.ts";
import {
  adamKernel,
  gatherKernel,
  hiddenAdjointKernel,
  hiddenKernel,
  lossKernel,
  normKernel,
  outcomeKernel,
  skewKernel,
  slopeKernel,
  stateAdjointKernel,
  weightGradientKernel,
} from "./kernels.ts";

/** Numbers of the activations in shaders/neural/activation.wgsl. */
const ACTIVATION = { tanh: 0, silu: 1, gelu: 2 };
export type GpuActivation = keyof typeof ACTIVATION;

/** Compiled kernels of neural training, for workgroups of WORKGROUP invocations, a multiple of 64. */
export async function compileNeuralKernels(gpu: Gpu, activation: GpuActivation, workgroup: number) {
  const size = { WORKGROUP: workgroup };
  const pending = {
    gather: compileKernel(gpu, gatherKernel, size),
    hidden: compileKernel(gpu, hiddenKernel, { ...size, ACTIVATION: ACTIVATION[activation] }),
    slope: compileKernel(gpu, slopeKernel, size),
    loss: compileKernel(gpu, lossKernel, size),
    hiddenAdjoint: compileKernel(gpu, hiddenAdjointKernel, size),
    stateAdjoint: compileKernel(gpu, stateAdjointKernel, size),
    weightGradient: compileKernel(gpu, weightGradientKernel, size),
    skew: compileKernel(gpu, skewKernel, size),
    norm: compileKernel(gpu, normKernel, size),
    outcome: compileKernel(gpu, outcomeKernel, size),
    adam: compileKernel(gpu, adamKernel, size),
  };
  await Promise.all(Object.values(pending));
  return {
    gather: await pending.gather,
    hidden: await pending.hidden,
    slope: await pending.slope,
    loss: await pending.loss,
    hiddenAdjoint: await pending.hiddenAdjoint,
    stateAdjoint: await pending.stateAdjoint,
    weightGradient: await pending.weightGradient,
    skew: await pending.skew,
    norm: await pending.norm,
    outcome: await pending.outcome,
    adam: await pending.adam,
  };
}

export type NeuralKernels = Awaited<ReturnType<typeof compileNeuralKernels>>;
export type NeuralKernelName = keyof NeuralKernels;

/** What times are counted under. */
export const NEURAL_KERNEL_NAMES = [
  "gather",
  "hidden",
  "slope",
  "loss",
  "hiddenAdjoint",
  "stateAdjoint",
  "weightGradient",
  "skew",
  "norm",
  "outcome",
  "adam",
] as const satisfies readonly NeuralKernelName[];
