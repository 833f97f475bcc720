import { useTimeline } from "../../state/timeline.ts";
import { nearestSample } from "../../view/time-scale.ts";

/** The time that values are read at: under the pointer, else at the playhead; changes once per sample. */
export function useCursorTime(times: ArrayLike<number>): number {
  return useTimeline(({ hoverT, t }) => times[nearestSample(times, times.length, hoverT ?? t)] ?? 0);
}
