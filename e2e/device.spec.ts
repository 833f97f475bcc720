import { expect, type Page, test } from "@playwright/test";
import { type MapFile, parseMap } from "../src/protocol/map.ts";
import { exported, importConfig, meetsAxe, open } from "./support.ts";

/** Short quenches of four sites, 64 of which make a map. */
const CHAIN = {
  lattice: { kind: "chain", sites: 4, boundary: "open" },
  electrons: { up: 2, down: 2 },
  time: { end: 5, sample: 0.1 },
  methods: [{ kind: "exact" }],
};

const progress = (page: Page) => page.getByTestId("map-progress");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function openMap(page: Page, config: Record<string, unknown> = CHAIN): Promise<void> {
  await open(page);
  await importConfig(page, config);
  await press(page, "Map");
  await page.getByRole("combobox", { name: "Resolution" }).selectOption("8");
}

async function choose(page: Page, name: "CPU, float64" | "WebGPU, float32"): Promise<void> {
  await page.getByTestId("device-badge").click();
  const choice = page.getByRole("radio", { name });
  await choice.check({ force: true });
  await expect(choice).toBeChecked();
  await page.keyboard.press("Escape");
}

async function finishedMap(page: Page): Promise<MapFile> {
  await expect(progress(page)).toHaveAttribute("data-phase", "done", { timeout: 90_000 });
  const { text } = await exported(page, /^Map, all fields\s*JSON/);
  return parseMap(JSON.parse(text));
}

/** Loses the GPU as a script in the console can. */
const loseDevice = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { cumulantExplorer } = window as unknown as {
      cumulantExplorer: { gpu: { loseDevice: () => void } };
    };
    cumulantExplorer.gpu.loseDevice();
  });

/** Compiling for a software adapter takes seconds, twice when the device is lost. */
test.describe.configure({ timeout: 180_000 });

test("a map on WebGPU, chosen in the panel, survives the loss of its device and agrees with the CPU", async ({
  page,
}) => {
  await openMap(page);
  await expect(page.getByTestId("map-estimate")).toContainText("on 2 threads", { timeout: 30_000 });
  await choose(page, "WebGPU, float32");
  await expect(page.getByTestId("device-badge")).toContainText("maps WebGPU float32");
  await expect(page.getByTestId("map-estimate")).toContainText("on WebGPU, float32 (");
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0", { timeout: 60_000 });
  await loseDevice(page);
  const gpu = await finishedMap(page);
  expect(gpu.backend).toMatchObject({ device: "webgpu", precision: "float32" });
  expect(gpu).not.toHaveProperty("parts");
  expect(gpu.status).toEqual(gpu.status.map(() => "done"));
  expect(gpu.deviation?.points).toHaveLength(4);
  await expect(page.getByTestId("map-origin")).toContainText("float32 against float64 at 4 points");

  await page.getByTestId("device-badge").click();
  await expect(page.getByTestId("gpu-problem")).toContainText("The GPU was lost (destroyed)");
  await expect(page.getByTestId("device-remark")).toContainText("software adapter");
  const panel = page.getByRole("dialog", { name: "What computes" });
  await expect(panel).toContainText("Memory in use");
  await panel.getByText("Limits of the adapter").click();
  await expect(panel).toContainText("maxComputeWorkgroupStorageSize");
  await page.keyboard.press("Escape");

  await choose(page, "CPU, float64");
  await press(page, "Start a new map");
  await expect(progress(page)).toHaveAttribute("data-phase", "running");
  const cpu = await finishedMap(page);
  expect(cpu.backend).toEqual({ device: "cpu", adapter: null, precision: "float64" });
  expect(cpu).not.toHaveProperty("deviation");
  for (const [name, bound] of [
    ["pearson", 1e-3] as const,
    ["buildup", 1e-5] as const,
    ["gap", 1e-9] as const,
  ]) {
    const exact = cpu.fields[name]?.real ?? [];
    expect(exact).toHaveLength(64);
    exact.forEach((value, k) => {
      expect(Math.abs((gpu.fields[name]?.real[k] ?? Number.NaN) - (value ?? Number.NaN))).toBeLessThan(bound);
    });
  }
});

test("a map on WebGPU is paused, goes on, and is cancelled at once", async ({ page }) => {
  await openMap(page);
  await choose(page, "WebGPU, float32");
  await press(page, "Start");
  await expect(progress(page)).not.toHaveAttribute("data-done", "0", { timeout: 60_000 });
  await press(page, "Pause");
  await expect(progress(page)).toHaveAttribute("data-phase", "paused");
  const paused = Number(await progress(page).getAttribute("data-done"));
  expect(paused).toBeLessThan(64);
  await press(page, "Resume");
  await expect(progress(page)).not.toHaveAttribute("data-done", String(paused), { timeout: 60_000 });
  await press(page, "Cancel");
  await expect(progress(page)).toHaveAttribute("data-phase", "cancelled");
  const kept = await progress(page).getAttribute("data-done");
  await page.waitForTimeout(1500);
  await expect(progress(page)).toHaveAttribute("data-done", kept ?? "");
  expect(Number(kept)).toBeLessThan(64);
});

for (const { what, code, reason } of [
  {
    what: "WebGPU",
    code: "Object.defineProperty(navigator, 'gpu', { value: undefined });",
    reason: "This browser has no WebGPU, or it is switched off.",
  },
  {
    what: "a secure page",
    code: "Object.defineProperty(self, 'isSecureContext', { value: false });",
    reason: "WebGPU needs a secure page: open this one through https or on localhost.",
  },
  {
    what: "an adapter",
    code: "navigator.gpu.requestAdapter = () => Promise.resolve(null);",
    reason: "WebGPU is there, but it offers no graphics adapter (driver missing or blocked).",
  },
]) {
  test(`without ${what} the panel says so and the CPU computes a map that asks for WebGPU`, async ({
    page,
  }) => {
    await page.route(/gpu-map-worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${code}\n${await response.text()}` });
    });
    await openMap(page, { ...CHAIN, device: "webgpu" });
    await page.getByTestId("device-badge").click();
    await expect(page.getByTestId("device-remark")).toHaveText(`${reason} The CPU computes maps and trains.`);
    await expect(page.getByRole("radio", { name: "WebGPU, float32" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await press(page, "Start");
    const map = await finishedMap(page);
    expect(map.backend).toEqual({ device: "cpu", adapter: null, precision: "float64" });
    expect(map.status).toEqual(map.status.map(() => "done"));
  });
}

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`at ${width} x ${height} the panel meets axe in both themes and fits the screen`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    if (width < 860) {
      await press(page, "More");
      await page.getByRole("menuitem", { name: "What computes" }).click();
    } else await page.getByTestId("device-badge").click();
    await expect(page.getByTestId("device-remark")).toContainText("software adapter", { timeout: 30_000 });
    const panel = page.getByRole("dialog", { name: "What computes" });
    await panel.getByText("Limits of the adapter").click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await meetsAxe(page);
    }
    const box = await panel.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });
}
