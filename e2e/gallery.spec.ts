import { expect, test } from "@playwright/test";
import { fitsWidth, meetsAxe, open, settled } from "./support.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

test("a card opens its quench, one undo step; its link opens the same in a fresh page", async ({
  page,
  context,
}) => {
  await open(page);
  await page.getByRole("button", { name: "Gallery" }).click();
  const card = page.getByRole("link", { name: "Anti-correlated" });
  const href = await card.getAttribute("href");
  await card.click();
  const field = (name: string) => page.getByRole("textbox", { name: `${name}, value` });
  await expect(field("Interaction U")).toHaveValue(/^3\.00/);
  await expect(field("Trap strength V")).toHaveValue(/^2\.50/);
  await settled(page);
  await expect(page.getByTestId("figure-pearson")).toContainText("−0.42");
  const address = page.url();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(field("Interaction U")).toHaveValue(/^1\.00/);

  const fresh = await context.newPage();
  await fresh.goto(new URL(href ?? "", page.url()).href);
  await expect(fresh.getByRole("textbox", { name: "Interaction U, value" })).toHaveValue(/^3\.00/);
  expect(fresh.url()).toBe(address);
});

test("a figure opens the site's map with its fields, in the page and by its link", async ({ page }) => {
  await page.goto("./?page=gallery");
  await expect(page.getByTestId("gallery-page")).toBeVisible();
  const card = page.getByRole("link", { name: "Error against r" });
  const href = await card.getAttribute("href");
  await card.click();
  await expect(page.getByTestId("coefficients")).toContainText("ρ = −0.594");

  await page.goto(href ?? "");
  await expect(page.getByTestId("coefficients")).toContainText("ρ = −0.594");
  await expect(page).toHaveURL(/\?page=map$/);
  await page.goto("./?page=map&map=default&first=nonsense&second=divergedAt:Mean%20field");
  await expect(page.getByTestId("message")).toContainText("nonsense is left out");
  await expect(page.getByRole("combobox", { name: "First field" })).toHaveValue("pearson");
  await expect(page.getByRole("combobox", { name: "Second field" })).toHaveValue("divergedAt:Mean field");
});

for (const { width, height } of SIZES) {
  test(`at ${width} x ${height} the gallery meets axe in both themes and nothing scrolls sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto("./?page=gallery");
    await expect(page.getByRole("link", { name: "Ladder" })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await meetsAxe(page);
    }
    await fitsWidth(page);
  });
}
