import { describe, expect, it } from "vitest";
import type { Config, MethodConfig } from "../../src/protocol/config.ts";
import type { Diagnostics, ResultSet } from "../../src/protocol/results.ts";
import { bestMethod, keyFigures } from "../../src/view/key-figures.ts";
import { richToPlain } from "../../src/view/rich.ts";
import { correlationWords, leavingTime, summarize } from "../../src/view/summary.ts";
import { goldenResults, outcome, patchMethod } from "../support/results.ts";

const VALDEMORO: MethodConfig = {
  kind: "td2rdm",
  closure: "valdemoro",
  contractionConsistent: true,
  purification: "none",
  integrator: { kind: "rk4", dt: 0.02 },
};
const MAZZIOTTI: MethodConfig = { ...VALDEMORO, closure: "mazziotti" };

/** Complete results with another quench, other scalars and constant errors of the approximate methods. */
function quench(
  quenched: Config["quench"],
  diagnostics: Partial<Diagnostics>,
  errors: readonly number[] = [],
  methods?: readonly MethodConfig[],
): ResultSet {
  const results = goldenResults(methods);
  for (const [index, error] of errors.entries())
    results.methods[index + 1].data.relativeError?.fill(error, 1);
  return {
    ...results,
    config: { ...results.config, quench: quenched },
    diagnostics: { ...results.diagnostics, ...diagnostics },
  };
}
const trap = (interaction: number, strength: number) =>
  ({ protocol: "trap-release", interaction, trap: strength }) as const;
const words = (results: ResultSet | null): string => {
  const { lead, body } = summarize(results);
  return richToPlain(`${lead} ${body}`);
};

describe("summarize", () => {
  it("tells the default quench", () => {
    const results = quench(trap(1, 1), {}, [0.4, 0.2]);
    expect(words(results)).toBe(
      "Moderate interaction, strong buildup. At U = 1.00, V = 1.00 the three-particle cumulant builds up by 0.83 on " +
        "average and follows the two-particle one only loosely (r = 0.41). V · CC leaves the exact density matrix by " +
        "5 % at t ≈ 0.1. Expect a neural ODE to interpolate here, not to extrapolate.",
    );
  });

  it("tells functionals from the growth of their errors", () => {
    const results = quench(trap(1, 1), {}, [0.4, 0.2], [{ kind: "exact" }, VALDEMORO, MAZZIOTTI]);
    const residuals = (value: number): Float64Array => {
      const values = new Float64Array(results.times.length).fill(value);
      values[0] = Number.NaN;
      return values;
    };
    results.methods[1].data.closureResidual = residuals(0.75);
    expect(words(results)).toContain(
      "Along the exact dynamics the closure of V · CC is off by 0.75 of ‖Δ123‖ on average, while its propagated D12 " +
        "ends off by 0.40. Expect",
    );
    results.methods[2].data.closureResidual = residuals(1.5);
    expect(words(results)).toContain(
      "; that of M · CC is off by 1.50 of ‖Δ123‖ on average, while its propagated",
    );
  });

  it.each([
    [
      0.25,
      0.2,
      0.98,
      0.027,
      "Weak interaction, weak buildup.",
      "closely (r = 0.98)",
      "to extrapolate from here",
    ],
    [0.25, 1, 0.98, 0.4, "Weak interaction, moderate buildup.", "closely", "extrapolate for a while"],
    [3, 0.7, 0.67, 0.62, "Moderate interaction, strong buildup.", "mostly follows", "not to extrapolate"],
    [1, 1.5, 0, 0.83, "Moderate interaction, strong buildup.", "does not follow", "not to extrapolate"],
    [8, 2.5, -0.46, 1.19, "Strong interaction, strong buildup.", "moves against", "not to extrapolate"],
    [-1, 1, 0.5, 0.2, "Moderate attraction, moderate buildup.", "only loosely", "for a while"],
  ])("U = %d, V = %d", (u, v, pearson, buildup, lead, correlation, outlook) => {
    const text = words(quench(trap(u, v), { pearson, buildup }));
    expect(text).toContain(lead);
    expect(text).toContain(correlation);
    expect(text).toContain(outlook);
  });

  it("has nothing to foretell without buildup", () => {
    const text = words(quench(trap(0, 1), { pearson: null, buildup: 0 }, [0, 0]));
    expect(text).toMatch(/^No interaction, no buildup\./);
    expect(text).toContain("b = 0.00");
    expect(text).toContain("V · CC stays within 5 % of the exact density matrix up to t = 20.0.");
  });

  it("compares several closures", () => {
    const methods: MethodConfig[] = [{ kind: "exact" }, VALDEMORO, MAZZIOTTI];
    expect(words(quench(trap(1, 1), {}, [0.2, 0.3], methods))).toContain(
      "Every time-local closure leaves the exact density matrix by 5 % before t ≈ 0.1.",
    );
    expect(words(quench(trap(1, 1), {}, [0.2, 0.01], methods))).toContain("Only M · CC stays within 5 %");
    expect(words(quench(trap(1, 1), {}, [0.01, 0.01], methods))).toContain(
      "Every time-local closure stays within 5 %",
    );
  });

  it("names the other protocols", () => {
    const from = { protocol: "interaction-quench", interactionBefore: 0, interaction: 4, trap: 0 } as const;
    expect(words(quench(from, {}))).toContain("After U = 0.00 → 4.00 the three-particle");
    const product = {
      protocol: "product-state",
      interaction: 4,
      sites: ["ud", "ud", "ud", "0", "0", "0"],
    } as const;
    expect(words(quench({ ...product, sites: [...product.sites] }, {}))).toContain(
      "From the product state, at U = 4.00",
    );
  });

  it("has words for an empty page, a running and a cancelled run, and a missing reference", () => {
    expect(summarize(null).state).toBe("empty");
    const running = summarize(goldenResults(undefined, 80));
    expect(running.state).toBe("computing");
    expect(richToPlain(running.body)).toBe(
      "At U = 1.00, V = 1.00 on 6 sites: Exact has reached t = 7.9 of 20.",
    );
    const cancelled = patchMethod(goldenResults(), 2, { status: "cancelled", filled: 86 });
    expect(richToPlain(summarize(cancelled).body)).toContain("V · CC stopped at t = 8.5.");
    expect(summarize(goldenResults([{ kind: "mean-field" }])).lead).toBe("No exact reference.");
  });

  it("passes on what went wrong, with the way out", () => {
    const message =
      "Nakatsuji-Yasuda without purification exploded at t = 17.4. Turn purification on, or shorten the window.";
    const diverged = patchMethod(goldenResults(), 2, {
      status: "diverged",
      filled: 174,
      outcome: outcome({ status: "diverged", divergedAt: 17.4, message }),
    });
    expect(summarize(diverged)).toMatchObject({ state: "done", warnings: [message] });
    const refused = patchMethod(goldenResults(), 2, {
      status: "refused",
      filled: 0,
      outcome: outcome({ status: "refused", message: "the ground state is not a singlet" }),
    });
    expect(summarize(refused).warnings).toEqual(["V · CC: the ground state is not a singlet."]);
    const failed = {
      status: "failed",
      filled: 0,
      outcome: outcome({ status: "failed", message: "no memory." }),
    } as const;
    const twice = patchMethod(patchMethod(goldenResults(), 1, failed), 2, failed);
    expect(summarize(twice).warnings).toEqual(["Mean field, V · CC: no memory."]);
  });

  it("warns of a nearly degenerate ground state", () => {
    const groundState = { energy: 5.7, gap: 0.011, residual: 1e-12 };
    const results = patchMethod(goldenResults(), 0, { outcome: outcome({ groundState }) });
    expect(summarize(results).warnings[0]).toMatch(/nearly degenerate \(gap 0\.011 \*J\*\)/);
    expect(summarize(goldenResults()).warnings).toEqual([]);
  });

  it("draws the lines between its words where it says it does", () => {
    expect(correlationWords(0.9)).toMatch(/closely/);
    expect(correlationWords(0.899)).toMatch(/mostly/);
    expect(correlationWords(0.599)).toMatch(/loosely/);
    expect(correlationWords(0.249)).toMatch(/does not follow/);
    expect(correlationWords(-0.25)).toMatch(/against/);
  });

  it("finds when a method leaves the exact dynamics", () => {
    const results = goldenResults();
    const [, meanField] = results.methods;
    meanField.data.relativeError?.fill(0.04).fill(0.06, 31);
    expect(leavingTime(meanField, results.times)).toBeCloseTo(3.1);
    meanField.filled = 31;
    meanField.outcome = outcome({ status: "diverged", divergedAt: 3.05 });
    expect(leavingTime(meanField, results.times)).toBe(3.05);
    meanField.outcome = outcome();
    expect(leavingTime(meanField, results.times)).toBeNull();
  });
});

describe("keyFigures", () => {
  const byId = (results: ResultSet | null) =>
    new Map(keyFigures(results).map((figure) => [figure.id, figure]));

  it("shows every scalar of the sentence, and those of the best closure", () => {
    const results = patchMethod(goldenResults(), 2, { outcome: outcome() });
    results.methods[2].data.relativeError?.fill(0.04).fill(0.45, 31);
    const figures = byId(results);
    expect(figures.get("pearson")?.value).toBe("0.41");
    expect(figures.get("buildup")?.value).toBe("0.83");
    expect(figures.get("error")).toMatchObject({
      name: "Error at *t* = 20",
      value: "0.45",
      note: "V · CC, 5 % at 3.1",
    });
    expect(figures.get("eigenvalue")).toMatchObject({ value: "−9·10^{−8}", warn: false });
    expect(figures.get("drift")?.value).toBe("6·10^{−15}");
    expect(figures.get("gap")?.value).toBe("0.22");
  });

  it("keeps its six places while nothing is known", () => {
    expect(keyFigures(null).map(({ value }) => value)).toEqual([null, null, null, null, null, null]);
    expect(keyFigures(goldenResults(undefined, 10)).filter(({ value }) => value === null).length).toBe(5);
  });

  it("judges by the best completed closure", () => {
    const results = goldenResults([{ kind: "exact" }, VALDEMORO, MAZZIOTTI, { kind: "mean-field" }]);
    results.methods[1].data.relativeError?.fill(0.3);
    results.methods[2].data.relativeError?.fill(0.2);
    expect(bestMethod(results)?.index).toBe(2);
    expect(bestMethod(patchMethod(results, 2, { status: "diverged" }))?.index).toBe(1);
    expect(bestMethod(goldenResults([{ kind: "exact" }, { kind: "mean-field" }]))?.index).toBe(1);
  });

  it("warns of negative eigenvalues and small gaps", () => {
    const figures = byId(goldenResults());
    expect(figures.get("eigenvalue")?.warn).toBe(true);
    expect(figures.get("gap")?.warn).toBe(false);
  });
});
