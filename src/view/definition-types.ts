/** What a quantity or a method is: for a reader who knows the physics, not this program. */
export interface Definition {
  /** Rich markup (rich.ts). */
  readonly name: string;
  readonly tex: string;
  /** One or two sentences, rich markup. */
  readonly text: string;
  /** Rich markup; null for methods. */
  readonly unit: string | null;
  readonly sources: readonly Source[];
  /** Section of docs/physics.md, or the page of the documentation that defines it. */
  readonly section: number | `docs/${string}.md`;
}

export interface Source {
  readonly label: string;
  readonly url: string;
}

export const EGENLAUF: Source = {
  label: "Egenlauf et al., arXiv:2512.13913",
  url: "https://arxiv.org/abs/2512.13913",
};
export const DONSA: Source = {
  label: "Donsa et al., Phys. Rev. Research 5, 033022",
  url: "https://doi.org/10.1103/PhysRevResearch.5.033022",
};
export const LACKNER: Source = {
  label: "Lackner et al., arXiv:1411.0495",
  url: "https://arxiv.org/abs/1411.0495",
};
export const PESCOLLER: Source = {
  label: "Pescoller et al., arXiv:2412.13566",
  url: "https://arxiv.org/abs/2412.13566",
};
