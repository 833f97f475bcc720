import { InputError } from "../base/errors.ts";
import { evenAxis, geometricAxis, MAX_AXIS } from "../protocol/map.ts";

/** Largest |U| and |V| a config may hold. */
const LARGEST = 100;
const RANGE = "start:stop:count, such as 0.25:4:16, or 0.25:4:16:log";

/**
 * `start:stop:count` as evenly spaced values, `start:stop:count:log` as values in equal ratios, both ends included.
 * @throws InputError naming the option
 */
export function parseRange(option: string, text: string): number[] {
  const [scale, ...more] = text.split(":").slice(3);
  const logarithmic = scale === "log";
  const parts = text.split(":").slice(0, 3);
  if (parts.length !== 3 || more.length > 0 || (scale !== undefined && !logarithmic)) {
    throw new InputError(option, text, RANGE);
  }
  const [start, stop, count] = parts.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  for (const [name, value] of [["start", start] as const, ["stop", stop] as const]) {
    if (!(Math.abs(value) <= LARGEST)) {
      throw new InputError(option, text, `${RANGE}: a ${name} between -${LARGEST} and ${LARGEST}`);
    }
  }
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_AXIS)) {
    throw new InputError(option, text, `${RANGE}: a whole count between 1 and ${MAX_AXIS}`);
  }
  if (count === 1 ? start !== stop : start >= stop) {
    const rule = count === 1 ? "start and stop equal when the count is 1" : "a start below the stop";
    throw new InputError(option, text, `${RANGE}: ${rule}`);
  }
  if (logarithmic && start <= 0) throw new InputError(option, text, `${RANGE}: a start above 0 for log`);
  return logarithmic ? geometricAxis(start, stop, count) : evenAxis(start, stop, count);
}

/** `K/N`, 1 <= K <= N. @throws InputError */
export function parseShard(text: string): { index: number; count: number } {
  const [index, count] = text.split("/").map(Number);
  const fits = /^\d+\/\d+$/.test(text) && index >= 1 && index <= count;
  if (!fits) throw new InputError("--shard", text, "K/N with 1 <= K <= N, such as 2/4");
  return { index, count };
}
