import { type Definition, EGENLAUF } from "./definition-types.ts";

const tex = String.raw;
const EFRON = {
  label: "Efron, Ann. Statist. 7, 1",
  url: "https://doi.org/10.1214/aos/1176344552",
};

/** What the analysis of a map computes from its points. */
export const ANALYSIS_DEFINITIONS = {
  spearman: {
    name: "Spearman’s coefficient",
    tex: tex`\rho = \frac{\operatorname{cov}(R_x, R_\varepsilon)}{\sigma_{R_x}\, \sigma_{R_\varepsilon}}`,
    text: "Correlation over the points of the map of the ranks *R* of two quantities, such as a diagnostic *x* and an error *ε*; equal values share a rank. Intervals are from a bootstrap over the points.",
    unit: "1, from −1 to 1",
    sources: [EFRON],
    section: "docs/analysis.md",
  },
  logPearson: {
    name: "Pearson’s coefficient of log *ε*",
    tex: tex`\frac{\operatorname{cov}(x, \log_{10} \varepsilon)}{\sigma_x\, \sigma_{\log_{10} \varepsilon}}`,
    text: "Correlation over the points of the map of a diagnostic and the logarithm of the error; points where the method diverged are left out.",
    unit: "1, from −1 to 1",
    sources: [EFRON],
    section: "docs/analysis.md",
  },
  partial: {
    name: "Partial coefficient",
    tex: tex`\rho_{x\varepsilon \mid z} = \frac{\rho_{x\varepsilon} - \rho_{xz}\, \rho_{z\varepsilon}}{\sqrt{(1 - \rho_{xz}^2)(1 - \rho_{z\varepsilon}^2)}}`,
    text: "What is left of Spearman’s coefficient of a diagnostic and the error once another diagnostic *z* is held fixed; two are held fixed in the same way, one after the other.",
    unit: "1, from −1 to 1",
    sources: [],
    section: "docs/analysis.md",
  },
  agreement: {
    name: "Agreement *φ*",
    tex: tex`\varphi = \frac{n_{11} n_{00} - n_{10} n_{01}}{\sqrt{n_{1\cdot}\, n_{0\cdot}\, n_{\cdot 1}\, n_{\cdot 0}}}`,
    text: "Of the criterion (first index: 1 where *r* is high and *b* moderate) and of what was found (second index: 1 where a local closure works); *n* counts points. 0 is chance, 1 is full agreement.",
    unit: "1, from −1 to 1",
    sources: [EGENLAUF],
    section: "docs/analysis.md",
  },
  closureClass: {
    name: "Classes",
    tex: tex`\begin{aligned} \text{local:}\quad & s_{\rm local} < s_0 \\ \text{memory:}\quad & \varepsilon_{\rm mem} < \varepsilon_0 \ \text{ or } \ \varepsilon_{\rm mem} < \varepsilon_{\rm local} / f,\ s_{\rm mem} < 1 \\ \text{unpredictable:}\quad & \text{neither} \end{aligned}`,
    text: "From the smallest skill *s* and the smallest error *ε* of the methods that count as local and of those with memory; the thresholds are yours to set.",
    unit: null,
    sources: [],
    section: "docs/analysis.md",
  },
} satisfies Record<string, Definition>;
