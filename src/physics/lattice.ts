export type Boundary = "open" | "periodic";

export type LatticeSpec =
  | { readonly kind: "chain"; readonly sites: number; readonly boundary: Boundary }
  | { readonly kind: "rectangle"; readonly lx: number; readonly ly: number; readonly boundary: Boundary };
