import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";

/** The chip of the method with this label. */
export const chip = (page: Page, label: string) =>
  page.locator(`[data-testid=method-chip][data-method="${label}"]`);

export const chipState = (page: Page, label: string) => chip(page, label).getByTestId("method-state");

/** Opens the page, with a config (only what differs from the default) in the link if given, and fails on page errors. */
export async function open(page: Page, config?: Record<string, unknown>): Promise<void> {
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto("./");
  if (config === undefined) return;
  await importConfig(page, config);
}

/** Waits until the run of the present config has ended and is a full one. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByTestId("progress")).toHaveAttribute("data-running", "false", { timeout: 45_000 });
  await expect(
    page.getByTestId("method-state").filter({ hasText: /queued|preview|on release|t =/ }),
  ).toHaveCount(0);
}

export function configFile(config: Record<string, unknown>) {
  const text = JSON.stringify({ schema: "cumulant-explorer/config@1", ...config });
  return { name: "config.json", mimeType: "application/json", buffer: Buffer.from(text) };
}

export async function importConfig(page: Page, config: Record<string, unknown>): Promise<void> {
  await importFile(page, configFile(config));
}

export async function importFile(
  page: Page,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await (await chooser).setFiles(file);
}

/** Downloads through the export menu and returns the text of the file. */
export async function exported(page: Page, item: RegExp): Promise<{ name: string; text: string }> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Records long main-thread tasks from now on; returns a reader of their durations in ms since the last reading. */
export async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))),
    ).observe({ type: "longtask" });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}
