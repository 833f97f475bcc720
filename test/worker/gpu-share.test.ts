import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { prepareInitialState } from "../../src/methods/initial.ts";
import { configAt } from "../../src/protocol/map-fields.ts";
import { replay } from "../../src/worker/gpu-replay.ts";
import {
  computeShare,
  type PointShare,
  type ShareRequest,
  shareBuffers,
} from "../../src/worker/gpu-share.ts";
import { inlineShares, pooledShares, type SpawnShareWorker } from "../../src/worker/gpu-share-source.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";
import { mapPoint } from "../../src/worker/map-point.ts";
import { startMethod } from "../../src/worker/methods.ts";
import { smallConfig } from "./fakes.ts";

const config = smallConfig({ methods: [{ kind: "exact" }, { kind: "mean-field" }, { kind: "td2rdm" }] });
const point = { index: 3, interaction: 2, trap: 0.5 };
const spec = { config, needsRdms: true, methods: [1] };
const points = [0, 1, 2, 3, 4].map((index) => ({ index, interaction: 1 + index, trap: 0.5 }));

describe("the CPU's share of a point", () => {
  it("gives the same map as the methods themselves", () => {
    const { initial, records } = drain(computeShare({ spec, point }));
    const here = configAt(config, point.interaction, point.trap);
    expect(initial?.psi).toEqual(drain(prepareInitialState(here)).psi);
    expect(initial?.dab).toHaveLength(2 * 2 ** 4);
    expect(records.map(([method]) => method)).toEqual([1]);
    const known = new Map(records.map(([method, record]) => [config.methods[method], record]));
    const replayed: StartMethod = (system, method, fields) => {
      const record = known.get(method);
      return record === undefined ? startMethod(system, method, fields) : replay(record);
    };
    const direct = drain(mapPoint(startMethod, config, point));
    expect(drain(mapPoint(replayed, config, point))).toEqual(direct);
  });

  it("leaves out what cannot treat the point", () => {
    const open = smallConfig({
      lattice: { kind: "chain", sites: 3 },
      electrons: { up: 2, down: 1 },
      methods: [{ kind: "exact" }],
    });
    const refused = { config: { ...open, methods: config.methods }, needsRdms: true, methods: [1, 2] };
    const { initial, records } = drain(computeShare({ spec: refused, point }));
    expect(initial?.dab).toBeNull();
    expect(records.map(([method]) => method)).toEqual([1]);
  });

  it("hands over all of its buffers", () => {
    const share = drain(computeShare({ spec, point }));
    expect(new Set(shareBuffers(share)).size).toBe(5);
  });
});

/** Workers that answer after a turn; `breaksAt` crashes the one that gets that point. */
function fakeWorkers(breaksAt = -1) {
  const log = { spawned: 0, terminated: 0, asked: [] as number[] };
  const spawn: SpawnShareWorker = ({ onShare, onCrash }) => {
    log.spawned += 1;
    let alive = true;
    const answer = (request: ShareRequest): void => {
      if (!alive) return;
      if (request.point.index === breaksAt) onCrash();
      else onShare(marked(request.point.index));
    };
    return {
      post: (request) => {
        log.asked.push(request.point.index);
        setTimeout(answer, 1, request);
      },
      terminate: () => {
        if (alive) log.terminated += 1;
        alive = false;
      },
    };
  };
  return { log, spawn };
}

/** A share that tells which point it is of. */
const marked = (index: number): PointShare => ({
  initial: { psi: Float64Array.of(index), d1: null, dab: null, groundState: null },
  records: [],
});

const running = new AbortController().signal;

describe("a pool of shares", () => {
  it("computes what is announced ahead, once, in order", async () => {
    const { log, spawn } = fakeWorkers();
    const shares = pooledShares(2, spawn)(spec, running);
    shares.announce(points);
    expect((await shares.take(points[4]))?.initial?.psi[0]).toBe(4);
    expect(log).toEqual({ spawned: 2, terminated: 0, asked: [0, 1, 2, 3, 4] });
    const taken = await Promise.all(points.slice(0, 4).map((each) => shares.take(each)));
    expect(taken.map((share) => share?.initial?.psi[0])).toEqual([0, 1, 2, 3]);
    expect(log.asked).toHaveLength(5);
    shares.close();
    expect(log.terminated).toBe(2);
  });

  it("computes on its own thread what a worker breaks at, and everything without workers", async () => {
    const { log, spawn } = fakeWorkers(1);
    const shares = pooledShares(1, spawn)(spec, running);
    shares.announce(points.slice(0, 3));
    const taken = [];
    for (const each of points.slice(0, 3)) taken.push(await shares.take(each));
    expect(taken[0]).toEqual(marked(0));
    const inline = inlineShares(spec, running);
    expect(taken.slice(1)).toEqual([await inline.take(points[1]), await inline.take(points[2])]);
    expect(log).toEqual({ spawned: 1, terminated: 1, asked: [0, 1] });
  });

  it("stops at the signal, workers and all", async () => {
    const { log, spawn } = fakeWorkers();
    const controller = new AbortController();
    const shares = pooledShares(2, spawn)(spec, controller.signal);
    shares.announce(points);
    const waiting = shares.take(points[4]);
    controller.abort();
    expect(await waiting).toBeNull();
    expect(await shares.take(points[0])).toBeNull();
    expect(await inlineShares(spec, controller.signal).take(point)).toBeNull();
    expect(log).toEqual({ spawned: 2, terminated: 2, asked: [0, 1] });
  });
});
