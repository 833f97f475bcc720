import type { MeanFieldBatch } from "../gpu/mean-field/batch.ts";
import { RdmSampler } from "../methods/rdm-sampler.ts";
import { uncorrelatedDab } from "../physics/determinant.ts";
import { type Config, type MethodConfig, sampleCount, siteCount } from "../protocol/config.ts";
import { configAt } from "../protocol/map-fields.ts";
import type { PreparedPoint } from "./gpu-records.ts";

/**
 * Runs mean field of all points; false when the signal stopped it. The device hands back the one-body
 * matrices g, Dab = g_up g_down is built here.
 */
export async function recordMeanField(
  batch: MeanFieldBatch,
  config: Config,
  method: MethodConfig,
  points: readonly PreparedPoint[],
  signal: AbortSignal,
): Promise<boolean> {
  const samples = sampleCount(config.time);
  const sites = siteCount(config.lattice);
  const width = 2 * sites ** 4;
  const runs = points.flatMap(({ d1, ...point }) => {
    if (d1 === null) return [];
    const here = configAt(config, point.point.interaction, point.point.trap);
    const dab = new Float64Array(samples * width);
    return [{ ...point, d1, dab, sampler: new RdmSampler(here, new Set(), []) }];
  });
  const status = await batch.run(runs, {
    signal,
    onSamples: (chunk) => {
      for (let p = chunk.firstPoint; p < chunk.firstPoint + chunk.points; p++) {
        for (let s = chunk.firstSample; s < chunk.firstSample + chunk.samples; s++) {
          const { up: d1up, down: d1dn } = chunk.d1(p, s);
          const dab = uncorrelatedDab(d1up, d1dn, sites);
          const doublons = Float64Array.from({ length: sites }, (_, i) => {
            const diagonal = 2 * i * (sites + 1);
            return d1up[diagonal] * d1dn[diagonal];
          });
          runs[p].dab.set(dab, s * width);
          runs[p].sampler.sample(s, { d1up, d1dn, doublons, dab, daa: null, dbb: null });
        }
      }
    },
  });
  for (const { records, groundState, dab, sampler } of runs) {
    const { particleDrift, energyDrift } = sampler;
    const drifts = { particleDrift, energyDrift };
    records.set(method, {
      samples,
      fields: { dab },
      divergedAt: null,
      message: null,
      groundState,
      ...drifts,
    });
  }
  return status === "completed";
}
