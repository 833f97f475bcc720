/** The benchmarks of bench-gpu.ts in Chromium: the same modules, served to a page by Vite. */
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import type { Td2rdmBenchOptions } from "./bench-gpu-td2rdm.ts";

/** What `npm run bench:gpu` was asked for, as the page gets it. */
export interface PageBench extends Td2rdmBenchOptions {
  readonly td2rdm: boolean;
  readonly grid: number | null;
}

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
    page.on("console", (message) => console.log(message.text()));
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.evaluate(runInPage, bench);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Goes to the page as text: everything it needs it imports there. */
async function runInPage(bench: PageBench): Promise<void> {
  const load = (path: string): Promise<Record<string, (...values: unknown[]) => Promise<unknown>>> =>
    import(path);
  const { requireGpu, browserEnvironment } = await load("/src/gpu/device.ts");
  const gpu = (await requireGpu(await browserEnvironment())) as {
    adapter: { name: string; software: boolean };
  };
  const { name, software } = gpu.adapter;
  console.log(`adapter in Chromium: ${name}${software ? " (software: not the speed of a GPU)" : ""}`);
  if (bench.td2rdm) await (await load("/scripts/bench-gpu-td2rdm.ts")).benchTd2rdm(gpu, bench);
  else await (await load("/scripts/bench-gpu-exact.ts")).benchExact(gpu, bench.grid, bench.workgroup);
}
