/** Two decimals where these say it all, else every digit. */
export function formatNumber(value: number): string {
  const short = value.toFixed(2);
  return (Number(short) === value ? short : String(value)).replace("-", "−");
}

/** Reads what a person types: decimal comma or point, either minus sign, an optional unit. */
export function parseNumber(text: string, unit: string): number | null {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const bare = unit !== "" && plain.endsWith(unit) ? plain.slice(0, -unit.length).trim() : plain;
  const value = Number(bare);
  return bare === "" || !Number.isFinite(value) ? null : value;
}
