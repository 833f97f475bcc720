import type { Page } from "@playwright/test";
import { importConfig, open } from "./support.ts";

/** Quenches of four sites: short, and long enough for a map of them to be paused. */
export const CHAIN = {
  lattice: { kind: "chain", sites: 4, boundary: "open" },
  electrons: { up: 2, down: 2 },
  methods: [
    { kind: "exact" },
    { kind: "td2rdm", closure: "valdemoro", integrator: { kind: "rk4", dt: 0.01 } },
  ],
};

export const progress = (page: Page) => page.getByTestId("map-progress");

export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function type(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.fill(value);
  await field.press("Enter");
}

/** Opens the Map page with a map of 1 ... 8 by 0.5 ... 4, not started. */
export async function openMap(
  page: Page,
  { config = CHAIN, resolution = "8" }: { config?: Record<string, unknown>; resolution?: string } = {},
): Promise<void> {
  await open(page);
  await importConfig(page, config);
  await press(page, "Map");
  await type(page, "U from", "1");
  await type(page, "V from", "0.5");
  await page.getByRole("combobox", { name: "Resolution" }).selectOption(resolution);
}
