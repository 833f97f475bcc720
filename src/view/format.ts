/** Number formatting. Results are rich markup (see rich.ts) with a true minus sign. */

const MINUS = "\u2212";

/** A fixed number of decimals: `−0.41`; never `−0.00`. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.startsWith("-") ? (Number(text) === 0 ? text.slice(1) : MINUS + text.slice(1)) : text;
}

/** `−9·10^{−8}`, with `digits` significant digits. */
export function scientific(value: number, digits = 1): string {
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = Math.abs(value)
    .toExponential(digits - 1)
    .split("e");
  const sign = value < 0 ? MINUS : "";
  return `${sign}${mantissa}·${powerOfTen(Number(exponent))}`;
}

/** `10^{−3}` */
export function powerOfTen(exponent: number): string {
  return `10^{${exponent < 0 ? MINUS : ""}${Math.abs(exponent)}}`;
}

/** Short and readable at any magnitude: `0.45`, `12.3`, `1240`, `−9·10^{−8}`. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (Number.isNaN(value)) return "–";
  if (size === 0) return "0";
  if (size < 0.00995 || size >= 99_995) return scientific(value);
  if (size < 9.995) return fixed(value, size < 0.0995 ? 3 : 2);
  return fixed(value, size < 99.95 ? 1 : 0);
}

/** A time of the window: as many decimals as the sampling step has, at most three. */
export function formatTime(t: number, step: number): string {
  let decimals = 0;
  while (decimals < 3 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6)
    decimals += 1;
  return fixed(t, Math.max(1, decimals));
}
