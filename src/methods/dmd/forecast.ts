import { stateBetween } from "../between-rows.ts";
import type { StateBasis } from "./basis.ts";
import { advanced, coordinatesOf, type DmdModel, lastState, windowOf } from "./model.ts";

/**
 * States at the times m * interval: the data of the first windows (one per row of a stride), then what the model
 * makes of them.
 */
export class Forecast {
  private readonly size: number;
  /** Rows that are data. */
  private readonly given: number;
  /** Coordinates of the windows that end with the last `lag` rows. */
  private readonly newest: Float64Array[];
  /** Coordinates in the basis of row given + k. */
  private readonly predicted: Float64Array[] = [];

  /**
   * @param rows the first states of the data, `delays` times `lag` at least
   * @param lag rows per stride
   */
  constructor(
    private readonly basis: StateBasis,
    private readonly model: DmdModel,
    private readonly rows: readonly Float64Array[],
    delays: number,
    private readonly lag: number,
  ) {
    this.size = basis.vectors.length;
    this.given = delays * lag;
    const known = rows.slice(0, this.given).map((row) => basis.coordinates(row));
    this.newest = Array.from({ length: lag }, (_, first) =>
      coordinatesOf(model, windowOf(known.filter((_, row) => row % lag === first))),
    );
  }

  /** out = the state at time `position`, in rows: of the row there, or of a polynomial through the rows around. */
  state(position: number, out: Float64Array): void {
    stateBetween((m, row) => this.row(m, row), Number.POSITIVE_INFINITY, position, out);
  }

  private row(m: number, out: Float64Array): void {
    if (m < this.given) {
      out.set(this.rows[m]);
      return;
    }
    while (this.predicted.length <= m - this.given) this.predictNext();
    this.basis.state(this.predicted[m - this.given], out);
  }

  private predictNext(): void {
    const { model, newest, predicted, lag } = this;
    const chain = predicted.length % lag;
    newest[chain] = advanced(model, newest[chain]);
    predicted.push(lastState(model, newest[chain], this.size));
  }
}
