import { expect, test } from "vitest";
import { createInProcessEngine } from "../../src/engine/in-process-engine.ts";
import { type Config, parseConfig } from "../../src/protocol/config.ts";
import type { MethodResult, ResultSet } from "../../src/protocol/results.ts";
import { decodePermalink, encodePermalink } from "../../src/state/permalink.ts";
import { PRESETS } from "../../src/state/presets.ts";
import sparks from "../../src/ui/gallery/sparks.json";
import { fixed, formatTime } from "../../src/view/format.ts";
import { sparkOf } from "../../src/view/spark.ts";
import { leavingTime } from "../../src/view/summary.ts";

const V = "TD2RDM V · CC";
const NY = "TD2RDM NY · CC";

/** What the sentence of a preset quotes, as it is written there, from the results of its run. */
class Facts {
  constructor(readonly results: ResultSet) {}

  b(decimals = 2): string {
    return `*b* = ${fixed(this.results.diagnostics.buildup ?? Number.NaN, decimals)}`;
  }

  get r(): string {
    return `*r* = ${fixed(this.results.diagnostics.pearson ?? Number.NaN, 2)}`;
  }

  method(label: string): MethodResult {
    const found = this.results.methods.find((method) => method.label === label);
    if (found === undefined) throw new Error(`no method ${label}`);
    return found;
  }

  /** When a method is off by 5 %; of one that diverged too. */
  leaves(label: string): string {
    return this.at(leavingTime(this.method(label), this.results.times));
  }

  explodes(label: string): string {
    return this.at(this.method(label).outcome?.divergedAt ?? null);
  }

  private at(t: number | null): string {
    return `at *t* = ${t === null ? "never" : formatTime(t, 0.1)}`;
  }

  errors(label: string): number[] {
    const { data, filled } = this.method(label);
    return [...(data.relativeError ?? [])].slice(0, filled);
  }

  /** Largest error, of a method that came to the end. */
  worst(label: string): number {
    return this.method(label).status === "completed" ? Math.max(...this.errors(label)) : Number.NaN;
  }

  lastError(label: string): string {
    return percent(this.errors(label).at(-1) ?? Number.NaN);
  }

  /** Extrapolation error and skill of delay-DMD. */
  get extrapolated() {
    const found = this.results.diagnostics.extrapolation?.errors["Delay-DMD"];
    return { error: found?.extrapolation ?? Number.NaN, skill: found?.skill ?? Number.NaN };
  }

  /** Doubly occupied sites at the start and on average. */
  get doublons(): readonly [string, string] {
    const values = this.results.methods[0]?.data.doublons ?? new Float64Array();
    const { sites } = this.results;
    const totals = this.results.times.map((_, k) =>
      values.subarray(k * sites, (k + 1) * sites).reduce((sum, value) => sum + value, 0),
    );
    const mean = totals.reduce((sum, value) => sum + value, 0) / totals.length;
    return [fixed(totals[0] ?? Number.NaN, 2), fixed(mean, 2)];
  }
}

const percent = (value: number): string => `${Math.round(100 * value)} %`;
/** A bound that is held, as a phrase; a phrase that is not in the sentence where it is broken. */
const bound = (value: number, limit: number, phrase: string): string =>
  value <= limit ? phrase : `${value} exceeds ${limit}`;
const holds = (claim: boolean, phrase: string): string => (claim ? phrase : `not so: ${phrase}`);

/** The phrases of each sentence that hold a number or a judgement. */
const CLAIMS: Readonly<Record<string, (facts: Facts) => readonly string[]>> = {
  default: (facts) => [facts.b(), facts.r, "by 5 %", facts.leaves(V)],
  weak: (facts) => [
    facts.b(3),
    facts.r,
    "Up to *t* = 20",
    bound(facts.worst("Mean field"), 0.05, "within 5 %"),
    bound(Math.max(facts.worst(V), facts.worst(NY)), 0.001, "within 0.1 %"),
  ],
  moderate: (facts) => [
    facts.b(),
    facts.r,
    `by 5 % ${facts.leaves("Mean field")}`,
    `Valdemoro’s closure ${facts.leaves(V)}`,
    "trained up to *t* = 10",
    facts.leaves("Delay-DMD"),
  ],
  "anti-correlated": (facts) => [
    facts.b(),
    facts.r,
    `off by 5 % ${facts.leaves(V)}`,
    "trained up to *t* = 10",
    holds(facts.extrapolated.skill >= 1, "no better than the mean of what it saw"),
  ],
  mott: (facts) => [
    "At *U* = 8",
    `|Δ_{3}|(0) = ${fixed(facts.results.diagnostics.initialDelta3 ?? Number.NaN, 2)}`,
    facts.b(3),
    `explodes ${facts.explodes(V)}`,
    "trained up to *t* = 10",
    bound(facts.extrapolated.error, 0.01, "predicts the rest within 1 %"),
    facts.r,
  ],
  "exploding-closure": (facts) => [
    `alone explodes ${facts.explodes("TD2RDM NY")}`,
    `contraction-consistent ${facts.explodes(NY)}`,
    "on to *t* = 20",
    bound(facts.worst(`${NY} · P`), 0.29, "never off by more than 29 %"),
  ],
  "all-closures": (facts) => {
    const labels = [V, NY, "TD2RDM NY smooth · CC", "TD2RDM M · CC"];
    const times = labels.map((label) => leavingTime(facts.method(label), facts.results.times) ?? 99);
    return [
      bound(-Math.min(...times), -3.5 - 1e-9, "within 5 % of the exact density matrix up to *t* = 3.5"),
      bound(Math.max(...times), 4.3 - 1e-9, "by *t* = 4.3 all have left it"),
      `Mazziotti’s explodes ${facts.explodes("TD2RDM M · CC")}`,
      `Nakatsuji and Yasuda’s ${facts.explodes(NY)}`,
    ];
  },
  "doublon-expansion": (facts) => [
    holds(facts.doublons[0] === "2.00", "Two doublons"),
    "expand at *U* = 4",
    `on average ${facts.doublons[1]} doublons`,
    facts.b(),
    facts.r,
    `explodes ${facts.explodes(V)}`,
  ],
  "interaction-quench": (facts) => [
    "*U* from 0 to 4",
    `from ${facts.doublons.join(" to ")} on average`,
    `explodes ${facts.explodes(V)}`,
    facts.r,
    bound(facts.worst(`${V} · P`), 0.65, "never off by more than 65 %"),
  ],
  "charge-density-wave": (facts) => [
    holds(facts.doublons[0] === "3.00", "Three doublons"),
    "at *U* = 2",
    `on average ${facts.doublons[1]}`,
    facts.b(),
    facts.r,
    `off by 5 % ${facts.leaves(V)}`,
    `down to ${fixed(facts.method(V).outcome?.checks?.minEigenvalueD ?? Number.NaN, 2)}`,
  ],
  ring: (facts) => [
    facts.r,
    facts.b(),
    `off by 5 % ${facts.leaves(V)}`,
    `by ${facts.lastError(V)} at *t* = 20`,
  ],
  ladder: (facts) => [
    "3 × 2 sites",
    facts.b(),
    facts.r,
    `off by 5 % ${facts.leaves(V)}`,
    `by ${facts.lastError(V)} at *t* = 20`,
  ],
};

const configOf = (preset: (typeof PRESETS)[number]): Config => parseConfig(preset.config());

test("every preset has a name of its own, a link that gives it back, and claims that are checked", () => {
  expect(Object.keys(CLAIMS)).toEqual(PRESETS.map(({ id }) => id));
  expect(new Set(PRESETS.map(({ name }) => name)).size).toBe(PRESETS.length);
  for (const preset of PRESETS) {
    const config = configOf(preset);
    expect(decodePermalink(encodePermalink(config)) ?? configOf(PRESETS[0] ?? preset)).toEqual(config);
  }
});

test.each(PRESETS.map((preset) => [preset.name, preset] as const))(
  "%s: the sentence says what the engine finds",
  async (_, preset) => {
    const config = configOf(preset);
    const results = await createInProcessEngine().run(
      { config, fields: config.outputs },
      { signal: new AbortController().signal, onUpdate: () => undefined },
    );
    const phrases = CLAIMS[preset.id]?.(new Facts(results)) ?? [];
    let rest = preset.sentence.replaceAll("Δ_{3}", "Δ");
    for (const phrase of phrases.map((text) => text.replaceAll("Δ_{3}", "Δ"))) {
      expect(preset.sentence.replaceAll("Δ_{3}", "Δ")).toContain(phrase);
      rest = rest.replace(phrase, "");
    }
    expect(rest, "numbers that no claim accounts for").not.toMatch(/\d/);
    const drawn = Object.entries(sparks).find(([id]) => id === preset.id)?.[1];
    for (const [curve, values] of Object.entries(sparkOf(results))) {
      const picture = curve === "delta2" ? drawn?.delta2 : drawn?.delta3;
      const off = values.map((value: number, k: number) => Math.abs(value - (picture?.[k] ?? Number.NaN)));
      expect(Math.max(...off), "its card is out of date: npm run gallery-pictures").toBeLessThan(0.0011);
    }
    for (const { method, status } of results.methods) {
      const mayDiverge = method.kind === "td2rdm" && method.purification === "none";
      expect(mayDiverge ? ["completed", "diverged"] : ["completed"]).toContain(status);
    }
  },
);
