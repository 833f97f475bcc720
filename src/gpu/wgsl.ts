import complex from "../../shaders/common/complex.wgsl?raw";
import packed from "../../shaders/common/packed.wgsl?raw";
import reduce from "../../shaders/common/reduce.wgsl?raw";
import triangle from "../../shaders/common/triangle.wgsl?raw";
import propagate from "../../shaders/exact/propagate.wgsl?raw";
import threeBody from "../../shaders/exact/three_body.wgsl?raw";
import twoBody from "../../shaders/exact/two_body.wgsl?raw";
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
  valdemoro: { file: "td2rdm/valdemoro.wgsl", text: valdemoro },
  twoBody: { file: "exact/two_body.wgsl", text: twoBody },
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
