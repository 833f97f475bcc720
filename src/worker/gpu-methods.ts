import type { Gpu } from "../gpu/device.ts";
import { createExactBatch, type ExactBatch } from "../gpu/exact/batch.ts";
import { createMeanFieldBatch, type MeanFieldBatch } from "../gpu/mean-field/batch.ts";
import { createTd2rdmBatch, type Td2rdmBatch } from "../gpu/td2rdm/batch.ts";
import { ITERATION_LIMIT } from "../methods/td2rdm/purification.ts";
import { buildLattice } from "../physics/lattice.ts";
import type { Config, MethodConfig } from "../protocol/config-schema.ts";
import { sampleCount } from "../protocol/sizes.ts";
import type { ShareSpec } from "./gpu-share.ts";

/** The kernels that a config's methods run on, approximate ones by their position in the config. */
export interface GpuMethods {
  readonly exact: ExactBatch;
  readonly td2rdm: ReadonlyMap<number, Td2rdmBatch>;
  readonly meanField: ReadonlyMap<number, MeanFieldBatch>;
}

type Td2rdmMethod = Extract<MethodConfig, { kind: "td2rdm" }>;
type KernelMethod = Td2rdmMethod & { integrator: { kind: "rk4" } };

/** Compiles what a config needs. @throws GpuError when it does not fit the device */
export async function compileMethods(gpu: Gpu, config: Config): Promise<GpuMethods> {
  const { electrons, hopping, time } = config;
  const lattice = buildLattice(config.lattice);
  const shape = { lattice, hopping, interval: time.sample, samples: sampleCount(time) };
  const exact = await createExactBatch(gpu, { ...shape, electrons });
  const td2rdm = new Map<number, Td2rdmBatch>();
  const meanField = new Map<number, MeanFieldBatch>();
  for (const [index, method] of config.methods.entries()) {
    if (isPropagated(method, config)) {
      const { closure, contractionConsistent, integrator } = method;
      const purification = method.purification === "none" ? null : { iterations: ITERATION_LIMIT };
      const spec = {
        electrons: electrons.up,
        dt: integrator.dt,
        closure,
        contractionConsistent,
        purification,
      };
      td2rdm.set(index, await createTd2rdmBatch(gpu, { ...shape, ...spec }));
    }
    if (method.kind === "mean-field") meanField.set(index, await createMeanFieldBatch(gpu, shape));
  }
  return { exact, td2rdm, meanField };
}

/** Frees what the kernels hold on the device. */
export function destroyMethods({ exact, td2rdm, meanField }: GpuMethods): void {
  exact.destroy();
  for (const batch of [...td2rdm.values(), ...meanField.values()]) batch.destroy();
}

/** What the kernels leave to the CPU. */
export function shareSpec(config: Config): ShareSpec {
  const { methods } = config;
  const approximate = methods.map((method) => method.kind === "mean-field" || isPropagated(method, config));
  return {
    config,
    needsRdms: approximate.includes(true),
    methods: [...methods.keys()].filter((index) => methods[index].kind !== "exact" && !approximate[index]),
  };
}

/** TD2RDM by RK4 of as many up as down electrons. */
function isPropagated(method: MethodConfig, { electrons }: Config): method is KernelMethod {
  return method.kind === "td2rdm" && method.integrator.kind === "rk4" && electrons.up === electrons.down;
}
