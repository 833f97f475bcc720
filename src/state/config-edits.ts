import {
  type Config,
  defaultMethod,
  isLearned,
  type LatticeConfig,
  type LearnedConfig,
  MAX_CLOSURE_SITES,
  type MethodConfig,
  type QuenchConfig,
  siteCount,
  type Td2rdmConfig,
} from "../protocol/config.ts";

export type SiteState = "ud" | "u" | "d" | "0";
export type Protocol = QuenchConfig["protocol"];
export type ProductPreset = "doublon-cluster" | "charge-density-wave" | "neel";

/** Changes the lattice; half filling stays half filling, a product state is fitted to the new sites. */
export function withLattice(config: Config, lattice: LatticeConfig): Config {
  const before = siteCount(config.lattice);
  const after = siteCount(lattice);
  const outputs = config.outputs.filter((name) => name !== "closureResidual" || after <= MAX_CLOSURE_SITES);
  const resized = { ...config, lattice, outputs };
  if (before === after) return resized;
  const { quench, electrons } = config;
  if (quench.protocol === "product-state") {
    const sites = Array.from({ length: after }, (_, site) => quench.sites[site] ?? "0");
    return withProductSites(resized, sites);
  }
  const half = halfFilling(before);
  const wasHalf = electrons.up === half.up && electrons.down === half.down;
  return wasHalf ? { ...resized, electrons: halfFilling(after) } : resized;
}

/** Adds a quantity to what runs compute, or takes it out. */
export function withOutput(config: Config, output: Config["outputs"][number], wanted: boolean): Config {
  const others = config.outputs.filter((name) => name !== output);
  return { ...config, outputs: wanted ? [...others, output] : others };
}

/** A chain as a ladder of about as many sites, or the other way round. */
export function withLatticeKind(config: Config, kind: LatticeConfig["kind"]): Config {
  const { lattice } = config;
  if (kind === lattice.kind) return config;
  const { boundary } = lattice;
  const sites = siteCount(lattice);
  return kind === "chain"
    ? withLattice(config, { kind, sites, boundary })
    : withLattice(config, { kind, lx: Math.max(1, Math.floor(sites / 2)), ly: 2, boundary });
}

/** The closed shell nearest to one electron per site. */
export function halfFilling(sites: number): Config["electrons"] {
  const pairs = Math.floor(sites / 2);
  return { up: pairs, down: pairs };
}

/** Switches the quench protocol, keeping what both have in common. */
export function withProtocol(config: Config, protocol: Protocol): Config {
  const { quench } = config;
  if (quench.protocol === protocol) return config;
  const { interaction } = quench;
  const trap = "trap" in quench ? quench.trap : 0;
  switch (protocol) {
    case "trap-release":
      return { ...config, quench: { protocol, interaction, trap: trap === 0 ? 1 : trap } };
    case "interaction-quench":
      return { ...config, quench: { protocol, interactionBefore: 0, interaction, trap: 0 } };
    case "product-state":
      return withProductSites(
        { ...config, quench: { protocol, interaction, sites: [] } },
        productSites("doublon-cluster", siteCount(config.lattice)),
      );
  }
}

/** Sets the occupations of a product state; they fix the numbers of electrons. */
export function withProductSites(config: Config, sites: readonly SiteState[]): Config {
  const { interaction } = config.quench;
  const count = (letter: string) => sites.filter((site) => site.includes(letter)).length;
  return {
    ...config,
    electrons: { up: count("u"), down: count("d") },
    quench: { protocol: "product-state", interaction, sites: [...sites] },
  };
}

/** Named product states at half filling. A doublon cluster sits in the middle (Brezinova et al., arXiv:2402.16604). */
export function productSites(preset: ProductPreset, sites: number): SiteState[] {
  const pairs = Math.floor(sites / 2);
  const start = Math.floor((sites - pairs) / 2);
  return Array.from({ length: sites }, (_, site): SiteState => {
    switch (preset) {
      case "doublon-cluster":
        return site >= start && site < start + pairs ? "ud" : "0";
      case "charge-density-wave":
        return site % 2 === 0 ? "ud" : "0";
      case "neel":
        return site % 2 === 0 ? "u" : "d";
    }
  });
}

/** The next occupation when a site is clicked. */
export function nextSiteState(state: SiteState): SiteState {
  const order: readonly SiteState[] = ["0", "ud", "u", "d"];
  return order[(order.indexOf(state) + 1) % order.length] ?? "0";
}

/** Sets one number of the quench, such as `interaction`. */
export function withQuench(config: Config, values: Readonly<Record<string, number>>): unknown {
  return { ...config, quench: { ...config.quench, ...values } };
}

export function withMethod(config: Config, index: number, method: MethodConfig): Config {
  return { ...config, methods: config.methods.map((old, place) => (place === index ? method : old)) };
}

/** Adds a method; the training of a learned one is made to end within the window. */
export function withMethodAdded(config: Config, method: MethodConfig): Config {
  return { ...config, methods: [...config.methods, trainedWithin(method, config.time.end)] };
}

/** Sets the end of the window; training segments stay within it. */
export function withEnd(config: Config, end: number): Config {
  const methods = config.methods.map((method) => trainedWithin(method, end));
  return { ...config, time: { ...config.time, end }, methods };
}

function trainedWithin(method: MethodConfig, end: number): MethodConfig {
  return isLearned(method) && method.trainUntil >= end ? { ...method, trainUntil: end / 2 } : method;
}

export function withoutMethod(config: Config, index: number): Config {
  return { ...config, methods: config.methods.filter((_, place) => place !== index) };
}

/** A learned method with the settings of the recipe. */
export function learned(kind: LearnedConfig["kind"], delays = 10): LearnedConfig {
  return kind === "dmd" ? { ...defaultMethod("dmd"), delays } : defaultMethod(kind);
}

/** A TD2RDM method with the settings of the default config. */
export function td2rdm(
  closure: Td2rdmConfig["closure"],
  options: Partial<Pick<Td2rdmConfig, "contractionConsistent" | "purification">> = {},
): Td2rdmConfig {
  return {
    kind: "td2rdm",
    closure,
    contractionConsistent: true,
    purification: "none",
    integrator: { kind: "rk4", dt: 0.02 },
    ...options,
  };
}
