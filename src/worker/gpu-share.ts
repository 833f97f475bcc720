import { valuesPerSample } from "../base/fields.ts";
import { type InitialRdms, initialRdm, prepareInitialState } from "../methods/initial.ts";
import { requireSinglet } from "../methods/td2rdm/singlet.ts";
import type { GroundStateReport } from "../methods/types.ts";
import type { Config } from "../protocol/config-schema.ts";
import { configAt } from "../protocol/map-fields.ts";
import { sampleCount, siteCount } from "../protocol/sizes.ts";
import type { GpuRecord } from "./gpu-replay.ts";
import { follow, type MapPoint } from "./map-point.ts";
import { startMethod } from "./methods.ts";

/** What of every point of a map on a GPU is left to the CPU. */
export interface ShareSpec {
  readonly config: Config;
  /** Whether density matrices at t = 0 are wanted. */
  readonly needsRdms: boolean;
  /** Methods without a kernel, by their position in the config. */
  readonly methods: readonly number[];
}

/** To a worker: compute the share of this point. It answers with one PointShare. */
export interface ShareRequest {
  readonly spec: ShareSpec;
  readonly point: MapPoint;
}

/** What the CPU computed of one point. */
export interface PointShare {
  /** State at t = 0, or null where there is none: then the device has nothing to do here. */
  readonly initial: InitialShare | null;
  /** Runs of the methods without a kernel; those that cannot treat the point are missing. */
  readonly records: readonly (readonly [method: number, record: GpuRecord])[];
}

interface InitialShare {
  readonly psi: Float64Array<ArrayBuffer>;
  /** One-body matrices at t = 0, or null where they are not wanted. */
  readonly d1: { readonly up: Float64Array<ArrayBuffer>; readonly down: Float64Array<ArrayBuffer> } | null;
  /** Dab at t = 0, or null where it is not that of a singlet, or not wanted. */
  readonly dab: Float64Array<ArrayBuffer> | null;
  readonly groundState: GroundStateReport | null;
}

/** Computes the share of one point, pausing where the methods do. Whatever fails is left out. */
export function* computeShare({ spec, point }: ShareRequest): Generator<void, PointShare> {
  const here = configAt(spec.config, point.interaction, point.trap);
  const initial = yield* attempt(initialShare(here, spec.needsRdms));
  const records: (readonly [number, GpuRecord])[] = [];
  for (const method of spec.methods) {
    const record = yield* attempt(recordRun(here, method));
    if (record !== null) records.push([method, record]);
  }
  return { initial, records };
}

/** The buffers of a share, which a worker hands over. */
export function shareBuffers({ initial, records }: PointShare): ArrayBuffer[] {
  const arrays = [
    initial?.psi,
    initial?.d1?.up,
    initial?.d1?.down,
    initial?.dab,
    ...records.flatMap(([, { fields }]) => Object.values(fields)),
  ];
  return arrays.flatMap((array) => (array === undefined || array === null ? [] : [array.buffer]));
}

/** Null instead of an exception: the method itself, started at this point, then says what is wrong. */
function* attempt<T>(steps: Generator<void, T>): Generator<void, T | null> {
  try {
    return yield* steps;
  } catch {
    return null;
  }
}

function* initialShare(here: Config, needsRdms: boolean): Generator<void, InitialShare> {
  const { psi, groundState } = yield* prepareInitialState(here);
  const rdms = needsRdms ? yield* attempt(initialRdm(here)) : null;
  const d1 = rdms === null ? null : { up: rdms.d1up.slice(), down: rdms.d1dn.slice() };
  const dab = rdms !== null && isSinglet(here, rdms) ? rdms.dab.slice() : null;
  return { psi: psi.slice(), d1, dab, groundState };
}

function isSinglet({ lattice }: Config, { dab, d1up, groundState }: InitialRdms): boolean {
  try {
    requireSinglet(siteCount(lattice), dab, d1up, groundState);
    return true;
  } catch {
    return false;
  }
}

/** Dab of all samples of a run. */
function* recordRun(here: Config, method: number): Generator<void, GpuRecord> {
  const width = valuesPerSample("dab", siteCount(here.lattice));
  const dab = new Float64Array(sampleCount(here.time) * width);
  let samples = 0;
  const run = startMethod(here, here.methods[method], ["dab"]);
  const { divergedAt, message, groundState, checks } = yield* follow(run, ({ first, count, fields }) => {
    dab.set(fields.dab ?? [], first * width);
    samples = first + count;
  });
  const { particleDrift, energyDrift } = checks;
  const fields = { dab: dab.slice(0, samples * width) };
  return { samples, fields, divergedAt, message, groundState, particleDrift, energyDrift };
}
