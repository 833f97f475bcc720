import { assert } from "../base/errors.ts";
import type { Gpu } from "./device.ts";
import { STAGE_COMPUTE } from "./flags.ts";
import { GpuError } from "./problems.ts";
import { UniformSlots } from "./uniforms.ts";
import { joinSources, type WgslSource } from "./wgsl.ts";

/** Scalar members of a WGSL struct, in the order of declaration. */
export type ScalarLayout = Readonly<Record<string, "u32" | "f32">>;
type ScalarValues<L extends ScalarLayout> = Readonly<Record<keyof L & string, number>>;

/** Everything the TypeScript side knows of one compute entry point `main`. */
export interface KernelDefinition<
  P extends ScalarLayout = ScalarLayout,
  B extends string = string,
  O extends string = string,
> {
  readonly label: string;
  /** Shared functions first, the file with the entry point last. */
  readonly sources: readonly WgslSource[];
  /** The struct `Params`, uniform at binding 0 of group 0. */
  readonly params: P;
  /** Storage buffers at bindings 1, 2, ... of group 0, in this order. */
  readonly bindings: Readonly<Record<B, "read" | "read_write">>;
  /** Pipeline constants, besides WORKGROUP. */
  readonly overrides: readonly O[];
  /** Workgroup memory in bytes for given constants, to name the limit when it is too small. */
  readonly workgroupBytes: (constants: Readonly<Record<O | "WORKGROUP", number>>) => number;
}

/** Declares a kernel; compile it with `compileKernel`. */
export function defineKernel<P extends ScalarLayout, B extends string, O extends string>(
  definition: KernelDefinition<P, B, O>,
): KernelDefinition<P, B, O> {
  return definition;
}

/** Bytes of a struct of scalars. */
export function structBytes(layout: ScalarLayout): number {
  return 4 * Object.keys(layout).length;
}

/** Writes a struct of scalars at `offset` of `view` as it lies in the memory of a buffer. */
export function packStruct<L extends ScalarLayout>(
  layout: L,
  values: ScalarValues<L>,
  view: DataView,
  offset = 0,
): void {
  Object.entries(layout).forEach(([name, type], index) => {
    const value = values[name];
    assert(value !== undefined && Number.isFinite(value), `${name} of a shader is ${value}`);
    if (type === "f32") view.setFloat32(offset + 4 * index, value, true);
    else view.setUint32(offset + 4 * index, value, true);
  });
}

/** The explicit layout of group 0; the parameters lie at a dynamic offset of their buffer. */
export function bindGroupLayout(definition: KernelDefinition): GPUBindGroupLayoutDescriptor {
  const visibility = STAGE_COMPUTE;
  const storage = Object.values(definition.bindings).map(
    (access, index): GPUBindGroupLayoutEntry => ({
      binding: index + 1,
      visibility,
      buffer: { type: access === "read" ? "read-only-storage" : "storage" },
    }),
  );
  return {
    label: definition.label,
    entries: [{ binding: 0, visibility, buffer: { type: "uniform", hasDynamicOffset: true } }, ...storage],
  };
}

/**
 * Compiles a kernel for given constants.
 * @throws GpuError `limit-too-small` with the limit named, or `rejected` with file, line and column
 */
export async function compileKernel<P extends ScalarLayout, B extends string, O extends string>(
  gpu: Gpu,
  definition: KernelDefinition<P, B, O>,
  constants: Readonly<Record<O | "WORKGROUP", number>>,
): Promise<Kernel<P, B>> {
  const { device } = gpu;
  const { label } = definition;
  const invocations: number = constants.WORKGROUP;
  gpu.require("maxComputeInvocationsPerWorkgroup", invocations, label);
  gpu.require("maxComputeWorkgroupSizeX", invocations, label);
  gpu.require("maxComputeWorkgroupStorageSize", definition.workgroupBytes(constants), label);
  gpu.require("maxStorageBuffersPerShaderStage", Object.keys(definition.bindings).length, label);
  const { code, locate } = joinSources(definition.sources);
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ label, code });
  const layout = device.createBindGroupLayout(bindGroupLayout(definition));
  const [info] = await gpu.guard(Promise.all([module.getCompilationInfo(), device.popErrorScope()]));
  const errors = info.messages.filter(({ type }) => type === "error");
  if (errors.length > 0) {
    const detail = errors.map((m) => `${locate(m.lineNum)}:${m.linePos} ${m.message}`).join("\n");
    throw new GpuError({ kind: "rejected", user: `shader ${label}`, detail });
  }
  const descriptor: GPUComputePipelineDescriptor = {
    label,
    layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: "main", constants },
  };
  try {
    const pipeline = await gpu.guard(device.createComputePipelineAsync(descriptor));
    return new Kernel(gpu, definition, pipeline, layout);
  } catch (error) {
    if (error instanceof GpuError) throw error;
    throw new GpuError({ kind: "rejected", user: `pipeline ${label}`, detail: String(error) });
  }
}

/** A compiled kernel. */
export class Kernel<P extends ScalarLayout, B extends string> {
  constructor(
    private readonly gpu: Gpu,
    private readonly definition: KernelDefinition<P, B>,
    private readonly pipeline: GPUComputePipeline,
    private readonly layout: GPUBindGroupLayout,
  ) {}

  /** Binds buffers; `uniforms` of a longer submission, or one slot of its own. */
  bind(buffers: Readonly<Record<B, GPUBuffer>>, uniforms?: UniformSlots): BoundKernel<P> {
    const { device } = this.gpu;
    const { label, bindings, params } = this.definition;
    const slots = uniforms ?? new UniformSlots(device, label, 1);
    const names = Object.keys(bindings) as B[];
    const group = device.createBindGroup({
      label,
      layout: this.layout,
      entries: [
        { binding: 0, resource: { buffer: slots.buffer, size: structBytes(params) } },
        ...names.map((name, index) => ({ binding: index + 1, resource: { buffer: buffers[name] } })),
      ],
    });
    return new BoundKernel(params, this.pipeline, group, slots, uniforms === undefined);
  }
}

/** A kernel with its buffers. */
export class BoundKernel<P extends ScalarLayout> {
  constructor(
    private readonly params: P,
    private readonly pipeline: GPUComputePipeline,
    private readonly group: GPUBindGroup,
    private readonly slots: UniformSlots,
    private readonly ownsSlots: boolean,
  ) {}

  /** Parameters as they lie in memory, for dispatches that are encoded again and again. */
  pack(values: ScalarValues<P>): Uint8Array {
    const view = new DataView(new ArrayBuffer(structBytes(this.params)));
    packStruct(this.params, values, view);
    return new Uint8Array(view.buffer);
  }

  /**
   * Encodes a dispatch of `x` by `y` workgroups with the given parameters. A kernel with a slot of its own has
   * one dispatch per submission; shared slots are the caller's to flush before the submission.
   */
  dispatch(pass: GPUComputePassEncoder, values: ScalarValues<P>, x: number, y = 1): void {
    this.encode(pass, this.pack(values), x, y);
  }

  /** The same with parameters that are packed already. */
  encode(pass: GPUComputePassEncoder, packed: Uint8Array, x: number, y: number): void {
    const offset = this.slots.put(packed);
    if (this.ownsSlots) this.slots.flush();
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, this.group, [offset]);
    pass.dispatchWorkgroups(x, y);
  }

  /** Frees its own slot. */
  destroy(): void {
    if (this.ownsSlots) this.slots.destroy();
  }
}
