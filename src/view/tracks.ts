import { siteCount } from "../protocol/config.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import { importedStyle, type MethodStyle, methodStyles, shortLabel } from "./method-style.ts";
import { hasEnded, type PlotData } from "./model.ts";

/** One method of one run, with the look it is drawn in. */
export interface Track {
  readonly id: string;
  readonly label: string;
  /** Name of the file it came from, or null. */
  readonly origin: string | null;
  readonly style: MethodStyle;
  readonly results: ResultSet;
  readonly method: MethodResult;
  /** First sample to draw: what is left of an older run lies beyond the front of the new one. */
  readonly from: number;
  readonly dim: boolean;
}

/** Current methods, what the new run has not yet replaced of the old one, and imported runs, in drawing order. */
export function tracksOf(data: PlotData): Track[] {
  const { results, previous, imported } = data;
  const current = results === null ? [] : tracksOfRun(results);
  const old = previous === null ? [] : leftovers(previous, results);
  const others = imported.flatMap((run, nth) =>
    tracksOfRun(run).map((track) => ({
      ...track,
      id: `import${nth}:${track.id}`,
      origin: sourceName(run),
      style: importedStyle(track.style, nth),
    })),
  );
  return [...old, ...current, ...others];
}

function tracksOfRun(results: ResultSet): Track[] {
  const styles = methodStyles(results.config.methods);
  return results.methods.flatMap((method) => {
    const style = styles[method.index];
    if (style === undefined) return [];
    const label = shortLabel(method.label);
    return [{ id: method.label, label, origin: null, style, results, method, from: 0, dim: false }];
  });
}

function leftovers(previous: ResultSet, results: ResultSet | null): Track[] {
  return tracksOfRun(previous).flatMap((track) => {
    if (results === null) return [{ ...track, dim: true, id: `old:${track.id}` }];
    const successor = results.methods.find((method) => method.label === track.method.label);
    if (successor === undefined || hasEnded(successor)) return [];
    const front = successor.filled === 0 ? 0 : (results.times[successor.filled - 1] ?? 0);
    const from = track.results.times.findIndex((t) => t >= front - 1e-9);
    return from < 0 ? [] : [{ ...track, dim: true, from, id: `old:${track.id}` }];
  });
}

function sourceName(results: ResultSet): string {
  return results.source.kind === "imported" ? results.source.name.replace(/\.json$/, "") : "earlier";
}

/** The method a single-method plot shows: the chosen one, else exact, else the first. */
export function chosenMethod(results: ResultSet, choice: number | null): MethodResult | undefined {
  const chosen = choice === null ? undefined : results.methods.find((method) => method.index === choice);
  return chosen ?? exactMethod(results) ?? results.methods[0];
}

export function exactMethod(results: ResultSet): MethodResult | undefined {
  return results.methods.find((method) => method.method.kind === "exact");
}

/** Whether an older run has the same sites, so that its rows mean the same. */
export function sameSites(a: ResultSet, b: ResultSet): boolean {
  return siteCount(a.config.lattice) === siteCount(b.config.lattice);
}
