import type { NeuralKernels } from "../../gpu/neural/program.ts";
import type { UniformSlots } from "../../gpu/uniforms.ts";
import type { ModelBuffers, TapeBuffers } from "./buffers.ts";
import type { FieldMaps } from "./layers.ts";

/** Every kernel bound to the buffers it works on; one per layer where the buffers differ. */
export type Wiring = ReturnType<typeof wire>;

export function wire(
  kernels: NeuralKernels,
  { hidden: layers }: FieldMaps,
  model: ModelBuffers,
  tape: TapeBuffers,
  slots: UniformSlots,
) {
  const { data, parameters, gradient, losses, squares, outcome, first, second } = model.buffers;
  const { states, cotangents, errors, linear, totals, adjoint, starts } = tape.buffers;
  const after = layers.map((_, k) => tape.buffers[`after${k}`]);
  // Cotangents of every layer's result, the slope of the vector field last.
  const all = [...layers.map((_, k) => tape.buffers[`cotangents${k}`]), cotangents];
  const inputs = [states, ...after];
  const top = after.length - 1;
  return {
    gather: kernels.gather.bind({ data, starts, states }, slots),
    hidden: after.map((values, k) =>
      kernels.hidden.bind(
        { parameters, inputs: inputs[k], after: values, cotangents: all[k], linear },
        slots,
      ),
    ),
    slope: kernels.slope.bind({ parameters, inputs: after[top], linear, states, totals }, slots),
    loss: kernels.loss.bind({ data, starts, states, errors, adjoint, cotangents, losses }, slots),
    hiddenAdjoint: after.map((_, k) =>
      kernels.hiddenAdjoint.bind({ parameters, above: all[k + 1], below: all[k], linear }, slots),
    ),
    stateAdjoint: kernels.stateAdjoint.bind(
      { parameters, above: all[0], linear, errors, adjoint, totals, cotangents },
      slots,
    ),
    /** Of the layers, the last one last. */
    weightGradient: all.map((own, k) =>
      kernels.weightGradient.bind({ cotangents: own, inputs: inputs[k], gradient }, slots),
    ),
    skipGradient: kernels.weightGradient.bind({ cotangents, inputs: states, gradient }, slots),
    skew: kernels.skew.bind({ gradient }, slots),
    norm: kernels.norm.bind({ gradient, squares }, slots),
    outcome: kernels.outcome.bind({ losses, squares, outcome }, slots),
    adam: kernels.adam.bind({ outcome, gradient, parameters, first, second }, slots),
  };
}
