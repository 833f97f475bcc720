import type { Analysis } from "../analysis/analyse.ts";
import {
  type Coefficient,
  type CoefficientName,
  findCoefficient,
  type MethodCoefficients,
} from "../analysis/coefficients.ts";
import type { Measure, Predictor } from "../analysis/measure.ts";
import type { Estimate } from "../base/bootstrap.ts";
import { compact, fixed } from "./format.ts";

/**
 * What a sentence says of the paper's claim that a time-local closure works where r is high and b moderate. `open`:
 * the interval holds zero, nothing is stated. `fact` and `more` are counts, and findings the paper is silent on.
 */
export type Verdict = "fact" | "confirms" | "contradicts" | "more" | "open";

export interface Statement {
  readonly verdict: Verdict;
  /** Rich markup. */
  readonly text: string;
}

/** Rich markup. */
export const PREDICTOR_NAMES: Readonly<Record<Predictor, string>> = {
  pearson: "*r*",
  buildup: "*b*",
  unseenFraction: "the unseen fraction",
  initialDelta3: "|Δ_{3}|(0)",
};

/** What an analysis rests on: points, what is missing, which errors. */
function basisStatements({ measure, methods, counts, settings }: Analysis): Statement[] {
  const total = counts.local + counts.memory + counts.none + counts.open + counts.pending;
  const found = methods.find(({ method }) => method === settings.method);
  const computed = total - counts.pending;
  const parts = [
    counts.pending === 0 ? `All ${points(total)} of the map` : `${computed} of ${points(total)} of the map`,
    ` ${computed === 1 ? "is" : "are"} computed.`,
  ];
  if (found !== undefined && found.diverged > 0) {
    parts.push(` ${settings.method} diverged at ${found.diverged}, which count as the largest errors.`);
  }
  if (found !== undefined && found.missing > 0) {
    parts.push(` ${points(found.missing)} without an error or a diagnostic ${are(found.missing)} left out.`);
  }
  if (measure === "whole") {
    parts.push(
      " This map has no errors after a training window, as no method of it is learned or an earlier version made it: errors are those over the whole window.",
    );
  }
  return [{ verdict: "fact", text: parts.join("") }];
}

/** The whole summary, generated from the numbers; a coefficient is only stated where its interval excludes zero. */
export function analysisStatements(analysis: Analysis): Statement[] {
  const { methods, settings, measure } = analysis;
  const found = methods.find(({ method }) => method === settings.method);
  return [
    ...basisStatements(analysis),
    ...classStatements(analysis),
    ...(found === undefined ? [] : methodStatements(found, measure)),
  ];
}

/** What the coefficients of one method say. */
function methodStatements(found: MethodCoefficients, measure: Measure): Statement[] {
  const error = `the ${measure === "extrapolation" ? "extrapolation error" : "error"} of ${found.method}`;
  const known = new Set(found.coefficients.map(({ predictor }) => predictor));
  const single = (predictor: Predictor) =>
    take(found, { kind: "spearman", predictor }).map((each) => spearmanStatement(each, error, found));
  const partial = (predictor: Predictor, given: Predictor) =>
    take(found, { kind: "partial", predictor, given: [given] }).map((each) =>
      partialStatement(each, predictor, given, found),
    );
  const lead = (predictor: Predictor, over: Predictor) =>
    take(found, { kind: "lead", predictor, over }).map((each) => leadStatement(each, predictor, over));
  const unseen = known.has("unseenFraction");
  return [
    ...single("pearson"),
    ...single("buildup"),
    ...single("unseenFraction"),
    ...single("initialDelta3"),
    ...partial("pearson", "buildup"),
    ...partial("buildup", "pearson"),
    ...lead("buildup", "pearson"),
    ...(unseen ? [...partial("buildup", "unseenFraction"), ...lead("unseenFraction", "buildup")] : []),
  ];
}

function take({ coefficients }: MethodCoefficients, name: CoefficientName): Coefficient[] {
  const found = findCoefficient(coefficients, name);
  return found === undefined ? [] : [found];
}

/** What the paper leads one to expect of the sign of a coefficient with the error; 0 where it is silent. */
const EXPECTED: Readonly<Record<Predictor, -1 | 0 | 1>> = {
  pearson: -1,
  buildup: 1,
  unseenFraction: 0,
  initialDelta3: 0,
};

function judge(predictor: Predictor, value: number): Verdict {
  const expected = EXPECTED[predictor];
  if (expected === 0) return "more";
  return Math.sign(value) === expected ? "confirms" : "contradicts";
}

function spearmanStatement(found: Coefficient, error: string, method: MethodCoefficients): Statement {
  const { predictor, value } = found;
  const name = PREDICTOR_NAMES[predictor];
  const numbers = figures("Spearman", found, method);
  if (found.because !== null) {
    return { verdict: "open", text: `${begin(name)} against ${error}: ${undefinedWords(found)}.` };
  }
  if (!decided(found)) {
    const text = `Whether ${name} alone predicts ${error} is not decided by these points: ${numbers}.`;
    return { verdict: "open", text };
  }
  const text = `The larger ${name}, the ${value < 0 ? "smaller" : "larger"} ${error}: ${numbers}.`;
  return { verdict: judge(predictor, value), text };
}

function partialStatement(
  found: Coefficient,
  predictor: Predictor,
  given: Predictor,
  method: MethodCoefficients,
): Statement {
  const [name, other] = [PREDICTOR_NAMES[predictor], PREDICTOR_NAMES[given]];
  if (found.because !== null) {
    return { verdict: "open", text: `${begin(name)} with ${other} held fixed: ${undefinedWords(found)}.` };
  }
  const numbers = figures("partial", found, method);
  if (!decided(found)) {
    const text = `Whether ${name} tells more than ${other} already does is not decided by these points: ${numbers}.`;
    return { verdict: "open", text };
  }
  const direction = found.value < 0 ? "smaller" : "larger";
  const text = `With ${other} held fixed, a larger ${bare(name)} still goes with a ${direction} error: ${numbers}.`;
  return { verdict: judge(predictor, found.value), text };
}

function leadStatement(found: Coefficient, predictor: Predictor, over: Predictor): Statement {
  const [name, other] = [PREDICTOR_NAMES[predictor], PREDICTOR_NAMES[over]];
  if (found.because !== null || !decided(found)) {
    const why = found.because === null ? interval(found) : undefinedWords(found);
    const text = `Whether ${name} or ${other} orders the errors better is not decided by these points: ${why}.`;
    return { verdict: "open", text };
  }
  const [better, worse] = found.value > 0 ? [name, other] : [other, name];
  const [low, high] = found.value > 0 ? [found.low, found.high] : [-found.high, -found.low];
  const size = interval({ value: Math.abs(found.value), low, high });
  return {
    verdict: "more",
    text: `${begin(better)} orders the errors better than ${worse}: |Spearman| larger by ${size}.`,
  };
}

/** How many points are in each class, and what the paper's criterion says of them. */
function classStatements({ measure, counts, criterion, settings }: Omit<Analysis, "methods">): Statement[] {
  const { local, memory, localBelow, pearsonAbove, buildupBelow } = settings;
  const judged = counts.local + counts.memory + counts.none;
  if (judged === 0) return [{ verdict: "fact", text: "No point can be classified yet." }];
  const worth = measure === "extrapolation" ? "skill" : "error";
  const sentences = [
    `A local closure (${local.join(", ")}) works at ${counts.local} of ${points(judged)} (${worth} below ${compact(localBelow)})`,
    memory.length === 0
      ? `; no method with memory is chosen, so the other ${counts.none} count as unpredictable.`
      : `; at ${counts.memory} only one with memory (${memory.join(", ")}) does; ${counts.none} ${counts.none === 1 ? "is" : "are"} unpredictable with these methods.`,
    counts.open === 0 ? "" : ` ${points(counts.open)} cannot be judged.`,
  ];
  const { phi, wronglyDoubtful, wronglyHopeful, rightlyDoubtful, rightlyHopeful } = criterion;
  const right = rightlyDoubtful.length + rightlyHopeful.length;
  const all = right + wronglyDoubtful.length + wronglyHopeful.length;
  const rule = `*r* ≥ ${compact(pearsonAbove)} and *b* ≤ ${compact(buildupBelow)}`;
  const works = rightlyHopeful.length + wronglyDoubtful.length;
  const numbers = [
    `it is right at ${right} of ${points(all)} (always giving the commoner answer is at ${Math.max(works, all - works)})`,
    Number.isNaN(phi.low) ? "too uniform for a coefficient" : `*φ* = ${interval(phi)}`,
    `it promises too much at ${wronglyHopeful.length} and too little at ${wronglyDoubtful.length}`,
  ].join("; ");
  const verdict =
    Number.isNaN(phi.low) || !decided(phi) ? "open" : phi.value > 0 ? "confirms" : "contradicts";
  const lead = {
    open: `Whether the criterion ${rule} tells where a local closure works is not decided by these points`,
    confirms: `The criterion ${rule} tells better than chance where a local closure works`,
    contradicts: `The criterion ${rule} tells worse than chance where a local closure works`,
  }[verdict];
  return [
    { verdict: "fact", text: sentences.join("") },
    { verdict, text: `${lead}: ${numbers}.` },
  ];
}

/** Whether an interval excludes zero. */
export function decided({ low, high }: Pick<Estimate, "low" | "high">): boolean {
  return low > 0 || high < 0;
}

/** `−0.14 (95 % −0.50 … 0.30)`, rich markup. */
export function interval({ value, low, high }: Estimate): string {
  if (Number.isNaN(value)) return "undefined";
  if (Number.isNaN(low)) return `${fixed(value, 2)} (no interval)`;
  return `${fixed(value, 2)} (95 % ${fixed(low, 2)} … ${fixed(high, 2)})`;
}

function figures(kind: string, found: Coefficient, { points: used }: MethodCoefficients): string {
  return `${kind} ${interval(found).replace(/\)$/, `, ${points(used.length)})`)}`;
}

function undefinedWords({ value, because }: Coefficient): string {
  return Number.isNaN(value) ? `no coefficient, ${because}` : `no interval, ${because}`;
}

function points(count: number): string {
  return `${count} ${count === 1 ? "point" : "points"}`;
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}

/** At the beginning of a sentence. */
function begin(name: string): string {
  return name.startsWith("the ") ? `The ${name.slice(4)}` : name;
}

function bare(name: string): string {
  return name.replace(/^the /, "");
}

/** How a verdict reads in front of its sentence. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  fact: "Basis",
  confirms: "Confirms the paper",
  contradicts: "Contradicts the paper",
  more: "Beyond the paper",
  open: "Not decided",
};
