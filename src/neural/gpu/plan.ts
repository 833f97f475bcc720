import {
  gradientDispatches,
  groupsFor,
  type NeuralDispatch,
  productDispatch,
  sharedDispatch,
} from "../../gpu/neural/dispatches.ts";
import type { AdamOptions, FieldShape, StepRequest } from "../types.ts";
import type { FieldMaps } from "./layers.ts";
import type { Wiring } from "./wiring.ts";

/** RK4: stage s starts from z + NODES[s] h k_(s-1); the step is the sum of WEIGHTS[s] h k_s. */
const NODES = [0, 0.5, 0.5, 1];
const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6];

/** What the dispatches of requests of one kind and shape have in common. */
export interface PlanShape {
  readonly kind: StepRequest["kind"];
  readonly batch: number;
  /** RK4 steps; 1 for derivative matching. */
  readonly steps: number;
  /** Rows of the data between predictions; 0 for derivative matching, which looks at its own rows. */
  readonly stride: number;
  /** RK4 step in 1/J; of no meaning for derivative matching. */
  readonly h: number;
}

/** What plans are made with. */
export interface PlanContext {
  readonly shape: FieldShape;
  readonly maps: FieldMaps;
  readonly wiring: Wiring;
  readonly options: AdamOptions;
  readonly workgroup: number;
  /** Element of the data at which the slopes begin. */
  readonly slopesAt: number;
}

/** The dispatches of a step in order; those that differ from step to step as functions. */
export interface StepPlan {
  readonly gather: (window: number) => NeuralDispatch;
  readonly forward: readonly NeuralDispatch[];
  readonly loss: (window: number) => NeuralDispatch;
  /** Adjoint, gradient, its norm and the outcome. */
  readonly backward: readonly NeuralDispatch[];
}

export function planShape(request: StepRequest, interval: number): PlanShape {
  if (request.kind === "derivative") {
    return { kind: request.kind, batch: request.rows.length, steps: 1, stride: 0, h: 0 };
  }
  const { kind, starts, steps, stride } = request;
  return { kind, batch: starts.length, steps, stride, h: stride * interval };
}

/** Evaluations of the vector field in a step. */
export function tapeRows({ kind, batch, steps }: PlanShape): number {
  return kind === "derivative" ? batch : 4 * steps * batch;
}

export function planStep(context: PlanContext, plan: PlanShape): StepPlan {
  const { maps, wiring, workgroup } = context;
  const { batch: rows, steps } = plan;
  const { size } = maps;
  const elements = steps * rows * size;
  const lossGroups = groupsFor(elements, workgroup);
  const ahead = plan.kind === "derivative" ? rows : 4 * rows;
  const common = {
    rows,
    size,
    steps,
    lead: plan.stride,
    stride: plan.stride,
    targets: plan.kind === "derivative" ? context.slopesAt : 0,
    first: ahead,
    apart: ahead,
    last: tapeRows(plan) - rows,
    scale: 2 / elements,
    share: plan.kind === "derivative" ? 1 : WEIGHTS[3] * plan.h,
  };
  return {
    gather: (window) =>
      sharedDispatch("gather", wiring.gather, { rows, size, window }, groupsFor(rows * size, workgroup)),
    forward: plan.kind === "derivative" ? evaluation(context, plan) : trajectory(context, plan),
    loss: (window) => sharedDispatch("loss", wiring.loss, { ...common, window }, lossGroups),
    backward: [
      ...(plan.kind === "derivative"
        ? hiddenAdjoints(context, { rows, first: 0, skip: false })
        : trajectoryAdjoint(context, plan)),
      ...gradients(context, tapeRows(plan)),
      ...reports(context, lossGroups, elements),
    ],
  };
}

/** Slopes of the gathered states, put behind them. */
function evaluation(context: PlanContext, { batch: rows }: PlanShape): NeuralDispatch[] {
  const combination = { base: 0, next: rows, opening: 1, closing: 0, keep: 0, advance: 1, share: 0 };
  return field(context, { rows, first: 0, ...combination });
}

/** All steps of RK4. */
function trajectory(context: PlanContext, { batch: rows, steps, h }: PlanShape): NeuralDispatch[] {
  return Array.from({ length: 4 * steps }, (_, k) => {
    const stage = k % 4;
    const closing = stage === 3;
    return field(context, {
      rows,
      first: k * rows,
      base: (k - stage) * rows,
      next: (k + 1) * rows,
      opening: stage === 0 ? 1 : 0,
      closing: closing ? 1 : 0,
      keep: 1,
      advance: closing ? 0 : NODES[stage + 1] * h,
      share: WEIGHTS[stage] * h,
    });
  }).flat();
}

/** The vector field at the rows from `first` on, and what becomes of its slopes. */
function field(
  { maps, wiring }: PlanContext,
  combination: {
    readonly rows: number;
    readonly first: number;
    readonly base: number;
    readonly next: number;
    readonly opening: number;
    readonly closing: number;
    readonly keep: number;
    readonly advance: number;
    readonly share: number;
  },
): NeuralDispatch[] {
  const { size, hidden, last, skip } = maps;
  const { rows, first } = combination;
  const layers = hidden.map(({ inputs, outputs: width, weight }, k) => {
    const columns = k === 0 && skip !== null ? width + size : width;
    const values = { rows, first, inputs, width, weight, skip: skip?.weight ?? 0, columns };
    return productDispatch("hidden", wiring.hidden[k], values, { rows, columns, terms: inputs });
  });
  const { inputs, weight } = last;
  const values = { ...combination, inputs, size, weight };
  return [...layers, productDispatch("slope", wiring.slope, values, { rows, columns: size, terms: inputs })];
}

/** Cotangents of all stages, the last one first. That of the very first states is not needed. */
function trajectoryAdjoint(context: PlanContext, { batch: rows, steps, h }: PlanShape): NeuralDispatch[] {
  const { maps, wiring } = context;
  const { size, hidden } = maps;
  const { outputs: terms, weight } = hidden[0];
  return Array.from({ length: 4 * steps }, (_, back) => {
    const k = 4 * steps - 1 - back;
    const stage = k % 4;
    const first = k * rows;
    const layers = hiddenAdjoints(context, { rows, first, skip: k > 0 });
    if (k === 0) return layers;
    const closing = stage === 0;
    const values = {
      rows,
      first,
      next: first - rows,
      terms,
      size,
      weight,
      opening: stage === 3 ? 1 : 0,
      closing: closing ? 1 : 0,
      step: closing ? k / 4 - 1 : 0,
      advance: closing ? 0 : NODES[stage] * h,
      share: (closing ? WEIGHTS[3] : WEIGHTS[stage - 1]) * h,
    };
    const image = { rows, columns: size, terms };
    return [...layers, productDispatch("stateAdjoint", wiring.stateAdjoint, values, image)];
  }).flat();
}

/** Cotangents of the hidden layers from that of the slope, and with `skip` the adjoint of A. */
function hiddenAdjoints(
  { maps, wiring }: PlanContext,
  { rows, first, skip }: { readonly rows: number; readonly first: number; readonly skip: boolean },
): NeuralDispatch[] {
  const { size, hidden, last } = maps;
  return [...hidden.slice(1), last]
    .map(({ inputs: width, outputs: terms, weight }, k) => {
      const skipped = k === hidden.length - 1 && skip && maps.skip !== null;
      const columns = skipped ? width + size : width;
      const values = { rows, first, terms, width, weight, skip: maps.skip?.weight ?? 0, columns };
      return productDispatch("hiddenAdjoint", wiring.hiddenAdjoint[k], values, { rows, columns, terms });
    })
    .toReversed();
}

/** Gradients of all linear maps over `rows` rows of the tape, that of a skew A projected. */
function gradients({ maps, wiring, shape, workgroup }: PlanContext, rows: number): NeuralDispatch[] {
  const { size, skip, hidden, last } = maps;
  const layers = [...hidden, last].flatMap((map, k) =>
    gradientDispatches(wiring.weightGradient[k], { ...map, terms: rows }),
  );
  if (skip === null) return layers;
  const own = gradientDispatches(wiring.skipGradient, { ...skip, terms: rows });
  if (shape.skip === "full") return [...layers, ...own];
  const values = { offset: skip.weight, size };
  return [...layers, ...own, sharedDispatch("skew", wiring.skew, values, groupsFor(size * size, workgroup))];
}

function reports(
  { maps, wiring, options, workgroup }: PlanContext,
  lossGroups: number,
  elements: number,
): NeuralDispatch[] {
  const normGroups = groupsFor(maps.count, workgroup);
  const values = { loss_parts: lossGroups, norm_parts: normGroups, mean: 1 / elements, clip: options.clip };
  return [
    sharedDispatch("norm", wiring.norm, { count: maps.count }, normGroups),
    sharedDispatch("outcome", wiring.outcome, values, 1),
  ];
}

/** Adam's step number `step`, from 1 on. */
export function adamDispatch(
  { maps, wiring, options, workgroup }: PlanContext,
  step: number,
  learningRate: number,
): NeuralDispatch {
  const { beta1, beta2, epsilon } = options;
  const values = {
    count: maps.count,
    fresh1: 1 - beta1,
    fresh2: 1 - beta2,
    rate: learningRate / (1 - beta1 ** step),
    correction: 1 / (1 - beta2 ** step),
    epsilon,
  };
  return sharedDispatch("adam", wiring.adam, values, groupsFor(maps.count, workgroup));
}
