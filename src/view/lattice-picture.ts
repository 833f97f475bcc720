import type { LatticeConfig } from "../protocol/config.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import { paletteColor } from "./palette.ts";
import { nearestSample } from "./time-scale.ts";
import { chosenMethod } from "./tracks.ts";

export interface Dot {
  readonly x: number;
  readonly y: number;
}

/** A lattice drawn into a box: centres of the sites, their radius, and bonds as pairs of points. */
export interface LatticePicture {
  readonly dots: readonly Dot[];
  readonly radius: number;
  readonly bonds: readonly (readonly [Dot, Dot])[];
}

/** Largest radius of a site, in pixels. */
const MAX_RADIUS = 11;

/**
 * Places the sites of a chain in a row, those of a rectangle row by row. Bonds that wrap around leave the picture as
 * stubs on both sides.
 */
export function latticePicture(lattice: LatticeConfig, width: number, height: number): LatticePicture {
  const [lx, ly] = lattice.kind === "chain" ? [lattice.sites, 1] : [lattice.lx, lattice.ly];
  const wraps = lattice.boundary === "periodic";
  const pitch = Math.min(width / (lx + (wraps ? 1 : 0)), ly === 1 ? 36 : height / ly);
  const radius = Math.min(MAX_RADIUS, 0.36 * pitch);
  const left = (width - pitch * (lx - 1)) / 2;
  const top = (height - pitch * (ly - 1)) / 2;
  const at = (x: number, y: number): Dot => ({ x: left + x * pitch, y: top + y * pitch });
  const dots = Array.from({ length: lx * ly }, (_, i) => at(i % lx, Math.floor(i / lx)));
  const stub = wraps ? 0.75 : 0;
  const bonds: [Dot, Dot][] = [];
  for (let y = 0; y < ly; y++) {
    if (lx > 1) bonds.push([at(lx > 2 ? -stub : 0, y), at(lx - 1 + (lx > 2 ? stub : 0), y)]);
  }
  for (let x = 0; x < lx; x++) {
    if (ly > 1) bonds.push([at(x, ly > 2 ? -stub : 0), at(x, ly - 1 + (ly > 2 ? stub : 0))]);
  }
  return { dots, radius, bonds };
}

/** How one site looks at one time. */
export interface SiteLook {
  readonly density: number;
  /** Double occupancy, or null where it was not computed. */
  readonly doublon: number | null;
  /** Density on 0...2 in cividis. */
  readonly fill: string;
  /** Radius and thickness of the doublon ring, as shares of the site's radius. */
  readonly ring: { readonly radius: number; readonly width: number };
}

/** The sites of the method that single-method pictures show, at the sample nearest to `t`; empty before there is one. */
export function siteLooks(results: ResultSet | null, t: number): SiteLook[] {
  const method = results === null ? undefined : chosenMethod(results, null);
  if (results === null || method === undefined) return [];
  const sample = nearestSample(results.times, method.filled, t);
  const { density } = method.data;
  if (sample < 0 || density === undefined) return [];
  return Array.from({ length: results.sites }, (_, site) =>
    siteLook(density[sample * results.sites + site] ?? 0, doublonAt(method, sample * results.sites + site)),
  );
}

function doublonAt(method: MethodResult, index: number): number | null {
  return method.data.doublons?.[index] ?? null;
}

/** Density colours the disc; the ring thickens with the double occupancy (0...1). */
export function siteLook(density: number, doublon: number | null): SiteLook {
  const share = Math.min(1, Math.max(0, doublon ?? 0));
  const width = 0.5 * share;
  return {
    density,
    doublon,
    fill: paletteColor("cividis", density, 0, 2),
    ring: { radius: 0.62 - width / 2 + 0.12, width },
  };
}
