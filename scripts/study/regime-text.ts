import type { MethodConfig } from "../../src/protocol/config.ts";
import { methodLabels } from "../../src/protocol/labels.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import { siteCount } from "../../src/protocol/sizes.ts";
import { markdownTable, median, short } from "../words.ts";

/** A field of a map as a table, U downwards and V to the right. */
export function fieldTable({ axes, fields }: MapTable, name: string, digits: number): string {
  const { interaction, trap } = axes;
  const rows = interaction.map((u, i) => [
    `**${u}**`,
    ...trap.map((_, j) => {
      const value = fields[name][i * trap.length + j];
      return Number.isNaN(value) ? "–" : value.toFixed(digits);
    }),
  ]);
  return markdownTable(["U \\ V", ...trap.map(String)], rows);
}

/** Every approximate method of a map in one line: where it ends, and how far it is off. */
export function methodTable(table: MapTable): string {
  const labels = Object.keys(table.fields)
    .filter((name) => name.startsWith("extrapolationError:"))
    .map((name) => name.slice("extrapolationError:".length));
  const rows = labels.map((label) => {
    const column = (kind: string): number[] =>
      [...(table.fields[`${kind}:${label}`] ?? [])].filter((value) => !Number.isNaN(value));
    const errors = column("extrapolationError");
    const skills = column("skill");
    const quartile = (values: readonly number[], share: number): number =>
      values.toSorted((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? Number.NaN;
    return [
      label,
      `${errors.length} of ${table.status.length}`,
      short(median(column("trainingError"))),
      short(median(errors)),
      `${short(quartile(errors, 0.25))} … ${short(quartile(errors, 0.75))}`,
      short(median(skills)),
      `${skills.filter((skill) => skill < 1).length}`,
    ];
  });
  return markdownTable(
    [
      "method",
      "points with a value",
      "training error",
      "extrapolation error",
      "quartiles",
      "skill",
      "skill below 1 at",
    ],
    rows,
  );
}

/** Labels of the time-local neural ODE, of delay-DMD and of the first closure of a map. */
export function mainLabels({ config: { methods } }: MapTable): {
  readonly neural: string;
  readonly linear: string;
  readonly closure: string;
} {
  const labels = methodLabels(methods);
  const first = (wanted: (method: MethodConfig) => boolean): string => labels[methods.findIndex(wanted)];
  return {
    neural: first(({ kind }) => kind === "neural-ode"),
    linear: first((method) => method.kind === "dmd" && method.delays > 1),
    closure: first(({ kind }) => kind === "td2rdm"),
  };
}

export function systemName({ config }: MapTable): string {
  return `${siteCount(config.lattice)} sites`;
}
