import type { Config } from "../protocol/config.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import { compact, fixed, formatTime } from "./format.ts";
import { shortLabel } from "./method-style.ts";
import { hasEnded } from "./model.ts";
import { exactMethod } from "./tracks.ts";

/** Interactions below and above these |U|/J are called weak and strong; the bandwidth of the chain is 4 J. */
export const WEAK_INTERACTION = 0.5;
export const STRONG_INTERACTION = 4;
/**
 * Buildup b of |Delta_123|: below WEAK_BUILDUP extrapolation errors of time-local models stay near 10 %, above
 * STRONG_BUILDUP they are worth little more than a constant (docs/physics.md sections 7 and 8).
 */
export const WEAK_BUILDUP = 0.1;
export const STRONG_BUILDUP = 0.5;
/** Below this buildup there is nothing that could correlate. */
export const NO_BUILDUP = 5e-4;
/** Pearson r between |Delta_12| and |Delta_123|: the map of docs/physics.md section 7 spans -0.5 to 1. */
export const CLOSE_CORRELATION = 0.9;
export const FAIR_CORRELATION = 0.6;
export const LOOSE_CORRELATION = 0.25;
/** A method has left the exact dynamics when its relative error exceeds this. */
export const LEAVING_ERROR = 0.05;
/** Ground states with a smaller gap, in J, are nearly degenerate (docs/physics.md section 7). */
export const SMALL_GAP = 0.05;

/** The words above the plots, as rich markup (rich.ts). */
export interface Summary {
  readonly state: "empty" | "computing" | "cancelled" | "done";
  readonly lead: string;
  readonly body: string;
  /** What went wrong or needs care, with a way out. */
  readonly warnings: readonly string[];
}

/** Says what a quench does, what to expect of a time-local closure, and what went wrong. */
export function summarize(results: ResultSet | null): Summary {
  if (results === null) {
    return {
      state: "empty",
      lead: "Nothing computed yet.",
      body: "Drag the point on the map to choose a quench.",
      warnings: [],
    };
  }
  const warnings = warningsOf(results);
  const exact = exactMethod(results);
  if (results.methods.some((method) => !hasEnded(method))) {
    return { state: "computing", lead: "Computing.", body: progressText(results), warnings };
  }
  if (results.methods.some(({ status }) => status === "cancelled")) {
    return { state: "cancelled", lead: "Cancelled.", body: cancelledText(results), warnings };
  }
  if (exact === undefined || exact.status !== "completed") {
    return { state: "done", lead: "No exact reference.", body: withoutExact(results), warnings };
  }
  return { state: "done", ...exactSummary(results), warnings };
}

function exactSummary(results: ResultSet): Pick<Summary, "lead" | "body"> {
  const { pearson, buildup } = results.diagnostics;
  const interaction = interactionWords(results.config.quench.interaction);
  const where = quenchWords(results.config);
  if (buildup === null) {
    return {
      lead: `${interaction}.`,
      body: `${where} the exact dynamics is complete; its cumulants were not recorded. ${sentence(closureWords(results), residualWords(results))}`,
    };
  }
  if (Math.abs(buildup) < NO_BUILDUP) {
    return {
      lead: `${interaction}, no buildup.`,
      body: `${where} no three-particle correlation builds up (*b* = ${fixed(buildup, 2)}): a closure has nothing to miss. ${sentence(closureWords(results), residualWords(results))}`,
    };
  }
  const verb = buildup < 0 ? "falls by" : "builds up by";
  return {
    lead: `${interaction}, ${buildupWords(buildup)} buildup.`,
    body:
      `${where} the three-particle cumulant ${verb} ${fixed(Math.abs(buildup), 2)} on average ` +
      `and ${correlationWords(pearson)}. ${sentence(closureWords(results), residualWords(results), expectation(buildup))}`,
  };
}

/** The words about closures as sentences, with what to expect where there is something to expect it from. */
function sentence(words: string, ...more: readonly string[]): string {
  if (words === "") return "";
  return [words, ...more]
    .filter((part) => part !== "")
    .map((part) => `${part}.`)
    .join(" ");
}

function interactionWords(u: number): string {
  const size = Math.abs(u);
  if (size === 0) return "No interaction";
  const sign = u < 0 ? "attraction" : "interaction";
  if (size < WEAK_INTERACTION) return `Weak ${sign}`;
  return size < STRONG_INTERACTION ? `Moderate ${sign}` : `Strong ${sign}`;
}

function quenchWords(config: Config): string {
  const { quench } = config;
  switch (quench.protocol) {
    case "trap-release":
      return `At *U* = ${fixed(quench.interaction, 2)}, *V* = ${fixed(quench.trap, 2)}`;
    case "interaction-quench":
      return `After *U* = ${fixed(quench.interactionBefore, 2)} → ${fixed(quench.interaction, 2)}`;
    case "product-state":
      return `From the product state, at *U* = ${fixed(quench.interaction, 2)},`;
  }
}

export function buildupWords(b: number): "weak" | "moderate" | "strong" {
  if (b < WEAK_BUILDUP) return "weak";
  return b < STRONG_BUILDUP ? "moderate" : "strong";
}

export function correlationWords(r: number | null): string {
  if (r === null) return "there is no *r* to tell whether it follows the two-particle one";
  const value = `(*r* = ${fixed(r, 2)})`;
  if (r >= CLOSE_CORRELATION) return `follows the two-particle one closely ${value}`;
  if (r >= FAIR_CORRELATION) return `mostly follows the two-particle one ${value}`;
  if (r >= LOOSE_CORRELATION) return `follows the two-particle one only loosely ${value}`;
  if (r > -LOOSE_CORRELATION) return `does not follow the two-particle one ${value}`;
  return `moves against the two-particle one ${value}`;
}

/** First time at which a method's error exceeds LEAVING_ERROR, or at which it diverged; null while it stays below. */
export function leavingTime(method: MethodResult, times: ArrayLike<number>): number | null {
  const errors = method.data.relativeError;
  if (errors === undefined) return null;
  for (let k = 0; k < method.filled; k++) {
    if ((errors[k] ?? 0) > LEAVING_ERROR) return times[k] ?? null;
  }
  return method.outcome?.divergedAt ?? null;
}

function closureWords(results: ResultSet): string {
  const compared = results.methods.filter(
    ({ data, filled }) => data.relativeError !== undefined && filled > 1,
  );
  const closures = compared.filter(({ method }) => method.kind === "td2rdm");
  const judged = closures.length > 0 ? closures : compared;
  if (judged.length === 0) return "";
  const step = results.config.time.sample;
  const leaving = judged.map((method) => leavingTime(method, results.times));
  const left = leaving.filter((t) => t !== null);
  const percent = `${Math.round(LEAVING_ERROR * 100)} %`;
  const [only] = judged;
  if (judged.length === 1 && only !== undefined) {
    const name = shortLabel(only.label);
    const [t] = left;
    return t === undefined
      ? `${name} stays within ${percent} of the exact density matrix${endWords(only, results)}`
      : `${name} leaves the exact density matrix by ${percent} at *t* ≈ ${formatTime(t, step)}`;
  }
  const name = closures.length > 0 ? "time-local closure" : "method";
  if (left.length === judged.length) {
    return `Every ${name} leaves the exact density matrix by ${percent} before *t* ≈ ${formatTime(Math.max(...left), step)}`;
  }
  if (left.length === 0) return `Every ${name} stays within ${percent} of the exact density matrix`;
  const best = judged.filter((_, index) => leaving[index] === null).map(({ label }) => shortLabel(label));
  return `Only ${best.join(" and ")} stays within ${percent} of the exact density matrix`;
}

/** Functional against error growth: how far each closure is off along the exact dynamics, and where its own ended. */
function residualWords(results: ResultSet): string {
  const texts = results.methods.flatMap(({ label, data, filled }) => {
    const residuals = data.closureResidual?.subarray(0, filled).filter((value) => !Number.isNaN(value));
    const error = data.relativeError?.[filled - 1];
    if (residuals === undefined || residuals.length === 0 || error === undefined || Number.isNaN(error))
      return [];
    const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
    return [
      `of ${shortLabel(label)} is off by ${compact(mean)} of ‖Δ_{123}‖ on average, while its propagated *D*_{12} ends off by ${compact(error)}`,
    ];
  });
  return texts.length === 0 ? "" : `Along the exact dynamics the closure ${texts.join("; that ")}`;
}

function endWords(method: MethodResult, results: ResultSet): string {
  const end = results.times[method.filled - 1] ?? 0;
  return ` up to *t* = ${formatTime(end, results.config.time.sample)}`;
}

function expectation(b: number): string {
  switch (buildupWords(b)) {
    case "weak":
      return "Expect a neural ODE to extrapolate from here";
    case "moderate":
      return "Expect a neural ODE to interpolate well here, and to extrapolate for a while";
    case "strong":
      return "Expect a neural ODE to interpolate here, not to extrapolate";
  }
}

function progressText(results: ResultSet): string {
  const running = results.methods.find(({ status }) => status === "running");
  const { time, lattice } = results.config;
  const size = lattice.kind === "chain" ? `${lattice.sites} sites` : `${lattice.lx} × ${lattice.ly} sites`;
  const where = `${quenchWords(results.config)} on ${size}`;
  if (running?.phase === "training") {
    return `${where}: ${shortLabel(running.label)} is being trained, ${Math.floor(100 * running.fraction)} % done.`;
  }
  if (running === undefined || running.filled === 0) return `${where}: preparing the initial state.`;
  const t = formatTime(results.times[running.filled - 1] ?? 0, time.sample);
  return `${where}: ${shortLabel(running.label)} has reached *t* = ${t} of ${fixed(time.end, 0)}.`;
}

function cancelledText(results: ResultSet): string {
  const stopped = results.methods.filter(({ status }) => status === "cancelled");
  const texts = stopped.map(({ label, filled }) => {
    const t = formatTime(results.times[Math.max(0, filled - 1)] ?? 0, results.config.time.sample);
    return filled === 0
      ? `${shortLabel(label)} had not started`
      : `${shortLabel(label)} stopped at *t* = ${t}`;
  });
  return `${texts.join("; ")}. What was computed is shown. Change *U* or *V* to start again.`;
}

function withoutExact(results: ResultSet): string {
  const failed = exactMethod(results) !== undefined;
  return failed
    ? "The exact run did not finish, so errors and correlations cannot be judged."
    : "Add the exact method to see how far the others are off, and how the cumulants build up.";
}

function warningsOf(results: ResultSet): string[] {
  const warnings: string[] = [];
  const failures = new Map<string, string[]>();
  for (const { label, outcome } of results.methods) {
    if (outcome?.status === "diverged")
      warnings.push(outcome.message ?? divergenceText(label, outcome.divergedAt));
    if (outcome?.status !== "refused" && outcome?.status !== "failed") continue;
    const message = (outcome.message ?? "the run failed").replace(/\.$/, "");
    failures.set(message, [...(failures.get(message) ?? []), shortLabel(label)]);
  }
  for (const [message, labels] of failures) warnings.push(`${labels.join(", ")}: ${message}.`);
  const gap = gapOf(results);
  if (gap !== null && gap < SMALL_GAP) warnings.push(gapText(gap));
  return warnings;
}

function divergenceText(label: string, t: number | null): string {
  return `${shortLabel(label)} diverged${t === null ? "" : ` at *t* = ${fixed(t, 1)}`}.`;
}

function gapText(gap: number): string {
  const size = gap < 5e-4 ? "below 0.001" : fixed(gap, 3);
  return `The initial ground state is nearly degenerate (gap ${size} *J*): small changes of the quench can change it much.`;
}

/** Gap above the initial ground state, in J; null when the initial state is no ground state. */
export function gapOf(results: ResultSet): number | null {
  for (const { outcome } of results.methods) {
    if (outcome?.groundState) return outcome.groundState.gap;
  }
  return null;
}
