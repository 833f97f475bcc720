import type { TrainingData } from "../types.ts";
import { PANEL, panelsOf } from "./matrix.ts";
import type { KernelMemory } from "./memory.ts";

/** Training data in the memory of the kernels: float32 rows, filled up with 0 to multiples of 8. */
export interface DataTables {
  /** Addresses. */
  readonly states: number;
  readonly slopes: number;
  readonly rows: number;
  readonly interval: number;
}

export function storeData(memory: KernelMemory, size: number, data: TrainingData): DataTables {
  const rows = data.states.length / size;
  const width = PANEL * panelsOf(size);
  const table = (values: Float64Array): number => {
    const address = memory.allocate(4 * rows * width);
    const table = memory.floats(address, rows * width).fill(0);
    for (let row = 0; row < rows; row++) {
      table.set(values.subarray(row * size, (row + 1) * size), row * width);
    }
    return address;
  };
  return { states: table(data.states), slopes: table(data.slopes), rows, interval: data.interval };
}
