/** An explicit Runge-Kutta method as data. Row s of `stages` holds the weights of the earlier slopes. */
export interface Tableau {
  readonly name: string;
  /** Order of convergence of the propagated solution. */
  readonly order: number;
  readonly nodes: readonly number[];
  readonly stages: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** weights minus those of the embedded method of lower order; null for methods of fixed step only. */
  readonly errorWeights: readonly number[] | null;
  /** Whether the last slope of a step is the first slope of the next ("first same as last"). */
  readonly firstSameAsLast: boolean;
}

/** The classical method of W. Kutta, Z. Math. Phys. 46, 435 (1901). */
export const RK4: Tableau = {
  name: "rk4",
  order: 4,
  nodes: [0, 1 / 2, 1 / 2, 1],
  stages: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
  errorWeights: null,
  firstSameAsLast: false,
};

/** RK5(4)7M of J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6, 19 (1980). */
export const DORMAND_PRINCE: Tableau = {
  name: "dopri5",
  order: 5,
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  stages: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
  errorWeights: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  firstSameAsLast: true,
};
