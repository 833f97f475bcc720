/** A stretch of training of a neural ODE (PHYSICS.md section 8). */
export type TrainingStage =
  /** Derivative matching on `batch` random states per step. */
  | { readonly kind: "derivative"; readonly steps: number; readonly batch: number }
  /** Multiple shooting on `batch` random windows of `length` RK4 steps per step. */
  | {
      readonly kind: "shooting";
      readonly steps: number;
      readonly batch: number;
      readonly length: number;
    };

/** The stages of a learned closure on a lattice of `sites` sites: float64, so fewer and shorter (docs/neural.md). */
export function closureStages(sites: number): readonly TrainingStage[] {
  const [derivative, short, long] = sites <= 4 ? [1000, 100, 150] : [500, 50, 100];
  return [
    { kind: "derivative", steps: derivative, batch: 64 },
    { kind: "shooting", steps: short, batch: 8, length: 5 },
    { kind: "shooting", steps: long, batch: 8, length: 20 },
  ];
}

/** The stages of PHYSICS.md section 8 for a lattice of `sites` sites. */
export function recipeStages(sites: number): readonly TrainingStage[] {
  const [derivative, short, long] = sites <= 4 ? [2000, 300, 500] : [1500, 150, 250];
  return [
    { kind: "derivative", steps: derivative, batch: 64 },
    { kind: "shooting", steps: short, batch: 16, length: 5 },
    { kind: "shooting", steps: long, batch: 16, length: 20 },
  ];
}
