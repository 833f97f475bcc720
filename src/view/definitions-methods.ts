import { type Definition, DONSA, EGENLAUF, LACKNER, PESCOLLER } from "./definition-types.ts";

const tex = String.raw;
const CHEBYSHEV = {
  label: "Tal-Ezer, Kosloff, J. Chem. Phys. 81, 3967",
  url: "https://doi.org/10.1063/1.448136",
};
const TAKENS = {
  label: "Takens, Lect. Notes Math. 898, 366",
  url: "https://doi.org/10.1007/BFb0091924",
};
const CERIOTTI = {
  label: "Ceriotti et al., J. Chem. Theory Comput. 6, 1170",
  url: "https://doi.org/10.1021/ct900563s",
};

/** Every kind of method, the closures of TD2RDM and what may be added to them. */
export const METHOD_DEFINITIONS = {
  exact: {
    name: "Exact",
    tex: tex`|\psi(t)\rangle = e^{-iHt}\, |\psi(0)\rangle`,
    text: "The whole wave function, propagated by Chebyshev expansion from the ground state before the quench.",
    unit: null,
    sources: [CHEBYSHEV],
    section: 1,
  },
  "mean-field": {
    name: "Mean field (TDHF)",
    tex: tex`i\, \partial_t D_1 = \bigl[\, h + U \operatorname{diag}(n_{\bar\sigma}),\, D_1 \bigr], \qquad \Delta_{12} = 0`,
    text: "Each electron moves in the mean density of the other spin; there are no correlations.",
    unit: null,
    sources: [DONSA],
    section: 5,
  },
  td2rdm: {
    name: "TD2RDM",
    tex: tex`\begin{gathered} i\,\partial_t D_{12} = [\,h_1 + h_2 + U\delta_{12},\, D_{12}] + C_{12}[D_{123}] \\ D_{123} = \mathcal{A}\, D_1 D_1 D_1 + \mathcal{A}\, \Delta_{12} D_1 + \Delta_{123}[D_{12}] \end{gathered}`,
    text: "Propagates the pair matrix without a wave function. The three-particle cumulant Δ_{123} is taken from a closure.",
    unit: null,
    sources: [EGENLAUF, LACKNER, DONSA],
    section: 4,
  },
  dmd: {
    name: "Dynamic mode decomposition",
    tex: tex`\begin{gathered} X_{k+1} \approx K X_k \\ X_k = \bigl(D_{12}(t_k), \ldots, D_{12}(t_{k-d+1})\bigr) \end{gathered}`,
    text: "The best linear map from a window of *d* states to the next, on leading singular vectors of the exact training segment; *d* > 1 is delay-DMD.",
    unit: null,
    sources: [],
    section: 8,
  },
  "neural-ode": {
    name: "Neural ODE",
    tex: tex`\dot z = A z + c + \operatorname{MLP}(z), \qquad z = \frac{D_{12} - \overline{D_{12}}}{\rm rms}`,
    text: "A vector field on the whole pair matrix, trained through its Runge-Kutta solver on the exact training segment.",
    unit: null,
    sources: [EGENLAUF],
    section: 8,
  },
  "learned-closure": {
    name: "Learned closure",
    tex: tex`i\,\partial_t D_{12} = [\,h_1 + h_2 + U\delta_{12},\, D_{12}] + C_{12}[D_{123}^{\rm V}] + i\, B f_\theta(D_{12})`,
    text: "TD2RDM in which a network supplies what the missing Δ_{123} adds to the collision term. The columns of *B* span all that it can add: Hermitian, free of contractions and energy-conserving by construction.",
    unit: null,
    sources: [],
    section: "docs/neural.md",
  },
  delay: {
    name: "Delay embedding",
    tex: tex`\dot y = f(y), \qquad y(t) = \bigl(z(t),\, z(t - \tau),\, \ldots,\, z(t - d\tau)\bigr)`,
    text: "The field sees *d* past states, a stride *τ* apart, beside the present one; a rollout begins with exact ones.",
    unit: null,
    sources: [TAKENS],
    section: "docs/neural.md",
  },
  latent: {
    name: "Latent memory",
    tex: tex`\dot z = f(z, m), \qquad \dot m = P z - \gamma m, \qquad m(0) = 0`,
    text: "Memory states *m* follow leading components *P* of the state and forget at the rates *γ*: a memory kernel that is a sum of exponentials.",
    unit: null,
    sources: [CERIOTTI],
    section: "docs/neural.md",
  },
  valdemoro: {
    name: "Valdemoro closure",
    tex: tex`\Delta_{123} = 0`,
    text: "Three electrons are correlated no more than by pairs.",
    unit: null,
    sources: [LACKNER],
    section: 5,
  },
  "nakatsuji-yasuda": {
    name: "Nakatsuji-Yasuda closure",
    tex: tex`\Delta_{123} = \mathcal{A} \sum_{tu} \Delta[ij;pt]\, S_{tu}\, \Delta[uk;qr], \qquad S = 2P - 1`,
    text: "Second order in pair cumulants. *P* projects onto the *n* most occupied natural orbitals.",
    unit: null,
    sources: [LACKNER, DONSA],
    section: 5,
  },
  "nakatsuji-yasuda-smooth": {
    name: "Smooth Nakatsuji-Yasuda closure",
    tex: tex`\Delta_{123} = \mathcal{A} \sum_{tu} \Delta[ij;pt]\, S_{tu}\, \Delta[uk;qr], \qquad S = 2 D_1 - 1`,
    text: "The same without the projector, which jumps where natural occupations cross.",
    unit: null,
    sources: [],
    section: 5,
  },
  mazziotti: {
    name: "Mazziotti closure",
    tex: tex`\Delta_{123} = \frac{\mathcal{A} \sum_t \Delta[ij;pt]\, \Delta[tk;qr]}{3 - n_i - n_j - n_k - n_p - n_q - n_r}`,
    text: "In natural orbitals with occupations *n*_{i}; denominators below 0.05 are dropped.",
    unit: null,
    sources: [LACKNER],
    section: 5,
  },
  "contraction-consistency": {
    name: "Contraction consistency",
    tex: tex`\operatorname{tr}_3 (D_{123} + X) \propto D_{12}, \qquad \|X\| \to \min`,
    text: "The smallest correction of the three-particle matrix that restores its contractions to the pair matrix, and with them energy conservation.",
    unit: null,
    sources: [LACKNER],
    section: 5,
  },
  purification: {
    name: "Purification",
    tex: tex`D_{12} \to D_{12} - X, \qquad D_{12} \ge 0, \quad Q_{12} \ge 0`,
    text: "After every step the smallest changes that keep particles, *D*_{1} and energy are made until no eigenvalue of *D* and *Q* is negative.",
    unit: null,
    sources: [LACKNER, PESCOLLER],
    section: 6,
  },
} satisfies Record<string, Definition>;
