import { expect, type Page, test } from "@playwright/test";
import { fitsWidth, meetsAxe, open, settled } from "./support.ts";

const SIZES = [
  { name: "desktop", width: 1440, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

for (const { name, width, height } of SIZES) {
  test(`${name}: axe finds no serious violation in either theme and nothing scrolls sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await settled(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await meetsAxe(page);
      await fitsWidth(page);
    }
  });
}

test("the default state fits 1440 x 900 without scrolling", async ({ page }) => {
  await open(page);
  await settled(page);
  for (const figure of [/Density/, /Cumulant buildup/, /Error against exact/]) {
    await expect(page.getByRole("figure", { name: figure })).toBeInViewport({ ratio: 0.98 });
  }
  await expect(page.getByRole("button", { name: "Add a method" })).toBeInViewport();
});

test("nothing jumps while a run streams", async ({ page }) => {
  await open(page);
  await settled(page);
  await page.evaluate(() => {
    const fixed =
      "figure, .plot-surface, .key-figure, .panel-section, .slider, .transport > *, .summary-text";
    const place = (element: Element) => {
      const { x, y, width } = element.getBoundingClientRect();
      return [x, y, width].map((value) => value.toFixed(1)).join(", ");
    };
    const elements = [...document.querySelectorAll(fixed)];
    const places = elements.map(place);
    const moves = new Set<string>();
    Object.assign(window, { moves });
    const look = () => {
      for (const [index, element] of elements.entries()) {
        const now = place(element);
        if (now !== places[index]) moves.add(`${element.className}: ${places[index]} -> ${now}`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  const field = page.getByRole("textbox", { name: "Interaction U, value" });
  await field.fill("1.3");
  await field.press("Enter");
  await settled(page);
  expect(await page.evaluate(() => [...(window as unknown as { moves: Set<string> }).moves])).toEqual([]);
});

test("the keyboard reaches the quench, the playhead, the commands and the keys", async ({ page }) => {
  await open(page);
  await settled(page);
  const point = page.getByTestId("phase-point");
  await point.focus();
  const before = await point.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  await expect(point).not.toHaveAttribute("aria-valuetext", before ?? "");
  await settled(page);
  await page.getByRole("heading", { name: /Cumulant Explorer/ }).click();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press("Space");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: /Keys/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("nothing is fetched from anywhere else", async ({ page }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(page.url()).host && page.url() !== "about:blank") {
      foreign.push(request.url());
    }
  });
  await open(page);
  await settled(page);
  await page.waitForTimeout(1500);
  expect(foreign).toEqual([]);
});

test("WebGPU has an adapter in the page and in a worker, ready for the kernels", async ({ page }) => {
  await open(page);
  const request =
    "navigator.gpu?.requestAdapter().then((adapter) => adapter !== null) ?? Promise.resolve(false)";
  expect(await page.evaluate(request)).toBe(true);
  expect(await inWorker(page, request)).toBe(true);
});

function inWorker(page: Page, expression: string): Promise<unknown> {
  return page.evaluate((code) => {
    const source = `(${code}).then((value) => postMessage(value))`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    return new Promise((resolve) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
    });
  }, expression);
}
