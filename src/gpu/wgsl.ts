import complex from "../../shaders/common/complex.wgsl?raw";
import packed from "../../shaders/common/packed.wgsl?raw";
import reduce from "../../shaders/common/reduce.wgsl?raw";
import triangle from "../../shaders/common/triangle.wgsl?raw";
import propagate from "../../shaders/exact/propagate.wgsl?raw";
import threeBody from "../../shaders/exact/three_body.wgsl?raw";
import twoBody from "../../shaders/exact/two_body.wgsl?raw";
import meanField from "../../shaders/mean-field/propagate.wgsl?raw";
import activation from "../../shaders/neural/activation.wgsl?raw";
import adam from "../../shaders/neural/adam.wgsl?raw";
import gather from "../../shaders/neural/gather.wgsl?raw";
import hidden from "../../shaders/neural/hidden.wgsl?raw";
import hiddenAdjoint from "../../shaders/neural/hidden_adjoint.wgsl?raw";
import loss from "../../shaders/neural/loss.wgsl?raw";
import norm from "../../shaders/neural/norm.wgsl?raw";
import outcome from "../../shaders/neural/outcome.wgsl?raw";
import product from "../../shaders/neural/product.wgsl?raw";
import skew from "../../shaders/neural/skew.wgsl?raw";
import slope from "../../shaders/neural/slope.wgsl?raw";
import stateAdjoint from "../../shaders/neural/state_adjoint.wgsl?raw";
import weightGradient from "../../shaders/neural/weight_gradient.wgsl?raw";
import jacobi from "../../shaders/purification/jacobi.wgsl?raw";
import purify from "../../shaders/purification/purify.wgsl?raw";
import consistency from "../../shaders/td2rdm/consistency.wgsl?raw";
import equation from "../../shaders/td2rdm/equation.wgsl?raw";
import loop from "../../shaders/td2rdm/loop.wgsl?raw";
import mazziotti from "../../shaders/td2rdm/mazziotti.wgsl?raw";
import nakatsujiYasuda from "../../shaders/td2rdm/nakatsuji_yasuda.wgsl?raw";
import naturalOrbitals from "../../shaders/td2rdm/natural_orbitals.wgsl?raw";
import planes from "../../shaders/td2rdm/planes.wgsl?raw";
import signProjector from "../../shaders/td2rdm/sign_projector.wgsl?raw";
import signSmooth from "../../shaders/td2rdm/sign_smooth.wgsl?raw";
import stageStorage from "../../shaders/td2rdm/stage_storage.wgsl?raw";
import stageWorkgroup from "../../shaders/td2rdm/stage_workgroup.wgsl?raw";
import valdemoro from "../../shaders/td2rdm/valdemoro.wgsl?raw";
import { assert } from "../base/errors.ts";

/** One file of shaders/. */
export interface WgslSource {
  /** Path below shaders/. */
  readonly file: string;
  readonly text: string;
}

/** Every shader file, by name. */
export const WGSL = {
  complex: { file: "common/complex.wgsl", text: complex },
  packed: { file: "common/packed.wgsl", text: packed },
  reduce: { file: "common/reduce.wgsl", text: reduce },
  triangle: { file: "common/triangle.wgsl", text: triangle },
  propagate: { file: "exact/propagate.wgsl", text: propagate },
  threeBody: { file: "exact/three_body.wgsl", text: threeBody },
  twoBody: { file: "exact/two_body.wgsl", text: twoBody },
  activation: { file: "neural/activation.wgsl", text: activation },
  adam: { file: "neural/adam.wgsl", text: adam },
  gather: { file: "neural/gather.wgsl", text: gather },
  hidden: { file: "neural/hidden.wgsl", text: hidden },
  hiddenAdjoint: { file: "neural/hidden_adjoint.wgsl", text: hiddenAdjoint },
  loss: { file: "neural/loss.wgsl", text: loss },
  norm: { file: "neural/norm.wgsl", text: norm },
  outcome: { file: "neural/outcome.wgsl", text: outcome },
  product: { file: "neural/product.wgsl", text: product },
  skew: { file: "neural/skew.wgsl", text: skew },
  slope: { file: "neural/slope.wgsl", text: slope },
  stateAdjoint: { file: "neural/state_adjoint.wgsl", text: stateAdjoint },
  weightGradient: { file: "neural/weight_gradient.wgsl", text: weightGradient },
  meanField: { file: "mean-field/propagate.wgsl", text: meanField },
  jacobi: { file: "purification/jacobi.wgsl", text: jacobi },
  purify: { file: "purification/purify.wgsl", text: purify },
  consistency: { file: "td2rdm/consistency.wgsl", text: consistency },
  equation: { file: "td2rdm/equation.wgsl", text: equation },
  loop: { file: "td2rdm/loop.wgsl", text: loop },
  mazziotti: { file: "td2rdm/mazziotti.wgsl", text: mazziotti },
  nakatsujiYasuda: { file: "td2rdm/nakatsuji_yasuda.wgsl", text: nakatsujiYasuda },
  naturalOrbitals: { file: "td2rdm/natural_orbitals.wgsl", text: naturalOrbitals },
  planes: { file: "td2rdm/planes.wgsl", text: planes },
  signProjector: { file: "td2rdm/sign_projector.wgsl", text: signProjector },
  signSmooth: { file: "td2rdm/sign_smooth.wgsl", text: signSmooth },
  stageStorage: { file: "td2rdm/stage_storage.wgsl", text: stageStorage },
  stageWorkgroup: { file: "td2rdm/stage_workgroup.wgsl", text: stageWorkgroup },
  valdemoro: { file: "td2rdm/valdemoro.wgsl", text: valdemoro },
} as const satisfies Record<string, WgslSource>;

/** The sources as one module, and a function that turns its line numbers into `file:line`. */
export function joinSources(sources: readonly WgslSource[]): {
  readonly code: string;
  readonly locate: (line: number) => string;
} {
  const lines = sources.flatMap(({ file, text }) =>
    text.split("\n").map((text, index) => ({ text, place: `shaders/${file}:${index + 1}` })),
  );
  return {
    code: lines.map(({ text }) => text).join("\n"),
    locate: (line) => {
      const found = lines[line - 1];
      assert(found !== undefined, `the joined shader has no line ${line}`);
      return found.place;
    },
  };
}
