import { assert } from "../../base/errors.ts";
import { KernelClock } from "../../gpu/clock.ts";
import type { Gpu } from "../../gpu/device.ts";
import { structBytes } from "../../gpu/kernel.ts";
import type { NeuralDispatch } from "../../gpu/neural/dispatches.ts";
import { OUTCOME } from "../../gpu/neural/kernels.ts";
import {
  compileNeuralKernels,
  NEURAL_KERNEL_NAMES,
  type NeuralKernelName,
  type NeuralKernels,
} from "../../gpu/neural/program.ts";
import { PacedQueue } from "../../gpu/paced-queue.ts";
import { Pacer } from "../../gpu/pacer.ts";
import { UniformSlots } from "../../gpu/uniforms.ts";
import type {
  AdamOptions,
  AsyncTrainingEngine,
  FieldShape,
  OptimiserState,
  StepReport,
  StepRequest,
  TrainingData,
} from "../types.ts";
import {
  createModelBuffers,
  createTapeBuffers,
  type ModelBuffers,
  type TapeBuffers,
  type TapeSize,
} from "./buffers.ts";
import { type FieldMaps, fieldMaps } from "./layers.ts";
import {
  adamDispatch,
  type PlanContext,
  type PlanShape,
  planShape,
  planStep,
  type StepPlan,
  tapeRows,
} from "./plan.ts";
import { wire } from "./wiring.ts";

/** Invocations of a workgroup: on a GPU four slices wait for memory at a time, a CPU has nothing from that. */
const WORKGROUP = { gpu: 256, software: 64 };
/** Milliseconds of a submission; two are under way at a time. */
const TARGET = 50;
/** Multiply-adds of the first submission. */
const FIRST = 2e7;
/** Most dispatches of a submission. */
const SLOTS = 1024;

export interface GpuTrainingOptions {
  readonly workgroup?: number;
  /** Times every kernel, where the device has timestamps; slower. */
  readonly timed?: boolean;
}

/**
 * Training in float32 by WebGPU (docs/gpu.md). Weights begin at 0.
 * @throws GpuError `limit-too-small`, `out-of-memory`, `rejected`; later `device-lost`, after which the engine
 * is of no use: go on from the last state read, on a new device or on the CPU
 */
export async function createGpuTrainingEngine(
  gpu: Gpu,
  shape: FieldShape,
  data: TrainingData,
  options: AdamOptions,
  { workgroup, timed }: GpuTrainingOptions = {},
): Promise<GpuTrainingEngine> {
  const invocations = workgroup ?? (gpu.adapter.software ? WORKGROUP.software : WORKGROUP.gpu);
  const maps = fieldMaps(shape);
  const kernels = await compileNeuralKernels(gpu, shape.activation, invocations);
  const clock = timed === true ? await KernelClock.create(gpu, NEURAL_KERNEL_NAMES, SLOTS) : null;
  const model = await createModelBuffers(gpu, maps, data);
  return new GpuTrainingEngine(gpu, { shape, maps, data, options, invocations, kernels, model, clock });
}

/** What it took so far. */
export interface GpuTrainingMeasure {
  readonly dispatches: number;
  readonly submissions: number;
  /** By kernel, when timed; zeros without timestamps. */
  readonly milliseconds: Readonly<Record<NeuralKernelName, number>> | null;
}

interface Parts {
  readonly shape: FieldShape;
  readonly maps: FieldMaps;
  readonly data: TrainingData;
  readonly options: AdamOptions;
  readonly invocations: number;
  readonly kernels: NeuralKernels;
  readonly model: ModelBuffers;
  readonly clock: KernelClock<NeuralKernelName> | null;
}

/** What depends on the largest batch so far. */
interface Room {
  readonly size: TapeSize;
  readonly tape: TapeBuffers;
  readonly context: PlanContext;
  /** By the JSON of their shapes. */
  readonly plans: Map<string, StepPlan>;
}

export class GpuTrainingEngine implements AsyncTrainingEngine {
  readonly device = "webgpu";
  readonly precision = "float32";
  readonly adapter: string;
  private readonly slots: UniformSlots;
  private readonly queue: PacedQueue<NeuralKernelName>;
  private room: Room | null = null;
  private taken = 0;

  constructor(
    private readonly gpu: Gpu,
    private readonly parts: Parts,
  ) {
    this.adapter = gpu.adapter.name;
    this.slots = new UniformSlots(gpu.device, "neural training", SLOTS);
    this.queue = new PacedQueue(gpu, this.slots, new Pacer(TARGET, FIRST), parts.clock);
  }

  step(request: StepRequest): Promise<StepReport> {
    return this.steps([request]);
  }

  async steps(requests: readonly StepRequest[]): Promise<StepReport> {
    assert(requests.length > 0, "no steps to make");
    const { gpu, parts } = this;
    const shapes = requests.map((request) => planShape(request, parts.data.interval));
    const room = await this.roomFor(shapes);
    const windows = requests.flatMap((request) => [...windowsOf(request)]);
    gpu.device.queue.writeBuffer(room.tape.buffers.starts, 0, Uint32Array.from(windows));
    gpu.device.queue.writeBuffer(parts.model.buffers.outcome, 0, new Uint8Array(structBytes(OUTCOME)));
    await this.queue.run(this.dispatches(room, requests, shapes));
    const { loss, norm, steps } = await this.outcome();
    this.taken += steps;
    return { loss, gradientNorm: norm };
  }

  async read(): Promise<OptimiserState> {
    const { parameters, first, second } = this.parts.model.buffers;
    const values: Float64Array<ArrayBuffer>[] = [];
    for (const buffer of [parameters, first, second]) {
      values.push(Float64Array.from(await this.gpu.read(buffer, [0], buffer.size)));
    }
    return { parameters: values[0], first: values[1], second: values[2], steps: this.taken };
  }

  async write(state: OptimiserState): Promise<void> {
    const { buffers } = this.parts.model;
    for (const name of ["parameters", "first", "second"] as const) {
      this.gpu.device.queue.writeBuffer(buffers[name], 0, Float32Array.from(state[name]));
    }
    this.taken = state.steps;
    await this.gpu.guard(this.gpu.device.queue.onSubmittedWorkDone());
  }

  get measured(): GpuTrainingMeasure {
    return { ...this.queue.counts, milliseconds: this.parts.clock?.milliseconds ?? null };
  }

  destroy(): void {
    this.leave();
    this.slots.destroy();
    this.parts.model.destroy();
    this.parts.clock?.destroy();
  }

  private *dispatches(
    { plans, context }: Room,
    requests: readonly StepRequest[],
    shapes: readonly PlanShape[],
  ): Generator<NeuralDispatch> {
    let window = 0;
    for (const [k, { learningRate }] of requests.entries()) {
      const key = JSON.stringify(shapes[k]);
      const plan = plans.get(key) ?? planStep(context, shapes[k]);
      plans.set(key, plan);
      yield plan.gather(window);
      yield* plan.forward;
      yield plan.loss(window);
      yield* plan.backward;
      yield adamDispatch(context, this.taken + k + 1, learningRate);
      window += shapes[k].batch;
    }
  }

  /** Room for these steps: what is there, or more. */
  private async roomFor(shapes: readonly PlanShape[]): Promise<Room> {
    const size = this.room?.size ?? { batch: 0, rows: 0, windows: 0 };
    const wanted = {
      batch: Math.max(size.batch, ...shapes.map(({ batch }) => batch)),
      rows: Math.max(size.rows, ...shapes.map(tapeRows)),
      windows: Math.max(
        size.windows,
        shapes.reduce((sum, { batch }) => sum + batch, 0),
      ),
    };
    const fits = wanted.batch === size.batch && wanted.rows === size.rows && wanted.windows === size.windows;
    if (this.room !== null && fits) return this.room;
    this.leave();
    const { shape, maps, options, data, kernels, model, invocations: workgroup } = this.parts;
    const tape = await createTapeBuffers(this.gpu, maps, wanted);
    const wiring = wire(kernels, maps, model, tape, this.slots);
    const context = { shape, maps, wiring, options, workgroup, slopesAt: data.states.length };
    this.room = { size: wanted, tape, context, plans: new Map() };
    return this.room;
  }

  private leave(): void {
    this.room?.tape.destroy();
    this.room = null;
  }

  private async outcome(): Promise<{ loss: number; norm: number; steps: number }> {
    const { outcome, readback } = this.parts.model.buffers;
    const encoder = this.gpu.device.createCommandEncoder({ label: "neural outcome" });
    encoder.copyBufferToBuffer(outcome, 0, readback, 0, readback.size);
    this.gpu.device.queue.submit([encoder.finish()]);
    const values = await this.gpu.readMapped(readback);
    const at = Object.keys(OUTCOME).indexOf("steps");
    return { loss: values[0], norm: values[1], steps: new Uint32Array(values.buffer)[at] };
  }
}

function windowsOf(request: StepRequest): Uint32Array {
  return request.kind === "derivative" ? request.rows : request.starts;
}
