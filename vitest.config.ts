import { defineConfig } from "vitest/config";

const GPU_TESTS = ["test/gpu/**/*.test.ts"];

export default defineConfig({
  test: {
    environment: "node",
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: GPU_TESTS,
          pool: "threads",
          // Vitest's own choice leaves one core idle, half of a small machine.
          maxWorkers: "100%",
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Dawn looks for its driver through the environment of the process, which threads cannot set.
        extends: true,
        // A software adapter takes seconds to compile a kernel, many times that on a busy machine.
        test: {
          name: "gpu",
          include: GPU_TESTS,
          pool: "forks",
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 240_000,
        },
      },
    ],
  },
});
