import type { Software } from "../../src/protocol/trajectory.ts";
import { analysisOf, coefficientTable, statementList } from "./analysis-text.ts";
import { type Figure, figureRow, regimeFigures } from "./figures.ts";
import { memoryResults, memoryText } from "./memory-table.ts";
import type { Part, Study } from "./parts.ts";
import { fieldTable, mainLabels, methodTable, systemName } from "./regime-text.ts";

/** What computed a map, and when. */
export interface Origin {
  readonly name: string;
  readonly software: Software;
  readonly created: string;
}

export interface Report {
  /** Markdown. */
  readonly text: string;
  readonly figures: readonly Figure[];
}

/**
 * The study in words, tables and pictures, all of them from its maps.
 *
 * @param folder where pictures and maps lie, as seen from the text
 */
export function studyReport(study: Study, folder: string, origins: readonly Origin[]): Report {
  const regimes = study.regimes.map((part) => regimeReport(part, folder));
  const text = [
    HEAD,
    provenance(folder, origins),
    ...regimes.map((regime) => regime.text),
    MEMORY,
    ...memoryResults(study).map(memoryText),
  ];
  return { text: `${text.join("\n\n")}\n`, figures: regimes.flatMap(({ figures }) => figures) };
}

const HEAD = `# The study: where does a time-local closure exist?

Everything on this page is written by \`npm run study\` from the maps it computes; nothing is typed in by hand. The
command goes on where it was stopped, and repeats a finished study in no time; \`npm run study -- --quick\` runs a small
one to a temporary folder.

Every quench is the release of a trap at half filling of an open chain, to t = 20, sampled every 0.1. Learned methods see
the exact Dab of [0, 10] and are judged on (10, 20]; the other methods are judged on the same samples. Errors are
|D - D exact| / |D exact| over all samples of the interval, the skill is an error divided by that of the constant training mean,
r, b and the unseen fraction are those of [docs/physics.md](physics.md), section 7. TD2RDM is contraction consistent, by RK4 at dt = 0.05;
of four sites it is purified (energy-conserving, "P"), of six it is not, since purification takes minutes per quench and closure where U is
large: a closure that diverges has no error there, and its rank is that of the largest.`;

const MEMORY = `## Closures with memory

Neural ODEs without memory, with one delayed state and with latent memory states, without and with purification of their rollouts ("P"), and
learned closures (a network supplies the missing collision term of TD2RDM) without and with latent memory ([neural.md](neural.md)), on the same exact
data of [0, 10] where a time-local model fails. Errors of trained networks are medians over the seeds, with those of the single seeds behind
them; the last column is the error divided by that of delay-DMD, the linear model with memory. The delay of 0.2 was chosen with these errors
of 4 sites, U = V = 1, in sight; all other settings are the defaults.`;

function provenance(folder: string, origins: readonly Origin[]): string {
  const lines = origins.map(({ name, software: { version, commit }, created }) => {
    const at = commit === null ? "" : `, commit ${commit}`;
    return `- [${name}.json](${folder}/${name}.json): version ${version}${at}, ${created.slice(0, 10)}`;
  });
  return [
    "The maps, with their configs and seeds (files of the Map page, which opens them):",
    "",
    ...lines,
  ].join("\n");
}

function regimeReport(part: Part, folder: string): Report {
  const { table } = part;
  const analysis = analysisOf(table);
  const figures = regimeFigures(part, analysis);
  const name = systemName(table);
  const { neural, linear } = mainLabels(table);
  const rows = [0, 3, 6, 9].map((first) => figureRow(figures.slice(first, first + 3), folder));
  const tables = [
    ["Pearson r", "pearson", 2],
    ["Buildup b", "buildup", 2],
    ["Unseen fraction", "unseenFraction", 3],
    ["Extrapolation error of the neural ODE", `extrapolationError:${neural}`, 3],
    ["Extrapolation error of delay-DMD", `extrapolationError:${linear}`, 3],
  ] as const;
  const text = [
    `## ${name}`,
    ...rows.slice(0, 2),
    "What the Analysis page says of this map ([analysis.md](analysis.md) has its definitions and thresholds):",
    statementList(analysis),
    ...rows.slice(2),
    "Spearman's coefficients of the extrapolation errors, with 95 % intervals of the bootstrap:",
    coefficientTable(table, analysis),
    `All methods over the ${table.status.length} quenches (medians over the points with a value; a method that diverges has none):`,
    methodTable(table),
    ...tables.flatMap(([words, field, digits]) => [`${words}, ${name}:`, fieldTable(table, field, digits)]),
  ];
  return { text: text.join("\n\n"), figures };
}
