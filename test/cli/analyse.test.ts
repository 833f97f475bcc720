import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { MEASURED_POINTS, NEURAL, regimeFile, regimeTable } from "../support/regime-map.ts";
import { cli, Folder } from "./spawn.ts";

const map = regimeFile(regimeTable(MEASURED_POINTS, 4, 3));

it("analyse prints the summary and writes the analysis, the same for the same seed", async () => {
  using folder = new Folder();
  const path = folder.write("map.json", map);
  const args = [
    "analyse",
    path,
    "--resamples",
    "300",
    "--local-below",
    "0.3",
    "--out",
    folder.at("analysis.json"),
  ];
  const first = await cli(args);
  expect(first).toMatchObject({ status: 0, stderr: "" });
  expect(first.stdout).toContain("Basis: 10 of 12 points of the map are computed.");
  expect(first.stdout).toMatch(/Not decided: Whether r alone predicts .* Spearman −0\.28 \(95 %/);
  const { created: _, ...file } = JSON.parse(readFileSync(folder.at("analysis.json"), "utf8"));
  expect(file).toMatchObject({
    schema: "cumulant-explorer/analysis@1",
    measure: "extrapolation",
    settings: { method: NEURAL, localBelow: 0.3, resamples: 300, seed: 0 },
    counts: { local: 3, pending: 2 },
  });
  expect(file.summary.length).toBe(first.stdout.trimEnd().split("\n").length);
  await cli(args);
  const { created: __, ...again } = JSON.parse(readFileSync(folder.at("analysis.json"), "utf8"));
  expect(again).toEqual(file);
});

it("analyse refuses what does not fit, and writes nothing", async () => {
  using folder = new Folder();
  const path = folder.write("map.json", map);
  const wrong = await cli(["analyse", path, "--method", "DMD", "--out", folder.at("out.json")]);
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain('method: found "DMD", expected one of Neural ODE, Delay-DMD');
  expect(folder.files).toEqual(["map.json"]);
});
