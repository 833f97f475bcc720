import { expect, type Page, test } from "@playwright/test";
import { parseMap } from "../src/protocol/map.ts";
import { openMap, press, progress } from "./map-support.ts";
import { exported, importFile, open } from "./support.ts";

const kept = (page: Page) => page.getByTestId("kept-maps").getByRole("listitem");

async function fieldsOfMap(page: Page) {
  const { text } = await exported(page, /^Map, all fields\s*JSON/);
  return { text, fields: parseMap(JSON.parse(text)).fields };
}

test("a reload in the middle of a map loses nothing: it goes on with the missing points", async ({
  page,
}) => {
  await openMap(page, { resolution: "16" });
  await press(page, "Start");
  await expect(kept(page).first()).toContainText(/computing at [1-9]/);
  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  const done = Number(await progress(page).getAttribute("data-done"));
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(256);
  await expect(page.getByTestId("heat-map")).toHaveCount(2);
  await press(page, "Resume");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 45_000 });
  const resumed = await fieldsOfMap(page);

  // The same map in one go.
  await press(page, "Start a new map");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 45_000 });
  expect((await fieldsOfMap(page)).fields).toEqual(resumed.fields);

  await page.reload();
  await expect(progress(page)).toHaveAttribute("data-phase", "done");
  expect((await fieldsOfMap(page)).fields).toEqual(resumed.fields);
});

test("maps are opened again from the list, an import replaces none, and they are deleted on request", async ({
  page,
}) => {
  await openMap(page);
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0");
  const { text } = await fieldsOfMap(page);
  await importFile(page, { name: "other.json", mimeType: "application/json", buffer: Buffer.from(text) });
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
  await expect(page.getByTestId("message").filter({ hasText: "kept" })).toHaveCount(0);
  await press(page, "Start");
  await expect(page.getByTestId("message")).toContainText("Maps are not kept in this browser.");
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await expect(page.getByTestId("message")).toHaveCount(1);
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
  const { fields } = await fieldsOfMap(page);
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
