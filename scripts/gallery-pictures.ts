import { writeFileSync } from "node:fs";
import { createInProcessEngine } from "../src/engine/in-process-engine.ts";
import { parseConfig } from "../src/protocol/config.ts";
import { PRESETS } from "../src/state/presets.ts";
import { type Spark, sparkOf } from "../src/view/spark.ts";

// The pictures of the gallery's cards: the exact run of every preset.
const FILE = "src/ui/gallery/sparks.json";
const engine = createInProcessEngine();
const sparks: Record<string, Spark> = {};
for (const { id, config } of PRESETS) {
  const exact = parseConfig({ ...parseConfig(config()), methods: [{ kind: "exact" }] });
  const job = { config: exact, fields: ["delta2", "delta3"] as const };
  sparks[id] = sparkOf(
    await engine.run(job, { signal: new AbortController().signal, onUpdate: () => undefined }),
  );
}
const lines = Object.entries(sparks).map(([id, spark]) => `  "${id}": ${JSON.stringify(spark)}`);
writeFileSync(FILE, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${FILE}: ${lines.length} pictures`);
