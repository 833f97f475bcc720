import { BufferUsage, MAP_MODE_READ } from "./flags.ts";
import { GpuError, type GpuProblem } from "./problems.ts";

/** Where WebGPU is looked for. The same in a page, a dedicated worker and Node (Dawn). */
export interface GpuEnvironment {
  /** `navigator.gpu`, or what stands for it. */
  readonly gpu: GPU | undefined;
  readonly secure: boolean;
}

/** What is told about the adapter that computes. */
export interface AdapterReport {
  readonly name: string;
  /** A software rasteriser: correct, but slower than the CPU engine. */
  readonly software: boolean;
  readonly timestamps: boolean;
  readonly subgroups: boolean;
  readonly limits: Readonly<Record<NegotiatedLimit, number>>;
}

export type OpenOutcome =
  | { readonly kind: "ready"; readonly gpu: Gpu }
  | { readonly kind: "unavailable"; readonly problem: GpuProblem };

/** Limits that are raised to what the adapter offers. */
const NEGOTIATED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupsPerDimension",
] as const;
type NegotiatedLimit = (typeof NEGOTIATED_LIMITS)[number];

const OPTIONAL_FEATURES = ["timestamp-query", "subgroups"] as const satisfies readonly GPUFeatureName[];

/** Time within which a device that broke something is reported as lost, ms. */
const LOSS_GRACE = 500;

/** The environment of the page or worker this runs in. */
export function browserEnvironment(): GpuEnvironment {
  const gpu = typeof navigator === "undefined" ? undefined : (navigator as { gpu?: GPU }).gpu;
  return { gpu, secure: globalThis.isSecureContext };
}

/** What stands behind WebGPU here, without opening it. */
export async function surveyGpu(
  environment: GpuEnvironment,
): Promise<
  | { readonly kind: "found"; readonly adapter: AdapterReport }
  | { readonly kind: "unavailable"; readonly problem: GpuProblem }
> {
  const found = await findAdapter(environment);
  if (found.kind === "unavailable") return found;
  return { kind: "found", adapter: reportOf(found.adapter.info, found.adapter) };
}

/** Finds an adapter and opens a device with every optional feature and the largest limits it has. */
export async function openGpu(environment: GpuEnvironment): Promise<OpenOutcome> {
  const found = await findAdapter(environment);
  if (found.kind === "unavailable") return found;
  const { adapter } = found;
  const requiredLimits = readLimits(adapter.limits);
  const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
    return { kind: "ready", gpu: new Gpu(device, adapter.info) };
  } catch (error) {
    return unavailable({ kind: "device-refused", detail: messageOf(error) });
  }
}

type Unavailable = Extract<OpenOutcome, { kind: "unavailable" }>;

async function findAdapter({
  gpu,
  secure,
}: GpuEnvironment): Promise<Unavailable | { readonly kind: "found"; readonly adapter: GPUAdapter }> {
  if (!secure) return unavailable({ kind: "insecure-context" });
  if (gpu === undefined) return unavailable({ kind: "no-webgpu" });
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  return adapter === null ? unavailable({ kind: "no-adapter" }) : { kind: "found", adapter };
}

/** An open device. @throws GpuError when there is none */
export async function requireGpu(environment: GpuEnvironment): Promise<Gpu> {
  const outcome = await openGpu(environment);
  if (outcome.kind === "unavailable") throw new GpuError(outcome.problem);
  return outcome.gpu;
}

function unavailable(problem: GpuProblem): Unavailable {
  return { kind: "unavailable", problem };
}

/** An open device: allocation with named limits, memory accounting, and loss as a typed error. */
export class Gpu {
  readonly adapter: AdapterReport;
  /** Bytes in buffers made by `createBuffers` and not yet destroyed. */
  bytesInUse = 0;
  private problem: GpuProblem | null = null;
  private readonly failed: Promise<never>;

  constructor(
    readonly device: GPUDevice,
    info: GPUAdapterInfo,
  ) {
    this.adapter = reportOf(info, device);
    this.failed = this.watch();
    this.failed.catch(() => undefined);
  }

  /** Throws when the named limit of the device is below what `user` needs. */
  require(limit: NegotiatedLimit, needed: number, user: string): void {
    const available = this.adapter.limits[limit];
    if (needed > available) throw new GpuError({ kind: "limit-too-small", limit, needed, available, user });
  }

  /**
   * Buffers of the given sizes in bytes; all or none.
   * @throws GpuError `limit-too-small` (largest buffer or binding), `out-of-memory`, `device-lost`
   */
  async createBuffers<Name extends string>(
    user: string,
    sizes: Readonly<Record<Name, { readonly bytes: number; readonly usage: GPUBufferUsageFlags }>>,
  ): Promise<BufferSet<Name>> {
    const entries = Object.entries(sizes) as [Name, { bytes: number; usage: number }][];
    for (const [name, { bytes }] of entries) {
      this.require("maxBufferSize", bytes, `${user} (${name})`);
      this.require("maxStorageBufferBindingSize", bytes, `${user} (${name})`);
    }
    this.device.pushErrorScope("out-of-memory");
    const made = entries.map(([name, { bytes, usage }]): [Name, GPUBuffer] => [
      name,
      this.device.createBuffer({ label: `${user}: ${name}`, size: bytes, usage }),
    ]);
    const error = await this.guard(this.device.popErrorScope());
    const bytes = entries.reduce((sum, [, size]) => sum + size.bytes, 0);
    if (error !== null) {
      for (const [, buffer] of made) buffer.destroy();
      throw new GpuError({ kind: "out-of-memory", bytes, user });
    }
    this.bytesInUse += bytes;
    return new BufferSet(this, Object.fromEntries(made) as Record<Name, GPUBuffer>, bytes);
  }

  /** Storage buffers that hold the given arrays. */
  async upload<Name extends string>(
    user: string,
    data: Readonly<Record<Name, Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>>>,
  ): Promise<BufferSet<Name>> {
    const entries = Object.entries(data) as [Name, Uint32Array<ArrayBuffer>][];
    const usage = BufferUsage.STORAGE | BufferUsage.COPY_DST;
    const sizes = entries.map(([name, { byteLength }]) => [name, { bytes: Math.max(16, byteLength), usage }]);
    const set = await this.createBuffers<Name>(user, Object.fromEntries(sizes));
    for (const [name, array] of entries) this.device.queue.writeBuffer(set.buffers[name], 0, array);
    return set;
  }

  /** Pieces of `bytes` bytes each, at the given offsets of a buffer, one after the other as float32. */
  async read(
    source: GPUBuffer,
    offsets: readonly number[],
    bytes: number,
  ): Promise<Float32Array<ArrayBuffer>> {
    const usage = BufferUsage.MAP_READ | BufferUsage.COPY_DST;
    const label = `readback of ${source.label}`;
    const set = await this.createBuffers(label, { target: { bytes: bytes * offsets.length, usage } });
    const { target } = set.buffers;
    const encoder = this.device.createCommandEncoder({ label });
    offsets.forEach((offset, k) => encoder.copyBufferToBuffer(source, offset, target, k * bytes, bytes));
    this.device.queue.submit([encoder.finish()]);
    try {
      return await this.readMapped(target);
    } finally {
      set.destroy();
    }
  }

  /** The values of a MAP_READ buffer once all work submitted so far is done. */
  async readMapped(buffer: GPUBuffer): Promise<Float32Array<ArrayBuffer>> {
    await this.guard(buffer.mapAsync(MAP_MODE_READ));
    const values = new Float32Array(buffer.getMappedRange().slice(0));
    buffer.unmap();
    return values;
  }

  /** The promise's value, unless the device fails first: then the GpuError that says why. */
  async guard<T>(promise: Promise<T>): Promise<T> {
    try {
      return await Promise.race([promise, this.failed]);
    } catch (error) {
      // What a loss breaks may be heard of before the loss itself.
      if (this.problem === null) await Promise.race([this.failed.catch(() => undefined), pause(LOSS_GRACE)]);
      throw this.problem === null ? error : new GpuError(this.problem);
    }
  }

  /** Gives the device back. Work in flight ends with `device-lost`. */
  destroy(): void {
    this.device.destroy();
  }

  /** Rejects when the device is lost or an error escapes every scope. */
  private watch(): Promise<never> {
    return new Promise((_, reject) => {
      const fail = (problem: GpuProblem): void => {
        this.problem ??= problem;
        reject(new GpuError(this.problem));
      };
      this.device.addEventListener("uncapturederror", (event) => {
        event.preventDefault();
        fail({ kind: "rejected", user: "a command", detail: event.error.message });
      });
      const awaitLoss = async (): Promise<void> => {
        const { reason, message } = await this.device.lost;
        fail({ kind: "device-lost", reason, detail: message });
      };
      void awaitLoss();
    });
  }
}

/** Buffers that live and die together. */
export class BufferSet<Name extends string> {
  private alive = true;

  constructor(
    private readonly gpu: Gpu,
    readonly buffers: Readonly<Record<Name, GPUBuffer>>,
    private readonly bytes: number,
  ) {}

  destroy(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const buffer of Object.values<GPUBuffer>(this.buffers)) buffer.destroy();
    this.gpu.bytesInUse -= this.bytes;
  }
}

function reportOf(info: GPUAdapterInfo, { features, limits }: GPUAdapter | GPUDevice): AdapterReport {
  return {
    name: adapterName(info),
    software: isSoftware(info),
    timestamps: features.has("timestamp-query"),
    subgroups: features.has("subgroups"),
    limits: readLimits(limits),
  };
}

function readLimits(limits: GPUSupportedLimits): Record<NegotiatedLimit, number> {
  return Object.fromEntries(NEGOTIATED_LIMITS.map((name) => [name, limits[name]])) as Record<
    NegotiatedLimit,
    number
  >;
}

/** Browsers hide the description unless a flag is set; vendor and architecture are there. */
function adapterName({ description, device, vendor, architecture }: GPUAdapterInfo): string {
  const family = [vendor, architecture].filter((part) => part !== "").join(" ");
  return description || device || family || "unnamed adapter";
}

function isSoftware({ isFallbackAdapter, architecture }: GPUAdapterInfo): boolean {
  return isFallbackAdapter || architecture === "swiftshader";
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
