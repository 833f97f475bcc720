import { expect, type Page, test } from "@playwright/test";
import { press, progress } from "./map-support.ts";
import { exported, open } from "./support.ts";

/** The Map page with the map of the site. */
async function openShipped(page: Page): Promise<void> {
  await open(page);
  await press(page, "Map");
  await expect(progress(page)).toHaveAttribute("data-phase", "shipped");
}

test("a scatter shows two fields with their coefficients, shares its cursor with the maps and leads to its quenches", async ({
  page,
}) => {
  await openShipped(page);
  const coefficients = page.getByTestId("coefficients");
  await expect(coefficients).toContainText(
    /Spearman ρ = 0\.\d{3}, Pearson = 0\.\d{3}, 395 points; 694 without/,
  );
  await page.getByRole("combobox", { name: "Upwards" }).selectOption("interaction");
  await page.getByRole("combobox", { name: "Across" }).selectOption("interaction");
  await expect(coefficients).toContainText("Spearman ρ = 1.000, Pearson = 1.000, 1089 points.");
  await page.getByRole("combobox", { name: "Across" }).selectOption("trap");
  // The grid: U and V have nothing to do with each other, and every dot has a place of its own.
  await expect(coefficients).toContainText("Spearman ρ = 0.000, Pearson = 0.000, 1089 points.");

  const plane = page.getByTestId("scatter-plane");
  await plane.scrollIntoViewIfNeeded();
  const box = await plane.boundingBox();
  if (box === null) throw new Error("the scatter is not visible");
  const dot = { x: box.width * (3 / 4), y: box.height * (1 - 2 / 8) };
  await plane.hover({ position: dot });
  const readout = page.getByTestId("map-readout").first();
  await expect(readout).toContainText("U = 2.00 J · V = 3.00 J");
  await plane.click({ position: dot });
  await expect(page.getByTestId("map-here")).toContainText("U = 2.00 J, V = 3.00 J");

  await plane.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("map-here")).not.toContainText("U = 2.00 J, V = 3.00 J");

  // The other way round: the cursor of a map marks its dot.
  await page.getByTestId("heat-map").first().hover();
  await expect(page.locator(".scatter-cursor")).toBeVisible();

  const svg = await exported(page, /Scatter of .* as SVG/);
  expect(svg.name).toMatch(/interaction-against-trap\.svg$/);
  expect(svg.text.match(/<circle/g)).toHaveLength(1089);
  expect(svg.text).toContain("Spearman");
});
