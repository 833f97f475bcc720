import { expect, type Page, test } from "@playwright/test";
import { computeMapPoint } from "../src/engine/map-backend.ts";
import { parseMap } from "../src/protocol/map.ts";
import { CHAIN, openMap, press, progress } from "./map-support.ts";
import { exported, importFile, open } from "./support.ts";

const kept = (page: Page) => page.getByTestId("kept-maps").getByRole("listitem");

async function mapOf(page: Page) {
  const { text } = await exported(page, /^Map, all fields\s*JSON/);
  return parseMap(JSON.parse(text));
}

/** Many short quenches, so that a reload comes in the middle of their map on any machine. */
const QUICK = {
  ...CHAIN,
  time: { end: 5, sample: 0.1 },
  methods: [
    { kind: "exact" },
    { kind: "td2rdm", closure: "valdemoro", integrator: { kind: "rk4", dt: 0.02 } },
  ],
};
const SIZE = 16;

test("a reload in the middle of a map loses nothing: it goes on with the missing points", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openMap(page, { config: QUICK, resolution: String(SIZE) });
  await press(page, "Start");
  await expect(kept(page).first()).toContainText(/computing at [1-9]/);
  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  await expect(page.getByTestId("heat-map")).toHaveCount(2);
  const before = await mapOf(page);
  const missing = before.status.filter((status) => status === "pending").length;
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(SIZE ** 2);
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 120_000 });

  const after = await mapOf(page);
  expect(after.status).not.toContain("pending");
  for (const [name, { real }] of Object.entries(before.fields)) {
    const there = real.map((value, point) => (before.status[point] === "pending" ? null : value));
    const same = after.fields[name]?.real.map((value, point) =>
      before.status[point] === "pending" ? null : value,
    );
    expect(same, name).toEqual(there);
  }
  // A point from before the reload and one from after, computed here.
  const { interaction, trap } = after.axes;
  for (const index of [before.status.indexOf("done"), before.status.lastIndexOf("pending")]) {
    const [u, v] = [interaction[Math.floor(index / SIZE)] ?? 0, trap[index % SIZE] ?? 0];
    const point = { index, interaction: u, trap: v };
    const { values } = computeMapPoint({ config: after.config, point });
    for (const [name, value] of Object.entries(values)) {
      expect(after.fields[name]?.real[index], name).toBeCloseTo(value, 9);
    }
  }

  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "done");
  expect((await mapOf(page)).fields).toEqual(after.fields);
});

test("maps are opened again from the list, an import replaces none, and they are deleted on request", async ({
  page,
}) => {
  await openMap(page);
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0");
  const buffer = Buffer.from(JSON.stringify(await mapOf(page)));
  await importFile(page, { name: "other.json", mimeType: "application/json", buffer });
  await expect(progress(page)).toHaveAttribute("data-phase", "imported");
  await expect(kept(page)).toHaveCount(2);
  await expect(kept(page).first()).toContainText("other.json");
  await kept(page).nth(1).getByRole("button").first().click();
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });

  await press(page, "Delete other.json");
  await press(page, "Keep");
  await expect(kept(page)).toHaveCount(2);
  await press(page, "Delete other.json");
  await press(page, "Delete");
  await expect(kept(page)).toHaveCount(1);
  await expect(progress(page)).toHaveAttribute("data-phase", "done");
  await page.reload();
  await expect(kept(page)).toHaveCount(1);
});

test("where nothing can be kept, maps work all the same and the page says so once", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await openMap(page);
  const alerts = page.getByTestId("message").and(page.getByRole("alert"));
  await expect(alerts).toHaveCount(0);
  await press(page, "Start");
  await expect(alerts).toContainText("Maps are not kept in this browser.");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await expect(alerts).toHaveCount(1);
});

test("a kept map that is damaged is dropped in words", async ({ page }) => {
  await openMap(page);
  await press(page, "Start");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error("the database refuses")));
      });
    const database = await settled(indexedDB.open("cumulant-explorer"));
    const heads = database.transaction("heads", "readwrite").objectStore("heads");
    const [head] = await settled(heads.getAll());
    await settled(heads.put({ ...head, fields: "none" }));
  });
  await page.reload();
  await expect(page.getByTestId("message")).toContainText("could not be read and was dropped");
  await expect(page.getByTestId("message")).toContainText("fields");
});

test("the Map page of the default system opens with the map of the site, all its fields", async ({
  page,
}) => {
  await open(page);
  await press(page, "Map");
  await expect(progress(page)).toHaveAttribute("data-phase", "shipped");
  const { fields } = await mapOf(page);
  expect(Object.keys(fields)).toContain("divergedAt:TD2RDM V · CC");
  const second = page.getByRole("combobox", { name: "Second field" });
  for (const field of Object.keys(fields)) {
    await second.selectOption(field);
    await expect(page.getByTestId("heat-map").nth(1)).toHaveAttribute("data-field", field);
  }
  await second.selectOption("divergedAt:TD2RDM V · CC");
  await expect(page.getByText("never diverges")).toBeVisible();
  const colours = page.getByRole("combobox", { name: "Colour map" });
  await colours.selectOption("viridis");
  await page.reload();
  await expect(colours).toHaveValue("viridis");
});
