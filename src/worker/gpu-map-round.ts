import { afterQuench } from "../methods/initial.ts";
import { CONSTANT_FLOAT32 } from "../physics/diagnostics.ts";
import type { Config, MethodConfig } from "../protocol/config-schema.ts";
import { configAt } from "../protocol/map-fields.ts";
import { recordMeanField } from "./gpu-map-mean-field.ts";
import type { GpuMethods } from "./gpu-methods.ts";
import { type PreparedPoint, recordExact, recordTd2rdm } from "./gpu-records.ts";
import { type GpuRecord, replay } from "./gpu-replay.ts";
import type { PointShare } from "./gpu-share.ts";
import type { ShareSource } from "./gpu-share-source.ts";
import type { StartMethod } from "./job-runner.ts";
import { createYielder, drive } from "./macrotask.ts";
import { type MapPoint, type MapPointResult, mapPoint } from "./map-point.ts";
import { startMethod } from "./methods.ts";

/** A point with its initial state, null where there is none, and what is known of its methods so far. */
interface SharedPoint extends Pick<PointShare, "initial"> {
  readonly point: MapPoint;
  readonly records: Map<MethodConfig, GpuRecord>;
}

/** What the CPU computed of some points; null when a signal stopped it. */
export async function takeShares(
  config: Config,
  points: readonly MapPoint[],
  shares: ShareSource,
): Promise<SharedPoint[] | null> {
  const taken: SharedPoint[] = [];
  for (const point of points) {
    const share = await shares.take(point);
    if (share === null) return null;
    const known = share.records.map(([method, record]) => [config.methods[method], record] as const);
    taken.push({ point, initial: share.initial, records: new Map(known) });
  }
  return taken;
}

/** Computes and reports some points; reports none when the signal fires or the device fails before its work is done. */
export async function computeRound(
  { exact, td2rdm, meanField }: GpuMethods,
  config: Config,
  points: readonly SharedPoint[],
  { signal, onPoint }: { readonly signal: AbortSignal; readonly onPoint: (result: MapPointResult) => void },
): Promise<void> {
  const prepared = points.flatMap((point) => prepare(config, point));
  for (const method of config.methods.filter(({ kind }) => kind === "exact").slice(0, 1)) {
    if (!(await recordExact(exact, config, method, prepared, signal))) return;
  }
  for (const [index, batch] of td2rdm) {
    if (!(await recordTd2rdm(batch, config, config.methods[index], prepared, signal))) return;
  }
  for (const [index, batch] of meanField) {
    if (!(await recordMeanField(batch, config, config.methods[index], prepared, signal))) return;
  }
  const yielder = createYielder();
  try {
    for (const { point, records } of points) {
      const start: StartMethod = (system, method, fields) => {
        const record = records.get(method);
        return record === undefined ? startMethod(system, method, fields) : replay(record);
      };
      const result = await drive(mapPoint(start, config, point, CONSTANT_FLOAT32), yielder, signal);
      if (result !== null) onPoint(result);
    }
  } finally {
    yielder.close();
  }
}

function prepare(config: Config, { point, initial, records }: SharedPoint): PreparedPoint[] {
  if (initial === null) return [];
  const { interaction, trap } = afterQuench(configAt(config, point.interaction, point.trap));
  return [{ point, interaction, trap, ...initial, records }];
}
