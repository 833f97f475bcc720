/** How fast the CPU's share of the points of a map on a GPU comes in. */
import { createNodeShares } from "../src/cli/map-workers.ts";
import { type CreateShares, inlineShares } from "../src/engine/gpu-shares.ts";
import { defaultConfig } from "../src/protocol/config.ts";
import { shareSpec } from "../src/worker/gpu-methods.ts";

const POINTS = Array.from({ length: 64 }, (_, index) => ({ index, interaction: 1 + index / 64, trap: 1 }));

/** Points per second, threads started anew. */
async function shareRate(create: CreateShares): Promise<number> {
  const started = performance.now();
  const shares = create(shareSpec(defaultConfig()), new AbortController().signal);
  shares.announce(POINTS);
  for (const point of POINTS) await shares.take(point);
  shares.close();
  return (1000 * POINTS.length) / (performance.now() - started);
}

/** Prints points per second in line with the device and ahead of it, and their ratio. */
export async function benchShares(): Promise<void> {
  const inline = await shareRate(inlineShares);
  const ahead = await shareRate(createNodeShares(defaultConfig()));
  console.log(
    `CPU's share of the default config: ${inline.toFixed(1)} points/s in line with the device, ${ahead.toFixed(1)} ahead of it on threads; ratio ${(ahead / inline).toFixed(2)}`,
  );
}
