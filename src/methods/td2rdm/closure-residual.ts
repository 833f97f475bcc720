import { dot } from "../../linalg/vectors.ts";
import { ThreeBodyCumulant } from "../../physics/cumulants.ts";
import { StateRdms } from "../../physics/state-rdms.ts";
import { ExactStates } from "../exact-states.ts";
import type { InitialState } from "../initial.ts";
import type { SystemSpec, Td2rdmSpec } from "../types.ts";
import { ContractionFree } from "./contraction-free.ts";
import { oneBodyMatrixOf, secondCumulantOf } from "./cumulant.ts";
import { copyBlocks, pairBlockLength } from "./pair-blocks.ts";
import { WholeClosure } from "./whole-closure.ts";

/** |Delta3 exact| below which it vanishes but for rounding, so that nothing can be said relative to it. */
const VANISHING = 1e-10;

/**
 * |Delta3 exact - Delta3 closure|_F / |Delta3 exact|_F of the up-up-down block along the exact trajectory of a
 * singlet (PHYSICS.md section 5): how wrong the functional is where the dynamics is right, whatever has become of
 * the propagated Dab. With contraction consistency the correction X belongs to the closure.
 */
export class ClosureResidual {
  private readonly states: ExactStates;
  private readonly rdms: StateRdms;
  private readonly cumulant: ThreeBodyCumulant;
  private readonly closure: WholeClosure | null;
  private readonly correction: ContractionFree | null;
  private readonly dab: Float64Array;
  private readonly delta: Float64Array;
  private readonly g: Float64Array;
  private readonly exact: Float64Array;
  private readonly guess: Float64Array;

  constructor(
    system: SystemSpec,
    { closure, contractionConsistent }: Pick<Td2rdmSpec, "closure" | "contractionConsistent">,
    private readonly initial: InitialState,
  ) {
    const { space } = initial;
    const { sites } = space;
    this.states = new ExactStates(system, initial);
    this.rdms = new StateRdms(space);
    this.cumulant = new ThreeBodyCumulant(space);
    this.closure = closure === "valdemoro" ? null : new WholeClosure(sites, space.up.electrons, closure);
    this.correction = contractionConsistent ? new ContractionFree(sites) : null;
    this.dab = new Float64Array(2 * sites ** 4);
    this.delta = new Float64Array(2 * sites ** 4);
    this.g = new Float64Array(2 * sites ** 2);
    this.exact = new Float64Array(pairBlockLength(sites));
    this.guess = new Float64Array(pairBlockLength(sites));
  }

  /** The residual at the next sample, NaN where Delta3 exact vanishes; pauses between pieces of work. */
  *next(): Generator<void, number> {
    const { rdms, cumulant, closure, correction, dab, delta, g, exact, guess } = this;
    const { sites, up } = this.initial.space;
    const state = yield* this.states.next();
    const d3 = yield* rdms.upUpDown(state);
    yield* rdms.upDown(state, dab, d3);
    oneBodyMatrixOf(sites, up.electrons, dab, g);
    const norm = yield* cumulant.norm(d3, g, g, dab);
    if (norm < VANISHING) return Number.NaN;
    copyBlocks(sites, d3, exact);
    const size = dot(exact, exact);
    if (closure !== null) {
      secondCumulantOf(sites, dab, g, delta);
      yield* closure.evaluate(g, delta, guess);
      for (let i = 0; i < exact.length; i++) exact[i] -= guess[i];
    }
    if (correction !== null) yield* correction.project(exact);
    return Math.sqrt(dot(exact, exact) / size);
  }
}
