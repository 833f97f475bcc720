import { expect, type Page, test } from "@playwright/test";
import { computeMapPoint } from "../src/engine/map-backend.ts";
import { parseMap } from "../src/protocol/map.ts";
import { press, progress } from "./map-support.ts";
import { exported, meetsAxe, open } from "./support.ts";

const SIZE = 3;

/** Four sites and short trainings: the whole map takes some ten seconds on two cores. */
const SHORT = {
  lattice: { kind: "chain", sites: 4, boundary: "open" },
  electrons: { up: 2, down: 2 },
  time: { end: 5, sample: 0.1 },
  methods: [
    { kind: "exact" },
    { kind: "dmd", delays: 1, trainUntil: 2.5 },
    { kind: "dmd", delays: 10, trainUntil: 2.5 },
    { kind: "neural-ode", trainUntil: 2.5, hidden: [8], stages: [{ kind: "derivative", steps: 40 }] },
  ],
};

const select = (page: Page, name: string) => page.getByRole("combobox", { name });

async function mapOf(page: Page) {
  const { text } = await exported(page, /^Map, all fields\s*JSON/);
  return parseMap(JSON.parse(text));
}

test("a regime map trains at every point, survives a reload, and shows its errors beyond the training", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await open(page, SHORT);
  await press(page, "Map");
  await select(page, "Compare").selectOption("regime");
  await select(page, "Resolution").selectOption(String(SIZE));
  await expect(page.getByTestId("map-methods")).toContainText("TD2RDM M · CC · P");
  await expect(page.getByTestId("map-methods")).toContainText("Neural ODE");
  await expect(page.getByTestId("map-estimate")).toContainText("9 quenches, about");
  await meetsAxe(page);
  await press(page, "Start");
  const kept = page.getByTestId("kept-maps").getByRole("listitem").first();
  await expect(kept).toContainText(/computing at [1-9]/, { timeout: 60_000 });

  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  const before = await mapOf(page);
  const missing = before.status.filter((status) => status === "pending").length;
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(SIZE ** 2);
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 200_000 });

  const { axes, config, fields, status } = await mapOf(page);
  const [least, middle = 0, most] = axes.interaction;
  expect([least, most]).toEqual([0.25, 8]);
  expect(middle).toBeCloseTo(Math.SQRT2, 3);
  expect(status).not.toContain("pending");
  const neural = config.methods.findIndex(({ kind }) => kind === "neural-ode");
  expect(neural).toBe(config.methods.length - 1);
  const skill = Object.keys(fields).filter((name) => name.startsWith("skill:"));
  expect(skill).toHaveLength(config.methods.length - 1);
  const { values } = computeMapPoint({ config, point: { index: 4, interaction: middle, trap: 1 } });
  for (const [name, value] of Object.entries(values)) {
    expect(fields[name]?.real[4], name).toBeCloseTo(value, 6);
  }

  for (const name of ["unseenFraction", skill.at(-1) ?? ""]) {
    await select(page, "Second field").selectOption(name);
    await expect(page.getByTestId("heat-map").nth(1)).toHaveAttribute("data-field", name);
  }
  await select(page, "Across").selectOption("unseenFraction");
  await expect(page.getByTestId("coefficients")).toContainText(/, \d points/);

  await press(page, "Analysis");
  const words = page.getByTestId("analysis-words");
  await expect(words).toContainText("All 9 points of the map are computed.");
  await expect(words).toContainText("extrapolation error of Neural ODE");
  await expect(page.getByTestId("class-scatter")).toHaveCount(3);
  const classes = await page.locator("[data-testid=class-map] dd").allTextContents();
  expect(classes.reduce((sum, count) => sum + Number(count), 0)).toBe(SIZE ** 2);
});
