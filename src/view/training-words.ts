import { compact, fixed } from "./format.ts";

/** What the diagnostics of the exact run are, and what a training made of them. */
export interface TrainingFacts {
  readonly pearson: number | null;
  readonly buildup: number | null;
  /** Share of |Dab| beyond the training window that lies outside the span of the window. */
  readonly unseen: number | null;
  /** Errors of the neural ODE once it is trained, and of the best other learned model. */
  readonly neural: LearnedErrors | null;
  readonly linear: LearnedErrors | null;
}

export interface LearnedErrors {
  readonly training: number | null;
  readonly extrapolation: number | null;
  /** Extrapolation error over that of the constant training mean. */
  readonly skill: number | null;
}

/** Lead and body as rich markup. */
export interface TrainingWords {
  readonly lead: string;
  readonly body: string;
}

/**
 * Unseen fractions below which the time-local neural ODE kept a skill of about 0.3 and 0.7 in the reference table
 * (docs/physics.md, section 8).
 */
export const SEEN = 0.03;
export const PARTLY_SEEN = 0.15;
/** Skills below which an extrapolation is good, and of some use. */
export const GOOD_SKILL = 0.35;
export const SOME_SKILL = 0.8;

/** What to expect of a time-local model at this point, from the exact run alone. */
export function expectation({ pearson, buildup, unseen }: TrainingFacts): TrainingWords {
  if (unseen === null || buildup === null) {
    return { lead: "Computing the diagnostics.", body: "They need the exact dynamics of this quench." };
  }
  const r = pearson === null ? "is not defined" : `is ${fixed(pearson, 2)}`;
  const numbers = `The correlation *r* ${r}, the buildup *b* is ${compact(buildup)}, and ${percent(unseen)} of *D*_{12} after the training window lies outside what the window has shown.`;
  if (unseen < SEEN) {
    return {
      lead: "Expect it to extrapolate.",
      body: `${numbers} Almost nothing new happens later: a time-local model can carry on.`,
    };
  }
  if (unseen < PARTLY_SEEN) {
    return {
      lead: "Expect it to extrapolate for a while.",
      body: `${numbers} Some of what comes later is new: errors grow beyond the window.`,
    };
  }
  return {
    lead: "Expect it to fail beyond the training window.",
    body: `${numbers} Too much of what comes later is new: a closure needs memory or other data here.`,
  };
}

/** What happened, after a training. */
export function verdict({ unseen, neural, linear }: TrainingFacts): TrainingWords | null {
  if (neural === null || neural.training === null) return null;
  const inside = `It follows the exact dynamics to ${compact(neural.training)} in the training window`;
  if (neural.extrapolation === null || neural.skill === null) {
    return { lead: "The rollout left all bounds beyond the training window.", body: `${inside}.` };
  }
  const { extrapolation, skill } = neural;
  const outside = `to ${compact(extrapolation)} beyond it, ${compact(skill)} times the error of the constant training mean`;
  const other =
    linear?.extrapolation == null
      ? ""
      : ` Linear memory (delay-DMD) reaches ${compact(linear.extrapolation)}.`;
  const expected = unseen === null ? null : unseen < SEEN ? "good" : unseen < PARTLY_SEEN ? "some" : "none";
  const found = skill < GOOD_SKILL ? "good" : skill < SOME_SKILL ? "some" : "none";
  const agreement =
    expected === null
      ? ""
      : expected === found
        ? " That is what the diagnostics said."
        : " The diagnostics said otherwise.";
  return { lead: LEADS[found], body: `${inside} and ${outside}.${other}${agreement}` };
}

const LEADS = {
  good: "It extrapolates.",
  some: "It extrapolates in part.",
  none: "It does not extrapolate.",
} as const;

function percent(share: number): string {
  return `${compact(100 * share)} %`;
}
