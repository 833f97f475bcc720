import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { parseConfigText } from "../src/protocol/config.ts";
import { parseTrajectory } from "../src/protocol/trajectory.ts";
import { chipState, exported, importFile, open, settled } from "./support.ts";

interface Golden {
  readonly density: number[][];
  readonly pearsonNorms: number;
}

test("the exported trajectory validates, equals the golden reference, and can be imported next to the live run", async ({
  page,
}) => {
  await open(page);
  await settled(page);
  const { name, text } = await exported(page, /Trajectory/);
  const trajectory = parseTrajectory(JSON.parse(text));
  const golden = JSON.parse(await readFile("test/golden/exact-m6-u1-v1.json", "utf8")) as Golden;
  expect(trajectory.diagnostics.pearson).toBeCloseTo(golden.pearsonNorms, 8);
  const density = trajectory.runs[0]?.data.density?.real ?? [];
  const reference = golden.density.flat();
  expect(density.length).toBe(reference.length);
  expect(Math.max(...density.map((value, k) => Math.abs(value - (reference[k] ?? 0))))).toBeLessThan(1e-9);

  await importFile(page, { name, mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(page.getByTestId("imported-chip")).toHaveCount(1);
  await expect(chipState(page, "Exact")).toHaveText("done");
  await page.getByRole("button", { name: /Remove imported/ }).click();
  await expect(page.getByTestId("imported-chip")).toHaveCount(0);
});

test("a corrupted trajectory is refused by field, value and expectation, and changes nothing", async ({
  page,
}) => {
  await open(page, { lattice: { kind: "chain", sites: 4 }, electrons: { up: 2, down: 2 } });
  await settled(page);
  const { text } = await exported(page, /Trajectory/);
  const broken = JSON.parse(text) as { runs: { data: { density: { real: number[] } } }[] };
  const real = broken.runs[0]?.data.density.real;
  if (real === undefined) throw new Error("the trajectory has no density");
  real[0] = 1.9;
  await importFile(page, {
    name: "broken.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(broken)),
  });
  await expect(page.getByTestId("message").last()).toContainText(/runs\[0\]\.data\.density.*expected/);
  await expect(page.getByTestId("imported-chip")).toHaveCount(0);
});

test("config export and import round trip; a bad config keeps the present one", async ({ page }) => {
  await open(page);
  await settled(page);
  const { text } = await exported(page, /Config/);
  const config = parseConfigText(text);
  expect(config.quench).toEqual({ protocol: "trap-release", interaction: 1, trap: 1 });
  const changed = { ...config, quench: { ...config.quench, interaction: 4 } };
  await importFile(page, {
    name: "four.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(changed)),
  });
  const field = page.getByRole("textbox", { name: "Interaction U, value" });
  await expect(field).toHaveValue(/^4(\.00)?/);
  const bad = { ...config, electrons: { up: 7, down: 3 } };
  await importFile(page, {
    name: "pauli.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(bad)),
  });
  await expect(page.getByRole("alert")).toContainText(/electrons\.up.*7.*Pauli/);
  await expect(field).toHaveValue(/^4(\.00)?/);
});

test("plots are exported as SVG and PNG", async ({ page }) => {
  await open(page);
  await settled(page);
  await page.waitForTimeout(2000);
  const svg = await exported(page, /Cumulant buildup.*SVG/i);
  expect(svg.name).toMatch(/\.svg$/);
  expect(svg.text).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  const png = await exported(page, /Cumulant buildup.*PNG/i);
  expect(png.name).toMatch(/\.png$/);
});
