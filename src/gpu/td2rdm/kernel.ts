import { defineKernel, type KernelDefinition, type ScalarLayout } from "../kernel.ts";
import { WGSL, type WgslSource } from "../wgsl.ts";
import type { StagePlacement, Td2rdmClosure } from "./types.ts";

const COMPLEX = 8;
const VECTOR = 16;
const REAL = 4;

const PARAMS = {
  samples: "u32",
  first_slot: "u32",
  slots: "u32",
  from_start: "u32",
  steps_per_sample: "u32",
  step: "f32",
  electrons: "f32",
  consistent: "u32",
} as const satisfies ScalarLayout;

const BINDINGS = {
  quenches: "read",
  lattice: "read",
  packed: "read_write",
  scratch: "read_write",
  samples: "read_write",
  scalars: "read_write",
} as const;

/** struct Quench of shaders/td2rdm/loop.wgsl. */
export const QUENCH = { interaction: "f32", trap: "f32" } as const satisfies ScalarLayout;

export type Td2rdmKernel = KernelDefinition<typeof PARAMS, keyof typeof BINDINGS, "SITES" | "PLANES">;

interface ClosureSources {
  /** Files of the closure, its kernel last. */
  readonly files: readonly WgslSource[];
  /** sites^4 arrays of the closure in `scratch`. */
  readonly planes: number;
  /** sites^2 complex arrays of the closure in workgroup memory. */
  readonly squares: number;
}

/** Half of `turned` and of `orbitals` in natural_orbitals.wgsl, twice each. */
const JACOBI = 4;
/** Arrays of nakatsuji_yasuda.wgsl. */
const SIGN_AND_HOLES = 3;

const CLOSURES: Readonly<Record<Td2rdmClosure, ClosureSources>> = {
  valdemoro: { files: [WGSL.valdemoro], planes: 0, squares: 0 },
  "nakatsuji-yasuda": {
    files: [WGSL.planes, WGSL.naturalOrbitals, WGSL.signProjector, WGSL.nakatsujiYasuda],
    planes: 3,
    squares: SIGN_AND_HOLES + JACOBI,
  },
  "nakatsuji-yasuda-smooth": {
    files: [WGSL.planes, WGSL.signSmooth, WGSL.nakatsujiYasuda],
    planes: 3,
    squares: SIGN_AND_HOLES,
  },
  mazziotti: { files: [WGSL.planes, WGSL.naturalOrbitals, WGSL.mazziotti], planes: 5, squares: JACOBI },
};

const SHARED = [
  WGSL.complex,
  WGSL.triangle,
  WGSL.reduce,
  WGSL.loop,
  WGSL.equation,
  WGSL.consistency,
] as const;

/** Arrays of sites^4 that a point has in `scratch`, the stage among them where it isn't in workgroup memory. */
export function planeCount(closure: Td2rdmClosure, stage: StagePlacement): number {
  return CLOSURES[closure].planes + (stage === "storage" ? 1 : 0);
}

/** Bytes of `scratch` that a point needs. */
export function scratchBytes(sites: number, planes: number): number {
  return COMPLEX * (sites ** 2 * (sites ** 2 + 1) + planes * sites ** 4);
}

/** RK4 steps and samples of Dab with a closure; Dab of the stage in workgroup memory or in storage. */
export function td2rdmKernel(closure: Td2rdmClosure, stage: StagePlacement): Td2rdmKernel {
  const { files, squares } = CLOSURES[closure];
  const placement = stage === "workgroup" ? WGSL.stageWorkgroup : WGSL.stageStorage;
  return defineKernel({
    label: `td2rdm ${closure}, stage in ${stage}`,
    sources: [...SHARED, placement, ...files],
    params: PARAMS,
    bindings: BINDINGS,
    overrides: ["SITES", "PLANES"],
    workgroupBytes: ({ SITES, WORKGROUP }) =>
      ((stage === "workgroup" ? SITES ** 4 : 0) + 2 * SITES ** 3 + (2 + squares) * SITES ** 2) * COMPLEX +
      SITES ** 2 * REAL +
      WORKGROUP * VECTOR,
  });
}
