import { afterEach, describe, expect, it, vi } from "vitest";
import { openDawn } from "../../src/cli/dawn.ts";
import { browserEnvironment, Gpu, type GpuEnvironment, openGpu, surveyGpu } from "../../src/gpu/device.ts";
import { BufferUsage } from "../../src/gpu/flags.ts";
import { describeProblem, GpuError, type GpuProblem } from "../../src/gpu/problems.ts";
import { openTestGpu } from "./open.ts";

/** The message of what openGpu says of an environment. */
async function refusal(environment: GpuEnvironment): Promise<GpuProblem> {
  const outcome = await openGpu(environment);
  expect(outcome.kind).toBe("unavailable");
  return (outcome as { problem: GpuProblem }).problem;
}

function fakeGpu(adapter: object | null): GPU {
  return { requestAdapter: () => Promise.resolve(adapter) } as unknown as GPU;
}

describe("negotiation", () => {
  it("tells an insecure page, a missing WebGPU and a missing adapter apart", async () => {
    expect(await refusal({ gpu: fakeGpu(null), secure: false })).toEqual({ kind: "insecure-context" });
    expect(await refusal({ gpu: undefined, secure: true })).toEqual({ kind: "no-webgpu" });
    expect(await refusal({ gpu: fakeGpu(null), secure: true })).toEqual({ kind: "no-adapter" });
  });

  it("passes on why an adapter gives no device", async () => {
    const adapter = {
      limits: {},
      features: new Set(),
      requestDevice: () => Promise.reject(new Error("the driver is on a deny list")),
    };
    const problem = await refusal({ gpu: fakeGpu(adapter), secure: true });
    expect(problem).toEqual({ kind: "device-refused", detail: "the driver is on a deny list" });
  });

  it("asks for the optional features and the largest limits of the adapter, and for nothing else", async () => {
    const requestDevice = vi.fn<(descriptor: GPUDeviceDescriptor) => Promise<never>>(() =>
      Promise.reject(new Error("enough")),
    );
    const adapter = {
      limits: { maxBufferSize: 7, maxComputeWorkgroupStorageSize: 65_536, maxTextureDimension1D: 3 },
      features: new Set(["subgroups", "shader-f16"]),
      requestDevice,
    };
    await openGpu({ gpu: fakeGpu(adapter), secure: true });
    const descriptor = requestDevice.mock.calls[0]?.[0];
    expect(descriptor?.requiredFeatures).toEqual(["subgroups"]);
    expect(descriptor?.requiredLimits).toMatchObject({
      maxBufferSize: 7,
      maxComputeWorkgroupStorageSize: 65_536,
    });
    expect(descriptor?.requiredLimits).not.toHaveProperty("maxTextureDimension1D");
  });

  it("opens this machine's adapter and reports what it is, as a survey does without opening it", async () => {
    const gpu = await openTestGpu();
    expect(await surveyGpu(await openDawn())).toEqual({ kind: "found", adapter: gpu.adapter });
    expect(gpu.adapter.name).not.toBe("");
    expect(gpu.adapter.limits.maxComputeWorkgroupStorageSize).toBeGreaterThanOrEqual(16_384);
    expect(gpu.adapter.software).toBe(/swiftshader|llvmpipe/i.test(gpu.adapter.name));
    gpu.destroy();
  });
});

describe("the environment of a page or worker", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is read from navigator and isSecureContext", () => {
    const gpu = fakeGpu(null);
    vi.stubGlobal("navigator", { gpu });
    vi.stubGlobal("isSecureContext", false);
    expect(browserEnvironment()).toEqual({ gpu, secure: false });
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("isSecureContext", true);
    expect(browserEnvironment()).toEqual({ gpu: undefined, secure: true });
  });
});

describe("an open device", () => {
  it("accounts for its buffers and names the limit of one too large", async () => {
    const gpu = await openTestGpu();
    const usage = BufferUsage.STORAGE;
    const set = await gpu.createBuffers("test", { one: { bytes: 64, usage }, two: { bytes: 192, usage } });
    expect(gpu.bytesInUse).toBe(256);
    set.destroy();
    set.destroy();
    expect(gpu.bytesInUse).toBe(0);
    const bytes = gpu.adapter.limits.maxBufferSize + 4;
    await expect(gpu.createBuffers("huge", { all: { bytes, usage } })).rejects.toMatchObject({
      problem: { kind: "limit-too-small", limit: "maxBufferSize", needed: bytes, user: "huge (all)" },
    });
    gpu.destroy();
  });

  it("reports memory that runs out, and gives back what it got", async () => {
    const gpu = await openTestGpu();
    const pop = vi.spyOn(gpu.device, "popErrorScope");
    pop.mockResolvedValueOnce({ message: "no memory" });
    const usage = BufferUsage.STORAGE;
    await expect(gpu.createBuffers("tile", { one: { bytes: 4096, usage } })).rejects.toMatchObject({
      problem: { kind: "out-of-memory", bytes: 4096, user: "tile" },
    });
    expect(gpu.bytesInUse).toBe(0);
    gpu.destroy();
  });

  it("turns whatever waits for a lost device into one typed error", async () => {
    const gpu = await openTestGpu();
    const waiting = gpu.guard(new Promise(() => undefined));
    gpu.destroy();
    await expect(waiting).rejects.toMatchObject({ problem: { kind: "device-lost", reason: "destroyed" } });
    await expect(gpu.guard(Promise.reject(new Error("a consequence")))).rejects.toBeInstanceOf(GpuError);
  });

  it("blames the loss for what breaks shortly before it is reported, as in browsers, and nothing else", async () => {
    let lose: (info: GPUDeviceLostInfo) => void = () => undefined;
    const device = {
      features: new Set(),
      limits: {},
      addEventListener: () => undefined,
      lost: new Promise<GPUDeviceLostInfo>((resolve) => {
        lose = resolve;
      }),
    };
    const info = { description: "fake" };
    const gpu = new Gpu(device as unknown as GPUDevice, info as GPUAdapterInfo);
    await expect(gpu.guard(Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
    const broken = gpu.guard(Promise.reject(new Error("the buffer was unmapped")));
    setTimeout(() => lose({ reason: "destroyed", message: "" } as GPUDeviceLostInfo), 20);
    await expect(broken).rejects.toMatchObject({ problem: { kind: "device-lost", reason: "destroyed" } });
  });

  it("reports commands that the implementation rejects", async () => {
    const gpu = await openTestGpu();
    gpu.device.createBuffer({ size: 4, usage: BufferUsage.MAP_READ | BufferUsage.STORAGE });
    const failure = gpu.guard(new Promise(() => undefined));
    await expect(failure).rejects.toMatchObject({ problem: { kind: "rejected", user: "a command" } });
    gpu.destroy();
  });
});

it("has a sentence of its own for every problem", () => {
  const problems: GpuProblem[] = [
    { kind: "insecure-context" },
    { kind: "no-webgpu" },
    { kind: "no-adapter" },
    { kind: "device-refused", detail: "busy" },
    { kind: "limit-too-small", limit: "maxBufferSize", needed: 8, available: 4, user: "the map" },
    { kind: "out-of-memory", bytes: 2.5e6, user: "the map" },
    { kind: "device-lost", reason: "unknown", detail: "reset" },
    { kind: "rejected", user: "shader x", detail: "no" },
  ];
  const sentences = problems.map(describeProblem);
  expect(new Set(sentences).size).toBe(problems.length);
  expect(sentences[4]).toBe("the map needs maxBufferSize = 8, this adapter has 4.");
  expect(sentences[5]).toContain("3 MB");
});
