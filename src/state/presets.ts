import { type Config, defaultConfig } from "../protocol/config.ts";
import {
  productSites,
  td2rdm,
  withLattice,
  withMethodAdded,
  withProductSites,
  withProtocol,
  withQuench,
} from "./config-edits.ts";
import { CLOSURES } from "./regime.ts";

/** A quench worth seeing, one command away. */
export interface Preset {
  readonly name: string;
  readonly hint: string;
  readonly config: () => unknown;
}

const chain = (sites: number, boundary: "open" | "periodic" = "open"): Config =>
  withLattice(defaultConfig(), { kind: "chain", sites, boundary });

/** The methods of a config, and Valdemoro's closure with purification. */
const purified = (config: Config): Config =>
  withMethodAdded(config, td2rdm("valdemoro", { purification: "energy-conserving" }));

export const PRESETS: readonly Preset[] = [
  { name: "Default quench", hint: "6 sites, U = 1, V = 1", config: defaultConfig },
  {
    name: "Weak interaction",
    hint: "U = 0.2: every closure holds",
    config: () => withQuench(defaultConfig(), { interaction: 0.2 }),
  },
  {
    name: "Strong interaction",
    hint: "U = 6: bare closures explode",
    config: () => withQuench(purified(defaultConfig()), { interaction: 6 }),
  },
  {
    name: "Interaction quench",
    hint: "U from 0 to 4, no trap",
    config: () =>
      withQuench(purified(withProtocol(defaultConfig(), "interaction-quench")), { interaction: 4 }),
  },
  {
    name: "Doublon expansion",
    hint: "8 sites, 2 doublons released at U = 4",
    config: () =>
      withQuench(withProductSites(chain(8), ["0", "0", "0", "ud", "ud", "0", "0", "0"]), { interaction: 4 }),
  },
  {
    name: "Charge-density wave",
    hint: "alternating doublons melt at U = 2",
    config: () => {
      const config = withProductSites(defaultConfig(), productSites("charge-density-wave", 6));
      return withQuench(config, { interaction: 2 });
    },
  },
  {
    name: "Periodic ring",
    hint: "6 sites with periodic boundary",
    config: () => chain(6, "periodic"),
  },
  {
    name: "Exploding closure",
    hint: "Nakatsuji-Yasuda without purification on 4 sites",
    config: () => {
      const bare = td2rdm("nakatsuji-yasuda", { contractionConsistent: false });
      const tamed = td2rdm("nakatsuji-yasuda", { purification: "energy-conserving" });
      return { ...chain(4), methods: [{ kind: "exact" }, bare, tamed] };
    },
  },
  {
    name: "All closures",
    hint: "four closures side by side, unpurified",
    config: () => ({
      ...defaultConfig(),
      methods: [{ kind: "exact" }, ...CLOSURES.map((name) => td2rdm(name))],
    }),
  },
];
