import { type Config, defaultConfig, type LatticeConfig, type MethodConfig } from "../protocol/config.ts";
import {
  learned,
  productSites,
  type SiteState,
  td2rdm,
  withLattice,
  withProductSites,
  withProtocol,
  withQuench,
} from "./config-edits.ts";
import { CLOSURES } from "./regime.ts";

/** A quench worth seeing, one command or one card of the gallery away. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  /** What is seen, in rich markup (src/view/rich.ts); test/state/presets.test.ts runs the preset and checks every number. */
  readonly sentence: string;
  readonly config: () => unknown;
}

const chain = (sites: number, boundary: "open" | "periodic" = "open"): Config =>
  withLattice(defaultConfig(), { kind: "chain", sites, boundary });

const LADDER: LatticeConfig = { kind: "rectangle", lx: 3, ly: 2, boundary: "open" };
const TWO_DOUBLONS: readonly SiteState[] = ["0", "0", "0", "ud", "ud", "0", "0", "0"];
const PURIFIED = { purification: "energy-conserving" } as const;
const DELAY_DMD = learned("dmd");

/** A trap release of the default chain, with further methods. */
const release = (interaction: number, trap: number, ...more: readonly MethodConfig[]): unknown => {
  const config = defaultConfig();
  return withQuench({ ...config, methods: [...config.methods, ...more] }, { interaction, trap });
};

export const PRESETS: readonly Preset[] = [
  {
    id: "default",
    name: "Default quench",
    hint: "6 sites, U = 1, V = 1",
    sentence:
      "The three-particle cumulant builds up by *b* = 0.83 and follows the two-particle one only loosely (*r* = 0.41). " +
      "Valdemoro’s closure leaves the exact density matrix by 5 % at *t* = 2.1.",
    config: defaultConfig,
  },
  {
    id: "weak",
    name: "Weak quench",
    hint: "U = 0.1, V = 0.2: everything agrees",
    sentence:
      "Hardly anything builds up (*b* = 0.006, *r* = 0.98). Up to *t* = 20 mean field stays within 5 % of the exact " +
      "density matrix, Valdemoro’s and Nakatsuji and Yasuda’s closures within 0.1 %.",
    config: () => release(0.1, 0.2, td2rdm("nakatsuji-yasuda")),
  },
  {
    id: "moderate",
    name: "Moderate quench",
    hint: "U = 0.5, V = 0.4: each method for its time",
    sentence:
      "With *b* = 0.30 and *r* = 0.71, mean field leaves the exact density matrix by 5 % at *t* = 0.8 and Valdemoro’s " +
      "closure at *t* = 9.7. Delay-DMD, trained up to *t* = 10, leaves it at *t* = 11.2.",
    config: () => release(0.5, 0.4, DELAY_DMD),
  },
  {
    id: "anti-correlated",
    name: "Anti-correlated",
    hint: "U = 3, V = 2.5: r is negative",
    sentence:
      "The three-particle cumulant builds up by *b* = 1.20 and moves against the two-particle one (*r* = −0.42). " +
      "Valdemoro’s closure is off by 5 % at *t* = 0.7; delay-DMD, trained up to *t* = 10, predicts the rest no better than " +
      "the mean of what it saw.",
    config: () => release(3, 2.5, DELAY_DMD),
  },
  {
    id: "mott",
    name: "Mott regime",
    hint: "U = 8, V = 0.4: correlated, but steady",
    sentence:
      "At *U* = 8 the correlations are there from the start, |Δ_{3}|(0) = 0.51, and stay as they are (*b* = 0.002). " +
      "Valdemoro’s closure explodes at *t* = 3.5; yet delay-DMD, trained up to *t* = 10, predicts the rest within 1 % " +
      "although *r* = −0.29.",
    config: () => release(8, 0.4, DELAY_DMD),
  },
  {
    id: "exploding-closure",
    name: "Exploding closure",
    hint: "Nakatsuji-Yasuda with and without purification, 4 sites",
    sentence:
      "Nakatsuji and Yasuda’s closure alone explodes at *t* = 17.0, made contraction-consistent at *t* = 19.0. Purified " +
      "as well, it runs on to *t* = 20, never off by more than 29 %.",
    config: () => {
      const bare = td2rdm("nakatsuji-yasuda", { contractionConsistent: false });
      const consistent = td2rdm("nakatsuji-yasuda");
      const tamed = td2rdm("nakatsuji-yasuda", PURIFIED);
      return { ...chain(4), methods: [{ kind: "exact" }, bare, consistent, tamed] };
    },
  },
  {
    id: "all-closures",
    name: "All closures",
    hint: "four closures side by side, unpurified, 4 sites",
    sentence:
      "Four closures stay within 5 % of the exact density matrix up to *t* = 3.5; by *t* = 4.3 all have left it. " +
      "Mazziotti’s explodes at *t* = 11.1, Nakatsuji and Yasuda’s at *t* = 19.0.",
    config: () => ({ ...chain(4), methods: [{ kind: "exact" }, ...CLOSURES.map((name) => td2rdm(name))] }),
  },
  {
    id: "doublon-expansion",
    name: "Doublon expansion",
    hint: "8 sites, 2 doublons released at U = 4",
    sentence:
      "Two doublons in the middle of eight empty sites expand at *U* = 4; on average 1.66 doublons are left. The cumulants build up " +
      "from nothing to *b* = 1.12 (*r* = 0.77), and Valdemoro’s closure explodes at *t* = 8.3.",
    config: () => withQuench(withProductSites(chain(8), TWO_DOUBLONS), { interaction: 4 }),
  },
  {
    id: "interaction-quench",
    name: "Interaction quench",
    hint: "U from 0 to 4, no trap",
    sentence:
      "Switching *U* from 0 to 4 lowers the number of doublons from 1.50 to 0.81 on average. Valdemoro’s closure explodes " +
      "at *t* = 6.9 although *r* = 0.70; purified, it is never off by more than 65 %.",
    config: () => {
      const config = withProtocol(defaultConfig(), "interaction-quench");
      const methods = [...config.methods, td2rdm("valdemoro", PURIFIED)];
      return withQuench({ ...config, methods }, { interaction: 4 });
    },
  },
  {
    id: "charge-density-wave",
    name: "Charge-density wave",
    hint: "alternating doublons melt at U = 2",
    sentence:
      "Three doublons on every other site melt at *U* = 2: on average 2.08 are left. The three-particle cumulant builds up by " +
      "*b* = 1.22 (*r* = 0.53); Valdemoro’s closure is off by 5 % at *t* = 0.8, and *D* gets eigenvalues down to −0.39.",
    config: () => {
      const config = withProductSites(defaultConfig(), productSites("charge-density-wave", 6));
      return withQuench(config, { interaction: 2 });
    },
  },
  {
    id: "ring",
    name: "Periodic ring",
    hint: "6 sites, U = 1, V = 1: r looks harmless",
    sentence:
      "The cumulants go together (*r* = 0.80), but *b* = 0.81: Valdemoro’s closure is off by 5 % at *t* = 1.9 and by 101 % " +
      "at *t* = 20. *r* alone does not tell.",
    config: () => chain(6, "periodic"),
  },
  {
    id: "ladder",
    name: "Ladder",
    hint: "3 × 2 sites, U = 1, V = 1",
    sentence:
      "On a ladder of 3 × 2 sites the same trap builds up only *b* = 0.09, and the cumulants go together (*r* = 0.98). " +
      "Valdemoro’s closure is off by 5 % at *t* = 6.5 and by 12 % at *t* = 20.",
    config: () => withLattice(defaultConfig(), LADDER),
  },
];
