import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
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

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, in us: what other processes take does not count. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Runs `action` and returns the processor time, in ms, of every main-thread task above `limit` ms meanwhile. */
export async function longTasks(page: Page, limit: number, action: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const traceConfig = { includedCategories: ["toplevel", "__metadata"] };
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  await action();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const threads = events.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  expect(threads.length, "main threads in the trace").toBeGreaterThan(0);
  const main = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(
    ({ ph, name, pid, tid }) => ph === "X" && name.endsWith("RunTask") && main.has(`${pid} ${tid}`),
  );
  expect(tasks.length, "tasks in the trace").toBeGreaterThan(100);
  return tasks.map(({ tdur = Number.NaN }) => Math.round(tdur / 1000)).filter((ms) => !(ms <= limit));
}

/** Expects that axe finds nothing serious. */
export async function meetsAxe(page: Page): Promise<void> {
  // One pass within the page, which has no frames; nodes that pass are not described.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
}

/** Expects that nothing scrolls sideways. */
export async function fitsWidth(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
