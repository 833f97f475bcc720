import type { Gpu } from "../device.ts";
import type { BoundKernel } from "../kernel.ts";
import { UniformSlots } from "../uniforms.ts";
import type { Td2rdmKernel } from "./kernel.ts";
import { PURIFICATION_TOLERANCE, type PurificationProgram, type purifyKernel } from "./purify.ts";
import type { PurificationReport } from "./types.ts";

/** Numbers and bytes of a report in shaders/purification/purify.wgsl. */
const NUMBERS = 4;
export const REPORT = 4 * NUMBERS;

type Propagation = BoundKernel<Td2rdmKernel["params"]>;
type StepParams = Parameters<Propagation["pack"]>[0];

/** The points of a tile, as far as purification is concerned. */
export interface PurifiedTile {
  readonly gpu: Gpu;
  readonly purification: PurificationProgram;
  readonly points: number;
  readonly electrons: number;
  readonly steps: number;
  readonly buffers: Readonly<Record<"packed" | "workspace" | "reports", GPUBuffer>>;
  /** The propagation kernel with the buffers of the tile. */
  readonly bindPropagation: (uniforms: UniformSlots) => Propagation;
}

/** Propagation of the points of a tile with purification between the steps. */
export class PurifiedSteps {
  private readonly uniforms: UniformSlots;
  private readonly propagation: Propagation;
  private readonly purifier: BoundKernel<typeof purifyKernel.params>;

  constructor(private readonly tile: PurifiedTile) {
    const { gpu, purification, steps, buffers } = tile;
    const { packed, workspace, reports } = buffers;
    this.uniforms = new UniformSlots(gpu.device, "td2rdm purified steps", 2 * steps + 1);
    this.propagation = tile.bindPropagation(this.uniforms);
    this.purifier = purification.kernel.bind({ packed, workspace, reports }, this.uniforms);
  }

  /** Submits the samples that the parameters ask for, each of them purified. */
  submit(params: StepParams): void {
    for (let slot = 0; slot < params.samples; slot++) {
      const stays = slot === 0 && params.from_start === 1;
      this.submitSample({ ...params, samples: 1, first_slot: slot }, stays ? 0 : this.tile.steps);
    }
  }

  /** Encodes the copy of the reports to the end of a buffer. */
  copyReports(encoder: GPUCommandEncoder, target: GPUBuffer): void {
    const { reports } = this.tile.buffers;
    encoder.copyBufferToBuffer(reports, 0, target, target.size - reports.size, reports.size);
  }

  destroy(): void {
    this.uniforms.destroy();
  }

  /** A step leaves its own sample in the slot, which that of the purified state replaces in the end. */
  private submitSample(params: StepParams, steps: number): void {
    const { gpu, points, electrons, purification } = this.tile;
    const { iterations } = purification;
    const step = this.propagation.pack({ ...params, from_start: 0, steps_per_sample: 1 });
    const purify = this.purifier.pack({ electrons, tolerance: PURIFICATION_TOLERANCE, iterations });
    const encoder = gpu.device.createCommandEncoder({ label: "td2rdm purified steps" });
    const pass = encoder.beginComputePass({ label: "td2rdm purified steps" });
    for (let k = 0; k < steps; k++) {
      this.propagation.encode(pass, step, points, 1);
      this.purifier.encode(pass, purify, points, 1);
    }
    this.propagation.dispatch(pass, { ...params, from_start: 1 }, points);
    pass.end();
    this.uniforms.flush();
    gpu.device.queue.submit([encoder.finish()]);
  }
}

/** The report of a point of a tile among values that end with the reports of all its points. */
export function readReport(values: Float32Array, points: number, point: number): PurificationReport {
  const at = values.length - NUMBERS * (points - point);
  const [unfinished, smallest, iterations, sweeps] = values.subarray(at, at + NUMBERS);
  return { unfinished, smallest, iterations, sweeps };
}
