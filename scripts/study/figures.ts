import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Analysis } from "../../src/analysis/analyse.ts";
import type { Predictor } from "../../src/analysis/measure.ts";
import { classMapSvg, classScatterSvg, errorChoice } from "../../src/view/analysis-picture.ts";
import { mapSvg } from "../../src/view/map-export.ts";
import type { Part } from "./parts.ts";
import { mainLabels, systemName } from "./regime-text.ts";

export interface Figure {
  /** File name in the folder of the study. */
  readonly file: string;
  readonly words: string;
  readonly svg: string;
}

/** The pictures of one map: r, buildup and unseen fraction; errors; classes and errors against what may predict them. */
export function regimeFigures({ name, table }: Part, { classes, settings }: Analysis): Figure[] {
  const { neural, linear, closure } = mainLabels(table);
  const subtitle = `${systemName(table)}, trap quench, half filling`;
  const map = (field: string, id: string, words: string): Figure => ({
    file: `${name}-${id}.svg`,
    words,
    svg: mapSvg(table, field, subtitle, "cividis"),
  });
  const scatter = (predictor: Predictor, id: string, words: string): Figure => ({
    file: `${name}-error-${id}.svg`,
    words,
    svg: classScatterSvg(table, errorChoice(table, settings, predictor), classes, subtitle),
  });
  return [
    map("pearson", "pearson", "Pearson r of both cumulant norms"),
    map("buildup", "buildup", "three-particle buildup b"),
    map("unseenFraction", "unseen", "unseen fraction"),
    map(`extrapolationError:${neural}`, "neural", "extrapolation error of the neural ODE"),
    map(`extrapolationError:${linear}`, "linear", "extrapolation error of delay-DMD"),
    map(`extrapolationError:${closure}`, "closure", "error of Valdemoro's closure in the same time"),
    scatter("pearson", "pearson", "error against r"),
    scatter("buildup", "buildup", "error against b"),
    scatter("unseenFraction", "unseen", "error against the unseen fraction"),
    {
      file: `${name}-classes.svg`,
      words: "where a local closure works, where one needs memory, and where neither does",
      svg: classMapSvg(table, classes, subtitle),
    },
  ];
}

export function writeFigures(figures: readonly Figure[], folder: string): void {
  for (const { file, svg } of figures) writeFileSync(join(folder, file), `${svg}\n`);
}

/** Pictures side by side, as Markdown. */
export function figureRow(figures: readonly Figure[], folder: string): string {
  const cell = ({ file, words }: Figure): string =>
    `<img src="${folder}/${file}" width="32%" alt="${words}">`;
  return figures.map(cell).join("\n");
}
