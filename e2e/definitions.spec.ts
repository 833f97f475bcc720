import { expect, test } from "@playwright/test";
import { fitsWidth, meetsAxe, open, settled } from "./support.ts";

for (const [width, height, colorScheme] of [
  [1440, 900, "light"],
  [390, 844, "dark"],
] as const) {
  test(`a definition opens, shows its equation and closes by keyboard, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await open(page);
    await settled(page);
    const name = page.getByTestId("figure-pearson").getByRole("button");
    await name.focus();
    await page.keyboard.press("Enter");
    const definition = page.getByRole("dialog", { name: /Pearson r/ });
    await expect(definition.locator(".katex-html")).toBeVisible();
    await expect(definition.locator("math")).toBeAttached();
    await expect(definition.getByRole("link", { name: /2512.13913/ })).toBeVisible();
    const equation = definition.getByTestId("equation");
    expect(await equation.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
    await meetsAxe(page);
    await fitsWidth(page);
    await page.keyboard.press("Escape");
    await expect(definition).toBeHidden();
    await expect(name).toBeFocused();
  });
}
