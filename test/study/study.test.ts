import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { computeStudy, originsOf } from "../../scripts/study/compute.ts";
import { fullStudy } from "../../scripts/study/parts.ts";
import { studyReport } from "../../scripts/study/report.ts";

const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));
const FOLDER = `${DOCS}study`;

/** docs/physics.md, section 7: six sites, U downwards, V to the right; two digits. */
const PEARSON = [
  [0.98, 0.99, 0.98, 0.99, 0.99, 0.99, 1.0, 0.96],
  [0.95, 0.98, 0.98, 0.98, 0.98, 0.99, 0.99, 0.99],
  [0.83, 0.7, 0.71, 0.7, 0.72, 0.71, 0.25, 0.04],
  [0.97, 0.72, 0.46, 0.49, 0.41, 0.0, -0.48, -0.52],
  [0.99, 0.98, 0.86, 0.59, 0.26, -0.31, -0.49, -0.5],
  [0.97, 0.96, 0.93, 0.67, 0.19, -0.33, -0.42, -0.42],
  [0.75, 0.76, 0.79, 0.77, 0.36, -0.37, -0.42, -0.4],
  [-0.32, -0.31, -0.29, -0.21, 0.05, -0.13, -0.46, -0.45],
];
const BUILDUP: readonly (readonly [interaction: number, row: readonly number[]])[] = [
  [0.1, [0.0, 0.01, 0.04, 0.09, 0.11, 0.13, 0.11, 0.08]],
  [0.25, [0.0, 0.03, 0.16, 0.33, 0.4, 0.43, 0.43, 0.49]],
  [1, [0.01, 0.06, 0.35, 0.76, 0.83, 0.83, 1.01, 1.1]],
  [3, [0.01, 0.03, 0.15, 0.62, 0.85, 1.02, 1.2, 1.25]],
  [8, [0.0, 0.0, 0.0, 0.01, 0.05, 0.67, 1.19, 1.24]],
];
/** Half of the last digit, and the rounding of a number that ends in 5. */
const ROUNDING = 0.0055;

const study = fullStudy();
await computeStudy(study, FOLDER, null);

test("the published text and pictures are what the published maps give", () => {
  const { text, figures } = studyReport(study, "study", originsOf(study, FOLDER));
  expect(text).toBe(readFileSync(`${DOCS}study.md`, "utf8"));
  expect(figures).toHaveLength(10 * study.regimes.length);
  for (const { file, svg } of figures) expect(readFileSync(`${FOLDER}/${file}`, "utf8")).toBe(`${svg}\n`);
});

test("the map of six sites has the r and b of docs/physics.md", () => {
  const { axes, fields, status } = study.regimes[1].table;
  expect(status).not.toContain("pending");
  const columns = axes.trap.length;
  PEARSON.flat().forEach((expected, point) => {
    expect(Math.abs(fields.pearson[point] - expected)).toBeLessThan(ROUNDING);
  });
  for (const [interaction, row] of BUILDUP) {
    const first = axes.interaction.indexOf(interaction) * columns;
    row.forEach((expected, j) => {
      expect(Math.abs(fields.buildup[first + j] - expected)).toBeLessThan(ROUNDING);
    });
  }
});
