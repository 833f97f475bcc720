/** The benchmarks of bench-gpu.ts in Chromium: the same modules, served to a page by Vite. */
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import type { PageBench } from "./bench-gpu-in-page.ts";

const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

/** Runs a benchmark in a page and passes on what it prints. @param software on Chromium's software adapter */
export async function benchInChromium(bench: PageBench, software: boolean): Promise<void> {
  const server = await createServer({ logLevel: "warn", server: { port: 0 } });
  await server.listen();
  const executablePath = process.env.CHROMIUM ?? system;
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    headless: false,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--enable-unsafe-webgpu",
      ...(software ? ["--use-webgpu-adapter=swiftshader"] : ["--enable-features=Vulkan"]),
    ],
  });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "log") console.log(message.text());
    });
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    const inPage = `import("/scripts/bench-gpu-in-page.ts").then((module) => module.benchInPage(${JSON.stringify(bench)}))`;
    await page.evaluate(inPage);
  } finally {
    await browser.close();
    await server.close();
  }
}
