import { InputError } from "../../base/errors.ts";
import type { GroundStateReport, SystemSpec } from "../types.ts";

/** Largest violation of a singlet relation that counts as rounding. */
const TOLERANCE = 1e-8;

/** A method that only closed-shell singlets have: its kind and what it is called. */
export interface SingletMethod {
  readonly kind: string;
  readonly name: string;
}

const TD2RDM: SingletMethod = { kind: "td2rdm", name: "TD2RDM" };

/** Refuses numbers of electrons that cannot be a closed-shell singlet. */
export function requireEqualSpins({ electrons }: SystemSpec, { name }: SingletMethod = TD2RDM): void {
  if (electrons.up === electrons.down && electrons.up > 0) return;
  throw new InputError(
    "electrons",
    electrons,
    `as many up as down electrons, at least one each: ${name} is written for closed-shell singlets`,
  );
}

/**
 * Refuses an initial Dab that breaks a singlet relation of PHYSICS.md section 2, as that of a degenerate
 * ground state of higher spin does: exchange symmetry, and sum_k Dab[i k;k j] = D1[i;j], the one of total
 * spin zero.
 */
export function requireSinglet(
  sites: number,
  dab: Float64Array,
  d1: Float64Array,
  groundState: GroundStateReport | null,
  { kind, name }: SingletMethod = TD2RDM,
): void {
  const violation = Math.max(exchangeViolation(sites, dab), spinViolation(sites, dab, d1));
  if (violation <= TOLERANCE) return;
  const gap =
    groundState === null ? "" : `; the gap above its ground state is ${groundState.gap.toPrecision(3)} J`;
  throw new InputError(
    "methods",
    kind,
    `an initial state of total spin 0: ${name} is written for singlets, and this state breaks the singlet relations of its two-particle matrix by ${violation.toPrecision(2)}${gap}`,
  );
}

function exchangeViolation(m: number, dab: Float64Array): number {
  let worst = 0;
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let d = 0; d < m; d++) {
          const here = 2 * (((a * m + b) * m + c) * m + d);
          const there = 2 * (((b * m + a) * m + d) * m + c);
          worst = Math.max(worst, Math.abs(dab[here] - dab[there]), Math.abs(dab[here + 1] - dab[there + 1]));
        }
      }
    }
  }
  return worst;
}

function spinViolation(m: number, dab: Float64Array, d1: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (let part = 0; part < 2; part++) {
        let sum = -d1[2 * (i * m + j) + part];
        for (let k = 0; k < m; k++) sum += dab[2 * (((i * m + k) * m + k) * m + j) + part];
        worst = Math.max(worst, Math.abs(sum));
      }
    }
  }
  return worst;
}
