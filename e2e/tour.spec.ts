import { expect, type Page, test } from "@playwright/test";
import { fitsWidth, meetsAxe, open, settled } from "./support.ts";

const STEPS = [
  "quench",
  "cumulants",
  "diagnostics",
  "errors",
  "learning",
  "first-map",
  "second-map",
  "finding",
];

const tour = (page: Page) => page.getByTestId("tour");

test("the tour is walked by keyboard to its end, with every element found and the config untouched", async ({
  page,
}) => {
  await open(page);
  await settled(page);
  const start = page.getByRole("button", { name: "Guided tour" });
  await start.focus();
  await page.keyboard.press("Enter");
  for (const [index, step] of STEPS.entries()) {
    await expect(tour(page)).toHaveAttribute("data-step", step);
    await expect(tour(page)).toHaveAttribute("data-found", "true");
    await expect(tour(page)).toContainText(`Step ${index + 1} of ${STEPS.length}`);
    await expect(tour(page)).toBeFocused();
    await expect(tour(page)).toBeInViewport({ ratio: 1 });
    await page.keyboard.press(index % 2 === 0 ? "ArrowRight" : "Enter");
  }
  await expect(tour(page)).toHaveCount(0);
  await expect(start).toBeFocused();
  await expect(page).toHaveURL(/\/\?page=map$/);
});

test("the tour goes back, says the numbers of the quench, and is skipped by Escape", async ({ page }) => {
  await open(page);
  await settled(page);
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill("tour");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(tour(page)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(tour(page)).toContainText("b = 0.83");
  await page.keyboard.press("ArrowLeft");
  await expect(tour(page)).toContainText("Step 2");
  await page.keyboard.press("Escape");
  await expect(tour(page)).toHaveCount(0);
});

test("the invitation comes once, to a newcomer", async ({ page }) => {
  await open(page);
  const invitation = page.getByTestId("tour-invitation");
  await expect(invitation).toBeVisible();
  await page.getByRole("button", { name: "No tour" }).click();
  await expect(invitation).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "Guided tour" })).toBeVisible();
  await expect(invitation).toHaveCount(0);
});

test("on a phone the tour is a sheet at the foot, and meets axe in both themes", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await settled(page);
  await page.getByRole("button", { name: "Take the tour" }).click();
  for (const step of STEPS) {
    await expect(tour(page)).toHaveAttribute("data-step", step);
    await expect(tour(page)).toHaveAttribute("data-found", "true");
    const box = await tour(page).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
    await fitsWidth(page);
    if (step === "quench" || step === "finding") {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await meetsAxe(page);
      }
    }
    await tour(page)
      .getByRole("button", { name: step === "finding" ? "Gallery" : "Next" })
      .click();
  }
  await expect(page.getByTestId("gallery-page")).toBeVisible();
});
