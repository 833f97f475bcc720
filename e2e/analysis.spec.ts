import { expect, type Page, test } from "@playwright/test";
import { MEASURED_POINTS, regimeFile, regimeTable } from "../test/support/regime-map.ts";
import { press } from "./map-support.ts";
import { exported, fitsWidth, importFile, meetsAxe, open } from "./support.ts";

/** Ten quenches of a 4 x 3 map, with the errors of physics.md, section 8. */
const MAP = {
  name: "regimes.json",
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(regimeFile(regimeTable(MEASURED_POINTS, 4, 3)))),
};

const words = (page: Page) => page.getByTestId("analysis-words");
const count = (page: Page, name: string) => page.locator(`[data-testid=class-map] [data-class=${name}] dd`);

async function openAnalysis(page: Page): Promise<void> {
  await open(page);
  await importFile(page, MAP);
  await expect(page.getByTestId("map-page")).toBeVisible();
  await press(page, "Analysis");
  await expect(words(page)).toHaveAttribute("data-busy", "false");
}

test("without a map the page says how to make one, and leads there", async ({ page }) => {
  await page.goto("./?page=analysis");
  await expect(page.getByTestId("analysis-empty")).toContainText("choose Regime map under Compare");
  await meetsAxe(page);
  await press(page, "Set up a regime map");
  await expect(page.getByTestId("map-page")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Compare" })).toHaveValue("regime");
});

test("a regime map is told in words, and its classes follow the thresholds", async ({ page }) => {
  await openAnalysis(page);
  await expect(page).toHaveURL(/\?page=analysis/);
  await expect(words(page)).toContainText("10 of 12 points of the map are computed.");
  await expect(words(page)).toContainText(/Not decided\s*Whether r alone predicts .* Spearman −0\.28 \(95 %/);
  await expect(words(page)).toContainText(/Confirms the paper\s*The larger b, the larger/);
  await expect(page.getByTestId("class-scatter")).toHaveCount(3);
  await expect(count(page, "local")).toHaveText("6");
  await expect(count(page, "none")).toHaveText("4");
  const row = page.locator("[data-testid=coefficient-table] tr[data-method='Neural ODE']");
  await expect(row).toContainText("0.94");
  await page
    .getByRole("combobox", { name: "Coefficient" })
    .selectOption({ label: "Partial, of the ranks, given r" });
  await expect(row.locator("td").nth(1)).toHaveText("–");
  await meetsAxe(page);

  const slider = page.getByRole("slider", { name: "A local closure works: skill below", exact: true });
  await slider.press("Home");
  await expect(count(page, "local")).toHaveText("0");
  // Errors of delay-DMD below 0.1.
  await expect(count(page, "memory")).toHaveText("5");
  const field = page.getByRole("textbox", { name: "A local closure works: skill below, value" });
  await field.fill("0.3");
  await field.press("Enter");
  await expect(count(page, "local")).toHaveText("3");
  await field.fill("-1");
  await field.press("Enter");
  await expect(page.getByRole("alert")).toContainText("expected a number from 0 to 10");
  await field.press("Escape");
  await page.getByRole("button", { name: "Defaults" }).click();
  await expect(count(page, "local")).toHaveText("6");
  await page.getByRole("radio", { name: "local" }).nth(1).check({ force: true });
  await expect(words(page)).toContainText("no method with memory is chosen");
  await page.getByRole("button", { name: "Defaults" }).click();

  // Keyboard: the cursor of a scatter is that of the map.
  await page.getByTestId("scatter-plane").nth(1).press("ArrowRight");
  await expect(page.getByTestId("analysis-readout")).toContainText("U = 1.00 J · V = 0.50 J");
  await expect(page.getByTestId("analysis-readout")).toContainText("local closure works");
});

test("the analysis can be taken home, and what contradicts the criterion leads to its quench", async ({
  page,
}) => {
  await openAnalysis(page);
  const json = await exported(page, /^Analysis JSON/);
  expect(JSON.parse(json.text)).toMatchObject({
    schema: "cumulant-explorer/analysis@1",
    map: "regimes.json",
    counts: { local: 6, memory: 0, none: 4, pending: 2 },
  });
  const csv = await exported(page, /Classes of the points as CSV/);
  expect(csv.text.split("\n")[1]).toMatch(/^1,0\.5,done,local,fails,/);
  const svg = await exported(page, /Map of the classes as SVG/);
  expect(svg.text).toContain("Where a closure exists");

  await page.getByTestId("criterion").getByRole("button", { name: "U 2.00, V 0.50" }).click();
  await expect(page.getByTestId("results")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Interaction U, value" })).toHaveValue("2.00 J");
  await expect(page.getByRole("textbox", { name: "Trap strength V, value" })).toHaveValue("0.50 J");
});

test("the analysis fits a phone, in the dark too", async ({ page }) => {
  await openAnalysis(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsWidth(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByText("Classes and thresholds").click();
  await fitsWidth(page);
  await meetsAxe(page);
});

test("every number of the analysis leads to its definition", async ({ page }) => {
  await openAnalysis(page);
  const table = page.getByTestId("coefficient-table");
  const definition = page.getByRole("dialog");
  for (const [name, where] of [
    [table.getByRole("button", { name: /Unseen fraction/ }), /physics.md, section 7/],
    [table.getByRole("button", { name: /Spearman/ }), /analysis.md/],
    [page.getByTestId("class-map").getByRole("button", { name: /Where a closure/ }), /analysis.md/],
    [page.getByTestId("criterion").getByRole("button", { name: /Agreement/ }), /analysis.md/],
    [
      page
        .getByTestId("class-scatter")
        .first()
        .getByRole("button", { name: /Pearson/ }),
      /section 7/,
    ],
  ] as const) {
    await name.click();
    await expect(definition.locator(".katex-html")).toBeVisible();
    await expect(definition).toContainText(where);
    await page.keyboard.press("Escape");
    await expect(definition).toBeHidden();
  }
  await page
    .getByRole("combobox", { name: "Coefficient" })
    .selectOption({ label: "Partial, of the ranks, given r" });
  await table.getByRole("button", { name: /Partial coefficient/ }).click();
  await expect(definition.locator(".katex-html")).toBeVisible();
  await meetsAxe(page);
});
