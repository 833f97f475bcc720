import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { parseMap } from "../src/protocol/map.ts";
import { CHAIN, openMap, press, progress } from "./map-support.ts";
import { exported, fitsWidth, importConfig, importFile, meetsAxe, open } from "./support.ts";

interface Golden {
  readonly pearsonNorms: number;
  readonly buildup: number;
}

test("a map is paused, resumed and finished; it is exported, imported, and leads to its quenches", async ({
  page,
}) => {
  await openMap(page);
  await expect(page.getByTestId("map-estimate")).toContainText("64 quenches");
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0");
  await press(page, "Pause");
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  const kept = Number(await progress(page).getAttribute("data-done"));
  expect(kept).toBeLessThan(64);
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await expect(progress(page)).toHaveAttribute("data-done", "64");

  const { text } = await exported(page, /^Map, all fields\s*JSON/);
  const map = parseMap(JSON.parse(text));
  expect(map.status.filter((status) => status === "pending" || status === "failed")).toEqual([]);
  expect(map.axes.interaction).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const golden = JSON.parse(await readFile("test/golden/exact-m4-u1-v1.json", "utf8")) as Golden;
  for (const [field, value] of [
    ["pearson", golden.pearsonNorms] as const,
    ["buildup", golden.buildup] as const,
  ]) {
    expect(map.fields[field]?.real[1]).toBeCloseTo(value, 8);
  }
  const csv = await exported(page, /as CSV/);
  expect(csv.text.split("\n")).toHaveLength(66);
  const png = await exported(page, /Pearson correlation r as PNG/);
  expect(png.name).toMatch(/pearson\.png$/);

  const heat = page.getByTestId("heat-map").first();
  await heat.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const readout = page.getByTestId("map-readout").first();
  await expect(readout).toContainText("U = ");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("map-here")).toContainText("U = 2.00 J");

  const box = await heat.boundingBox();
  if (box === null) throw new Error("the heat map is not visible");
  await heat.click({ position: { x: box.width * 0.7, y: box.height * 0.3 } });
  await expect(page.getByTestId("map-here")).toContainText("U = 6.00 J, V = 3.00 J");
  await press(page, "Show its trajectories");
  await expect(page.getByRole("textbox", { name: "Interaction U, value" })).toHaveValue(/^6/);
  expect(page.url()).toContain("#");

  await importFile(page, { name: "again.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(progress(page)).toHaveAttribute("data-phase", "imported");
  await expect(progress(page)).toContainText("again.json");
});

test("a map is cancelled and keeps what it has; a product state cannot be mapped", async ({ page }) => {
  await openMap(page);
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0");
  await press(page, "Cancel");
  await expect(progress(page)).toHaveAttribute("data-phase", "cancelled");
  await expect(progress(page)).toContainText("are kept");
  await importConfig(page, {
    ...CHAIN,
    quench: { protocol: "product-state", interaction: 1, sites: ["0", "ud", "ud", "0"] },
  });
  await expect(page.getByTestId("map-refusal")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start a new map" })).toBeDisabled();
});

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`at ${width} x ${height} a map meets axe in both themes and nothing scrolls sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    const file = { name: "default.json", mimeType: "application/json" };
    const buffer = await readFile("public/maps/default.json");
    if (width < 860) await press(page, "More");
    const chooser = page.waitForEvent("filechooser");
    await page.getByText(/^Import/).click();
    await (await chooser).setFiles({ ...file, buffer });
    await expect(page.getByTestId("heat-map")).toHaveCount(2);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await meetsAxe(page);
    }
    await fitsWidth(page);
  });
}
