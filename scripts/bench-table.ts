/** What the benchmarks print with. */
import { cpus, loadavg } from "node:os";

export function time(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toPrecision(3)} us`;
  return seconds < 1 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

export const ratio = (value: number, reference: number): string => `x ${(value / reference).toPrecision(2)}`;

export function print(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ");
  console.log(`\n${title}\n${line(header)}\n${widths.map((width) => "-".repeat(width)).join("  ")}`);
  for (const row of rows) console.log(line(row));
}

/** Names the machine, and says so when it is busy. */
export function printMachine(): void {
  console.log(`Node ${process.version}, ${cpus().length} cores: ${cpus()[0]?.model ?? "unknown"}`);
  const [load] = loadavg();
  if (load > 1) console.log(`other programs are running (load ${load.toFixed(1)}): times come out too long`);
}
