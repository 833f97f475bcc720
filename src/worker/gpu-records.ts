import type { ExactBatch } from "../gpu/exact/batch.ts";
import type { Td2rdmBatch } from "../gpu/td2rdm/batch.ts";
import { PURIFICATION_TOLERANCE } from "../gpu/td2rdm/purify.ts";
import type { Td2rdmSamples } from "../gpu/td2rdm/types.ts";
import { limitRemark } from "../methods/td2rdm/purification.ts";
import type { Config, MethodConfig } from "../protocol/config-schema.ts";
import { sampleCount, siteCount } from "../protocol/sizes.ts";
import { drift, type GpuRecord } from "./gpu-replay.ts";
import type { PointShare } from "./gpu-share.ts";
import type { MapPoint } from "./map-point.ts";

/** A point that the device can compute. */
export interface PreparedPoint extends NonNullable<PointShare["initial"]> {
  readonly point: MapPoint;
  /** After the quench, in J. */
  readonly interaction: number;
  readonly trap: number;
  readonly records: Map<MethodConfig, GpuRecord>;
}

/** Runs the exact method of all points; false when the signal stopped it. */
export async function recordExact(
  exact: ExactBatch,
  config: Config,
  method: MethodConfig,
  points: readonly PreparedPoint[],
  signal: AbortSignal,
): Promise<boolean> {
  const samples = sampleCount(config.time);
  const width = 2 * siteCount(config.lattice) ** 4;
  const series = (length = samples) => points.map(() => new Float64Array(length));
  const compared = config.methods.some(({ kind }) => kind !== "exact");
  const [delta2, delta3, energy, norm] = [series(), series(), series(), series()];
  const dab = series(compared ? samples * width : 0);
  const status = await exact.run(points, {
    signal,
    dabOf: new Set(compared ? points.keys() : []),
    onDab: (p, sample, matrix) => dab[p].set(matrix, sample * width),
    onSamples: (chunk) => {
      for (let k = 0; k < chunk.points; k++) {
        const p = chunk.firstPoint + k;
        const [from, to] = [k * chunk.samples, (k + 1) * chunk.samples];
        delta2[p].set(chunk.delta2.subarray(from, to), chunk.firstSample);
        delta3[p].set(chunk.delta3.subarray(from, to), chunk.firstSample);
        energy[p].set(chunk.energy.subarray(from, to), chunk.firstSample);
        norm[p].set(chunk.norm.subarray(from, to), chunk.firstSample);
      }
    },
  });
  const electrons = config.electrons.up + config.electrons.down;
  points.forEach(({ records, groundState }, p) => {
    const fields = { delta2: delta2[p], delta3: delta3[p], ...(compared ? { dab: dab[p] } : {}) };
    const particleDrift = electrons * drift(norm[p]);
    const drifts = { particleDrift, energyDrift: drift(energy[p]) };
    records.set(method, { samples, fields, divergedAt: null, message: null, groundState, ...drifts });
  });
  return status === "completed";
}

/** Runs one TD2RDM method of the points that start from a singlet; false when the signal stopped it. */
export async function recordTd2rdm(
  batch: Pick<Td2rdmBatch, "run">,
  config: Config,
  method: MethodConfig,
  points: readonly PreparedPoint[],
  signal: AbortSignal,
): Promise<boolean> {
  const samples = sampleCount(config.time);
  const width = 2 * siteCount(config.lattice) ** 4;
  const singlets = points.flatMap((point) => (point.dab === null ? [] : [{ ...point, dab: point.dab }]));
  const n = config.electrons.up;
  const dab = singlets.map(() => new Float64Array(samples * width));
  const energy = singlets.map(() => new Float64Array(samples));
  const trace = singlets.map(() => new Float64Array(samples));
  const bounded = singlets.map(() => samples);
  const messages = singlets.map((): string | null => null);
  const status = await batch.run(singlets, {
    signal,
    onSamples: (chunk) => {
      for (let k = 0; k < chunk.points; k++) {
        const p = chunk.firstPoint + k;
        messages[p] = purificationRemark(chunk, p);
        for (let s = 0; s < chunk.samples; s++) {
          const [item, sample] = [k * chunk.samples + s, chunk.firstSample + s];
          if (!(chunk.norm[item] <= n * n + 1)) bounded[p] = Math.min(bounded[p], sample);
          dab[p].set(chunk.dab(p, sample), sample * width);
          energy[p][sample] = chunk.energy[item];
          trace[p][sample] = chunk.trace[item];
        }
      }
    },
  });
  singlets.forEach(({ records, groundState }, p) => {
    const good = bounded[p];
    records.set(method, {
      samples: good,
      fields: { dab: dab[p].subarray(0, good * width) },
      divergedAt: good < samples ? good * config.time.sample : null,
      message: good < samples ? null : messages[p],
      groundState,
      particleDrift: (2 * drift(trace[p].subarray(0, good))) / n,
      energyDrift: drift(energy[p].subarray(0, good)),
    });
  });
  return status === "completed";
}

/** What is to be said of the purification of a point so far. */
function purificationRemark({ purification }: Td2rdmSamples, point: number): string | null {
  if (purification === null) return null;
  const { unfinished, smallest } = purification(point);
  return limitRemark(unfinished, smallest, PURIFICATION_TOLERANCE);
}
