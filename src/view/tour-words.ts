import type { QuenchConfig } from "../protocol/config.ts";
import { fixed } from "./format.ts";
import { correlationWords, LEAVING_ERROR } from "./summary.ts";

export const TOUR_STEPS = [
  "quench",
  "cumulants",
  "diagnostics",
  "errors",
  "learning",
  "first-map",
  "second-map",
  "finding",
] as const;
export type TourStepId = (typeof TOUR_STEPS)[number];

/** The numbers on screen that the tour speaks of; null where there are none (yet). */
export interface TourFacts {
  readonly quench: QuenchConfig;
  readonly pearson: number | null;
  readonly buildup: number | null;
  /** Label of the best approximate method, and when it leaves the exact dynamics; null if it does not. */
  readonly best: { readonly label: string; readonly leaves: string | null } | null;
  readonly unseen: number | null;
  readonly trainUntil: number;
  readonly end: number;
  /** Titles of the fields that the two maps show, in rich markup; null where there is no map. */
  readonly maps: { readonly first: string; readonly second: string } | null;
}

export interface TourWords {
  readonly title: string;
  /** Rich markup. */
  readonly body: string;
}

/** What the tour says at a step, about what is on screen. */
export function tourWords(step: TourStepId, facts: TourFacts): TourWords {
  switch (step) {
    case "quench":
      return { title: "A quench", body: quenchBody(facts) };
    case "cumulants":
      return {
        title: "Correlations build up",
        body:
          "Δ_{12} and Δ_{123} are what two and three particles do together beyond what fewer explain. A time-local closure writes Δ_{123} " +
          "as a function of the two-particle density matrix at the same moment, so it matters how much of it builds up, and how.",
      };
    case "diagnostics":
      return { title: "Two numbers for it", body: diagnosticsBody(facts) };
    case "errors":
      return { title: "Methods against the exact answer", body: errorsBody(facts) };
    case "learning":
      return { title: "Models that learn", body: learningBody(facts) };
    case "first-map":
      return { title: "All quenches at once", body: firstMapBody(facts) };
    case "second-map":
      return { title: "A second look at the same quenches", body: secondMapBody(facts) };
    case "finding":
      return {
        title: "The finding",
        body:
          "Where little builds up, a model without memory extrapolates: a time-local closure exists, even if those written in closed " +
          "form miss it. Over 64 quenches of six sites (docs/study.md) the extrapolation error of the neural ODE ranks with the unseen " +
          "fraction (Spearman +0.96) and the buildup *b* (+0.85), and hardly with *r* (−0.32).",
      };
  }
}

function quenchBody({ quench }: TourFacts): string {
  const u = `*U* = ${fixed(quench.interaction, 2)} *J*`;
  const stays = "The tour explains what is on screen and changes nothing of it.";
  switch (quench.protocol) {
    case "trap-release":
      return (
        `Electrons on a lattice sit in a trap; at *t* = 0 it is switched off and they spread. Each point of this plane is one such quench, now ` +
        `${u} and *V* = ${fixed(quench.trap, 2)} *J*. ${stays}`
      );
    case "interaction-quench":
      return `The interaction jumps from *U* = ${fixed(quench.interactionBefore, 2)} *J* to ${u} at *t* = 0. ${stays}`;
    case "product-state":
      return `The electrons start on the sites chosen here and spread at ${u}. ${stays}`;
  }
}

function diagnosticsBody({ pearson, buildup }: TourFacts): string {
  const meaning =
    "*r* says whether |Δ_{12}| and |Δ_{123}| rise and fall together, *b* how much |Δ_{123}| grows over its start.";
  if (buildup === null) return `${meaning} They come with the exact run.`;
  return `${meaning} Here *b* = ${fixed(buildup, 2)}, and |Δ_{123}| ${correlationWords(pearson)}.`;
}

function errorsBody({ best }: TourFacts): string {
  const meaning = "Every method is compared with the exact two-particle density matrix at all times.";
  if (best === null) return `${meaning} Add the exact method and another one to see its error.`;
  const percent = `${Math.round(100 * LEAVING_ERROR)} %`;
  const when =
    best.leaves === null
      ? `stays within ${percent} over the whole window`
      : `is off by ${percent} at *t* = ${best.leaves}`;
  return `${meaning} Here ${best.label} ${when}.`;
}

function learningBody({ unseen, trainUntil, end }: TourFacts): string {
  const window =
    `A neural ODE is shown the exact density matrix up to *t* = ${fixed(trainUntil, 1)} and then runs on alone to ` +
    `*t* = ${fixed(end, 1)}; delay-DMD, which remembers, is the one to beat. `;
  return unseen === null
    ? `${window}The unseen fraction says how much of the later dynamics lies outside of what was shown.`
    : `${window}Of the later dynamics ${fixed(100 * unseen, 0)} % lies outside of what was shown: the unseen fraction.`;
}

function firstMapBody({ maps }: TourFacts): string {
  const meaning = "Every pixel is a quench: *U* and *V* along the axes.";
  if (maps === null) return `${meaning} There is no map of this system yet; Start computes one.`;
  const colour =
    maps.first === PEARSON
      ? "Blue where both cumulants rise and fall together (*r* > 0), orange where they move against each other"
      : `The colour is: ${maps.first}`;
  return `${meaning} ${colour}. A click moves the quench there.`;
}

function secondMapBody({ maps }: TourFacts): string {
  if (maps === null) return "A second map, of another quantity, comes beside the first.";
  const compare =
    maps.first === PEARSON && maps.second === BUILDUP
      ? "Compare the two: how well the cumulants go together and how much builds up are different questions."
      : "Its list holds everything a map knows, the errors of each method too.";
  return `The colour is: ${maps.second}. ${compare}`;
}

const PEARSON = "Pearson correlation *r*";
const BUILDUP = "Buildup *b*";
