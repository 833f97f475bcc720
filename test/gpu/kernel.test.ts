import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeBindGroupLayoutDescriptors, makeShaderDataDefinitions } from "webgpu-utils";
import type { Gpu } from "../../src/gpu/device.ts";
import { propagateKernel, threeBodyKernel, twoBodyKernel } from "../../src/gpu/exact/kernels.ts";
import { POINT } from "../../src/gpu/exact/points.ts";
import { STAGE_COMPUTE } from "../../src/gpu/flags.ts";
import {
  bindGroupLayout,
  compileKernel,
  defineKernel,
  type KernelDefinition,
  packStruct,
  type ScalarLayout,
  structBytes,
} from "../../src/gpu/kernel.ts";
import { QUENCH as MEAN_FIELD_QUENCH, meanFieldKernel } from "../../src/gpu/mean-field/kernel.ts";
import {
  adamKernel,
  gatherKernel,
  hiddenAdjointKernel,
  hiddenKernel,
  lossKernel,
  normKernel,
  OUTCOME,
  outcomeKernel,
  skewKernel,
  slopeKernel,
  stateAdjointKernel,
  weightGradientKernel,
} from "../../src/gpu/neural/kernels.ts";
import { GpuError, type GpuProblem } from "../../src/gpu/problems.ts";
import { QUENCH, td2rdmKernel } from "../../src/gpu/td2rdm/kernel.ts";
import { purifyKernel } from "../../src/gpu/td2rdm/purify.ts";
import { joinSources, WGSL } from "../../src/gpu/wgsl.ts";
import { openTestGpu } from "./open.ts";

const KERNELS: readonly KernelDefinition[] = [
  propagateKernel,
  twoBodyKernel,
  threeBodyKernel,
  gatherKernel,
  hiddenKernel,
  slopeKernel,
  lossKernel,
  hiddenAdjointKernel,
  stateAdjointKernel,
  weightGradientKernel,
  skewKernel,
  normKernel,
  outcomeKernel,
  adamKernel,
  td2rdmKernel("valdemoro", "workgroup"),
  td2rdmKernel("nakatsuji-yasuda", "storage"),
  td2rdmKernel("nakatsuji-yasuda-smooth", "workgroup"),
  td2rdmKernel("mazziotti", "workgroup"),
  meanFieldKernel,
  purifyKernel,
];

// webgpu-utils reads this global, which browsers have.
vi.stubGlobal("GPUShaderStage", { VERTEX: 1, FRAGMENT: 2, COMPUTE: STAGE_COMPUTE });

/** The WGSL struct has the members, types, offsets and size that packStruct writes. */
function expectSameStruct(
  { structs }: ReturnType<typeof makeShaderDataDefinitions>,
  name: string,
  layout: ScalarLayout,
): void {
  const { fields, size } = structs[name];
  expect(size).toBe(structBytes(layout));
  expect(Object.keys(fields)).toEqual(Object.keys(layout));
  Object.entries(layout).forEach(([member, type], index) => {
    expect(fields[member]).toMatchObject({ offset: 4 * index, type: { type } });
  });
}

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

it("knows every file of shaders/", () => {
  const root = new URL("../../shaders/", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".wgsl"),
  );
  expect(
    Object.values(WGSL)
      .map(({ file }) => file)
      .sort(),
  ).toEqual(files.sort());
  const used = new Set(KERNELS.flatMap(({ sources }) => sources.map(({ file }) => file)));
  expect([...used].sort()).toEqual(files);
});

describe.each(KERNELS.map((kernel) => [kernel.label, kernel] as const))("kernel %s", (_, kernel) => {
  const { code } = joinSources(kernel.sources);
  const reflected = makeShaderDataDefinitions(code);

  it("declares the parameters that are packed, at the same offsets", () => {
    const { params } = reflected.uniforms;
    expect(params).toMatchObject({ group: 0, binding: 0 });
    expectSameStruct(reflected, "Params", kernel.params);
  });

  it("declares the bindings of its layout", () => {
    const names = Object.entries(reflected.storages).sort(([, a], [, b]) => a.binding - b.binding);
    expect(names.map(([name]) => name)).toEqual(Object.keys(kernel.bindings));
    const [{ entries }] = makeBindGroupLayoutDescriptors(reflected, { compute: { entryPoint: "main" } });
    const declared = [...entries].map(({ binding, visibility, buffer }) => ({
      binding,
      visibility,
      buffer:
        buffer?.type === undefined ? { type: "uniform", hasDynamicOffset: true } : { type: buffer.type },
    }));
    expect(declared).toEqual(bindGroupLayout(kernel).entries);
  });

  it("has exactly the constants that the pipeline sets, and compiles", async () => {
    const declared = [...code.matchAll(/^override (\w+): u32;/gm)].map(([, name]) => name);
    expect([...new Set(declared)].sort()).toEqual([...kernel.overrides, "WORKGROUP"].sort());
    const constants = Object.fromEntries(declared.map((name) => [name, 4]));
    await expect(compileKernel(gpu, kernel, constants)).resolves.toBeDefined();
  });
});

it("packs points as the shaders declare them", () => {
  for (const { sources } of [propagateKernel, twoBodyKernel]) {
    const reflected = makeShaderDataDefinitions(joinSources(sources).code);
    expect(reflected.structs).toHaveProperty("Point");
    expectSameStruct(reflected, "Point", POINT);
  }
  const quenchOf = ({ sources }: KernelDefinition) => makeShaderDataDefinitions(joinSources(sources).code);
  expectSameStruct(quenchOf(td2rdmKernel("valdemoro", "workgroup")), "Quench", QUENCH);
  expectSameStruct(quenchOf(meanFieldKernel), "Quench", MEAN_FIELD_QUENCH);
});

it("reads the outcome of a training step as the shaders declare it", () => {
  for (const { sources } of [outcomeKernel, adamKernel]) {
    const reflected = makeShaderDataDefinitions(joinSources(sources).code);
    expect(reflected.structs).toHaveProperty("Outcome");
    expectSameStruct(reflected, "Outcome", OUTCOME);
  }
});

describe("packing of structs", () => {
  it("writes little-endian scalars in the order of declaration", () => {
    const layout = { count: "u32", scale: "f32" } as const;
    const view = new DataView(new ArrayBuffer(12));
    packStruct(layout, { scale: -0.5, count: 4_000_000_000 }, view, 4);
    expect(view.getUint32(0, true)).toBe(0);
    expect(view.getUint32(4, true)).toBe(4_000_000_000);
    expect(view.getFloat32(8, true)).toBe(-0.5);
  });

  it("refuses values that are not finite", () => {
    const view = new DataView(new ArrayBuffer(4));
    expect(() => packStruct({ scale: "f32" }, { scale: Number.NaN }, view)).toThrow("scale");
  });
});

describe("a kernel that cannot be compiled", () => {
  const kernel = (text: string, bytes = 0) =>
    defineKernel({
      label: "broken",
      sources: [WGSL.complex, { file: "test/broken.wgsl", text }],
      params: {},
      bindings: {},
      overrides: [],
      workgroupBytes: () => bytes,
    });
  const main = "@compute @workgroup_size(WORKGROUP)\nfn main() {}\n";

  async function problemOf(definition: ReturnType<typeof kernel>, workgroup = 1): Promise<GpuProblem> {
    const error = await compileKernel(gpu, definition, { WORKGROUP: workgroup }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(GpuError);
    return (error as GpuError).problem;
  }

  it("is reported with file, line and column", async () => {
    const problem = await problemOf(kernel(`override WORKGROUP: u32;\n\n  let x = ;\n${main}`));
    expect(problem).toMatchObject({ kind: "rejected", user: "shader broken" });
    expect((problem as { detail: string }).detail).toMatch(/^shaders\/test\/broken\.wgsl:3:\d+ /);
  });

  it("is reported when the pipeline rejects it", async () => {
    const problem = await problemOf(kernel(main.replace("WORKGROUP", "1")));
    expect(problem).toMatchObject({ kind: "rejected", user: "pipeline broken" });
  });

  it("names the limit of invocations and of workgroup memory", async () => {
    const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = gpu.adapter.limits;
    expect(await problemOf(kernel(main), maxComputeInvocationsPerWorkgroup + 1)).toMatchObject({
      kind: "limit-too-small",
      limit: "maxComputeInvocationsPerWorkgroup",
      needed: maxComputeInvocationsPerWorkgroup + 1,
    });
    expect(await problemOf(kernel(main, maxComputeWorkgroupStorageSize + 1))).toMatchObject({
      kind: "limit-too-small",
      limit: "maxComputeWorkgroupStorageSize",
      available: maxComputeWorkgroupStorageSize,
    });
  });
});
