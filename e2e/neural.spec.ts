import { expect, type Page, test } from "@playwright/test";
import { trainingFromJson } from "../src/engine/training-files.ts";
import { exported, fitsWidth, importConfig, importFile, meetsAxe, open } from "./support.ts";

/** Four sites, a weak quench: the neural ODE extrapolates (docs/physics.md, section 8). */
const WEAK = {
  lattice: { kind: "chain", sites: 4, boundary: "open" },
  electrons: { up: 2, down: 2 },
  quench: { protocol: "trap-release", interaction: 1, trap: 0.2 },
};

const progress = (page: Page) => page.getByTestId("training-progress");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const step = async (page: Page) => Number(await progress(page).getAttribute("data-step"));

/** Training and extrapolation error of the neural ODE as the table of the page has them. */
async function errors(page: Page): Promise<number[]> {
  const cells = page.locator("[data-testid=training-errors] tr[data-method='Neural ODE'] td[data-value]");
  let values: number[] = [];
  const read = async () => {
    values = await cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute("data-value"))));
    return values.length;
  };
  await expect.poll(read).toBe(3);
  return values.slice(0, 2);
}

/** Step of the checkpoint that the browser keeps, 0 where there is none. */
function keptStep(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open("cumulant-explorer-training");
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction("trainings").objectStore("trainings").get("last");
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result?.snapshot.meta.optimiserSteps ?? 0);
          };
        };
      }),
  );
}

async function openNeural(page: Page, config: Record<string, unknown>): Promise<void> {
  await open(page);
  await importConfig(page, config);
  await press(page, "Neural ODE");
}

test("four sites are trained to the errors of the recipe, paused, reloaded, resumed, exported and imported elsewhere", async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await openNeural(page, WEAK);
  await press(page, "Train");
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(20);
  await press(page, "Pause");
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  await expect.poll(async () => (await keptStep(page)) === (await step(page))).toBe(true);
  const paused = await step(page);
  await press(page, "Single step");
  await expect.poll(() => step(page)).toBe(paused + 1);
  await expect.poll(() => keptStep(page)).toBe(paused + 1);

  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  expect(await step(page)).toBeGreaterThan(0);
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "completed", { timeout: 240_000 });
  const [training, extrapolation] = await errors(page);
  expect(training).toBeLessThan(1e-3);
  expect(extrapolation).toBeLessThan(5e-3);
  await expect(page.getByTestId("training-sentence")).toContainText("It extrapolates.");

  const { name, text } = await exported(page, /^Weights and training record\s*JSON/);
  expect(name).toBe("cumulant-explorer-training.json");
  const { snapshot, method } = trainingFromJson(JSON.parse(text));
  expect(method.kind).toBe("neural-ode");
  expect(snapshot.meta).toMatchObject({ status: "completed", optimiserSteps: 2800 });
  expect(snapshot.meta.errors?.extrapolation).toBeCloseTo(extrapolation ?? 0, 10);
  const elsewhere = await (await browser.newContext()).newPage();
  await open(elsewhere);
  await importFile(elsewhere, {
    name: "again.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await expect(progress(elsewhere)).toHaveAttribute("data-phase", "completed", { timeout: 30_000 });
  const [again] = await errors(elsewhere);
  expect(again).toBeCloseTo(training ?? 0, 12);
});

test("a training is stopped and keeps its weights; open shells are refused in words", async ({ page }) => {
  await openNeural(page, WEAK);
  await press(page, "Train");
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(0);
  await press(page, "Stop");
  await expect(progress(page)).toHaveAttribute("data-phase", "stopped", { timeout: 30_000 });
  await expect(progress(page)).toContainText("are kept");
  await importConfig(page, { ...WEAK, electrons: { up: 3, down: 1 }, methods: [{ kind: "exact" }] });
  await expect(page.getByTestId("training-refusal")).toContainText("closed-shell singlet");
  await expect(page.getByRole("button", { name: "Train", exact: true })).toBeDisabled();
});

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`at ${width} x ${height} the neural page meets axe in both themes and nothing scrolls sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto("./?page=neural");
    await expect(page.getByTestId("training-unseen")).not.toContainText("–", { timeout: 30_000 });
    await page.getByText("Hyperparameters").click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await meetsAxe(page);
    }
    await fitsWidth(page);
  });
}
