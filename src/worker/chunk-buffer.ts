import type { SampledField } from "../base/fields.ts";
import type { SampleBatch } from "../methods/types.ts";
import type { Chunk } from "../protocol/messages.ts";

/** Values (float64) after which a chunk is sent regardless of the clock, so that no receiver gets a big one: 2 MB. */
const FULL = 1 << 18;

/** Gathers the batches of one method and joins them into chunks that own their buffers. */
export class ChunkBuffer {
  private batches: SampleBatch[] = [];
  private values = 0;

  get empty(): boolean {
    return this.batches.length === 0;
  }

  get full(): boolean {
    return this.values >= FULL;
  }

  add(batch: SampleBatch): void {
    if (batch.count === 0) return;
    this.batches.push(batch);
    for (const array of Object.values(batch.fields)) this.values += array.length;
  }

  /** All samples gathered since the last call as one chunk; buffers may be transferred. */
  take(): Chunk {
    const [head] = this.batches;
    if (head === undefined) return { first: 0, count: 0, fields: {} };
    const fields: Chunk["fields"] = {};
    for (const name of Object.keys(head.fields) as SampledField[]) {
      fields[name] = join(this.batches.map((batch) => batch.fields[name] ?? new Float64Array(0)));
    }
    const count = this.batches.reduce((sum, batch) => sum + batch.count, 0);
    this.batches = [];
    this.values = 0;
    return { first: head.first, count, fields };
  }
}

function join(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
