import { expect, test } from "@playwright/test";
import { chip, chipState, importConfig, open, settled } from "./support.ts";

const DIMER = {
  lattice: { kind: "chain", sites: 2 },
  electrons: { up: 1, down: 1 },
  quench: { protocol: "interaction-quench", interactionBefore: 0, interaction: 4 },
  methods: [{ kind: "exact" }],
};

test("delay-DMD is added, says its rank, and is configured", async ({ page }) => {
  await open(page);
  await importConfig(page, DIMER);
  await page.getByRole("button", { name: "Add a method" }).click();
  await page.getByRole("menuitem", { name: "Delay-DMD" }).click();
  await settled(page);
  await expect(chipState(page, "Delay-DMD")).toHaveText("done");
  await expect(chip(page, "Delay-DMD")).toContainText(/Rank \d+ of \d+, training error/);
  await chip(page, "Delay-DMD")
    .getByRole("button", { name: /configure/ })
    .click();
  const dialog = page.getByRole("dialog", { name: "Configure Delay-DMD" });
  await dialog.getByLabel("Trained until (1/J)").fill("25");
  await dialog.getByLabel("Trained until (1/J)").press("Enter");
  await expect(dialog).toContainText("less than time.end = 20");
  await dialog.getByLabel("Trained until (1/J)").fill("8");
  await dialog.getByLabel("Trained until (1/J)").press("Enter");
  await page.keyboard.press("Escape");
  await settled(page);
  await expect(chipState(page, "Delay-DMD · to 8")).toHaveText("done");
});

test("a neural ODE of the list says that it is being trained, and is cancelled", async ({ page }) => {
  await open(page);
  await importConfig(page, { ...DIMER, methods: [{ kind: "exact" }, { kind: "neural-ode" }] });
  await expect(chipState(page, "Neural ODE")).toHaveText(/^training \d+ %$/);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(chipState(page, "Neural ODE")).toHaveText(/^stopped/);
  await expect(chipState(page, "Exact")).toHaveText("done");
});
