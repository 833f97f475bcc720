import type { Td2rdmClosure } from "../src/gpu/td2rdm/types.ts";

/** Floating-point operations, and bytes loaded from arrays over sites^4 wherever these lie. */
export interface Work {
  readonly flops: number;
  readonly bytes: number;
}

/** Flops of a complex multiply-add, and bytes of a complex number. */
const FLOPS = 8;
const BYTES = 8;

/**
 * Work of one RK4 step of shaders/td2rdm, four evaluations, counted from the loops of its kernels. Index
 * arithmetic, exponents below M^4, diagonalisation and the additions of RK4 are left out.
 */
export function stepWork(closure: Td2rdmClosure, sites: number, consistent: boolean): Work {
  const parts = [
    equation(sites),
    third(closure, sites, consistent),
    ...(consistent ? [residuals(sites)] : []),
  ];
  return {
    flops: 4 * parts.reduce((sum, { flops }) => sum + flops, 0),
    bytes: 4 * parts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** equation.wgsl: on the upper triangle, real times complex for hopping and four reconstructions of seven products. */
function equation(m: number): Work {
  const elements = (m ** 2 * (m ** 2 + 1)) / 2;
  return { flops: elements * (4 * m * (FLOPS / 2) + 28 * FLOPS), bytes: elements * (4 * m + 24) * BYTES };
}

/** consistency.wgsl: 2 M^3 residuals and M^3 lines of one-body parts, each a sum of two products with a cumulant. */
function residuals(m: number): Work {
  return { flops: (3 * 4 + 1) * m ** 4 * FLOPS, bytes: 3 * 2 * m ** 4 * BYTES };
}

function third(closure: Td2rdmClosure, m: number, consistent: boolean): Work {
  switch (closure) {
    case "valdemoro":
      return { flops: 0, bytes: 0 };
    case "nakatsuji-yasuda":
    case "nakatsuji-yasuda-smooth": {
      // E, T; contractions twice with four products, one-body lines with five.
      const [adds, loads] = consistent ? [9 + 13, 19 + 32] : [9, 19];
      return { flops: adds * m ** 5 * FLOPS, bytes: loads * m ** 5 * BYTES };
    }
    case "mazziotti": {
      const pairs = (m * (m - 1)) / 2;
      const numerators = pairs ** 2 * m ** 3;
      const vertices = pairs * m ** 4 * (m - 1);
      const transforms = (consistent ? 12 : 8) * m ** 5;
      const adds = 8 * numerators + 2 * vertices + transforms + 3 * m ** 5;
      return { flops: adds * FLOPS, bytes: (20 * numerators + 3 * vertices + transforms) * BYTES };
    }
  }
}
