import type { MethodConfig } from "../protocol/config.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import type { DefinitionId } from "./definitions.ts";
import { compact, fixed, formatTime, scientific } from "./format.ts";
import { shortLabel } from "./method-style.ts";
import { gapOf, leavingTime, SMALL_GAP } from "./summary.ts";

/** One card; texts are rich markup. `value` is null until it is known. */
export interface KeyFigure {
  readonly id: "pearson" | "buildup" | "error" | "eigenvalue" | "drift" | "gap";
  readonly definition: DefinitionId;
  readonly name: string;
  readonly value: string | null;
  readonly note: string;
  /** Deserves a second look. */
  readonly warn: boolean;
}

/** Scalars of a run. Errors, eigenvalues and drift are those of its best method. */
export function keyFigures(results: ResultSet | null): KeyFigure[] {
  const best = results === null ? undefined : bestMethod(results);
  const { pearson, buildup } = results?.diagnostics ?? { pearson: null, buildup: null };
  return [
    {
      id: "pearson",
      definition: "pearson",
      name: "Pearson *r*",
      value: pearson === null ? null : fixed(pearson, 2),
      note: "‖Δ_{12}‖ with ‖Δ_{123}‖",
      warn: false,
    },
    {
      id: "buildup",
      definition: "buildup",
      name: "Buildup *b*",
      value: buildup === null ? null : fixed(buildup, 2),
      note: "mean ‖Δ_{123}‖ − start",
      warn: false,
    },
    errorFigure(results, best),
    eigenvalueFigure(best),
    driftFigure(best),
    gapFigure(results),
  ];
}

/** Kinds of method, that which the figures are about first. */
const RANKS: readonly MethodConfig["kind"][] = [
  "td2rdm",
  "learned-closure",
  "neural-ode",
  "dmd",
  "mean-field",
  "exact",
];

/** The completed TD2RDM method with the smallest error at the end; else the best other method, else the exact one. */
export function bestMethod(results: ResultSet): MethodResult | undefined {
  const rank = (method: MethodResult): number =>
    (method.status === "completed" ? 0 : 4) + RANKS.indexOf(method.method.kind);
  const error = ({ data, filled }: MethodResult): number =>
    data.relativeError?.[filled - 1] ?? Number.POSITIVE_INFINITY;
  return [...results.methods]
    .filter(({ filled }) => filled > 0)
    .sort((a, b) => rank(a) - rank(b) || error(a) - error(b))[0];
}

function errorFigure(results: ResultSet | null, best: MethodResult | undefined): KeyFigure {
  const end = best === undefined ? undefined : results?.times[best.filled - 1];
  const step = results?.config.time.sample ?? 0.1;
  const at =
    end === undefined
      ? "the end"
      : `*t* = ${formatTime(end, Math.max(step, end % 1 === 0 ? 1 : step)).replace(/\.0$/, "")}`;
  const error = best?.data.relativeError?.[best.filled - 1];
  const left = best === undefined || results === null ? null : leavingTime(best, results.times);
  const since = left === null ? "" : `, 5 % at ${formatTime(left, step)}`;
  return {
    id: "error",
    definition: "relativeErrorAtEnd",
    name: `Error at ${at}`,
    value: error === undefined || Number.isNaN(error) ? null : compact(error),
    note: best === undefined || error === undefined ? "needs exact" : `${shortLabel(best.label)}${since}`,
    warn: false,
  };
}

function eigenvalueFigure(best: MethodResult | undefined): KeyFigure {
  const lowest = [best?.outcome?.checks?.minEigenvalueD, best?.outcome?.checks?.minEigenvalueQ].filter(
    (value): value is number => typeof value === "number",
  );
  const value = lowest.length === 0 ? null : Math.min(...lowest);
  return {
    id: "eigenvalue",
    definition: "eigenvalue",
    name: "Smallest eigenvalue",
    value: value === null ? null : compact(value),
    note: best === undefined ? "of *D* and *Q*" : `of *D* and *Q*, ${shortLabel(best.label)}`,
    warn: value !== null && value < -1e-3,
  };
}

function driftFigure(best: MethodResult | undefined): KeyFigure {
  const drift = best?.outcome?.checks?.energyDrift;
  return {
    id: "drift",
    definition: "drift",
    name: "Energy drift",
    value: drift === undefined ? null : drift === 0 ? "0" : drift < 0.01 ? scientific(drift) : compact(drift),
    note: best === undefined ? "in *J*" : `in *J*, ${shortLabel(best.label)}`,
    warn: drift !== undefined && drift > 1e-3,
  };
}

function gapFigure(results: ResultSet | null): KeyFigure {
  const gap = results === null ? null : gapOf(results);
  const small = gap !== null && gap < SMALL_GAP;
  return {
    id: "gap",
    definition: "gap",
    name: "Ground-state gap",
    value: gap === null ? null : compact(gap),
    note: small ? "in *J*, nearly degenerate" : "in *J*",
    warn: small,
  };
}
