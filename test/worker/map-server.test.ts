import { afterEach, describe, expect, it, vi } from "vitest";
import { answerMapRequest, type MapResponse } from "../../src/worker/map-server.ts";
import { type PointNews, telling } from "../../src/worker/point-news.ts";
import { byKind, diverging, fakeMethod, smallConfig } from "./fakes.ts";

const config = smallConfig({ methods: [{ kind: "exact" }, { kind: "mean-field" }, { kind: "td2rdm" }] });
const point = { index: 3, interaction: 1, trap: 1 };
const steady = fakeMethod();

afterEach(() => {
  vi.restoreAllMocks();
});

function run(start = byKind({ exact: steady, "mean-field": steady, td2rdm: diverging })): PointNews[] {
  const news: PointNews[] = [];
  const told = telling(start, { config, index: 3 }, (each) => news.push(each));
  for (const method of config.methods) for (const _ of told(config, method, ["dab"]));
  return news;
}

describe("news of a point", () => {
  it("name the method at work, and rise to the end of the point", () => {
    const news = run(byKind({ exact: steady, "mean-field": steady, td2rdm: steady }));
    expect([...new Set(news.map(({ method }) => method))]).toEqual(["Exact", "Mean field", "TD2RDM V · CC"]);
    for (const [k, { point, fraction }] of news.entries()) {
      expect(point).toBeGreaterThanOrEqual(news[k - 1]?.point ?? 0);
      expect(fraction).toBeLessThanOrEqual(1);
    }
    expect(news.at(-1)).toMatchObject({ index: 3, fraction: 1 });
    expect(news.at(-1)?.point).toBeCloseTo(1, 12);
  });

  it("weigh the methods by their estimated durations, also one that ends early", () => {
    const news = run();
    const costly = news.find(({ method }) => method.startsWith("TD2RDM"));
    expect(costly?.point).toBeLessThan(0.2);
    expect(news.at(-1)?.point).toBeLessThan(0.5);
  });
});

describe("a worker", () => {
  it("answers with the result alone where a point takes no time", () => {
    const responses: MapResponse[] = [];
    answerMapRequest({ config, point }, (response) => responses.push(response), steady);
    expect(responses.map(({ type }) => type)).toEqual(["point"]);
    expect(responses[0]).toMatchObject({ result: { index: 3, status: "done" } });
  });

  it("tells once a second how far a long one is, and the result last", () => {
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (clock += 100));
    const responses: MapResponse[] = [];
    answerMapRequest({ config, point }, (response) => responses.push(response), steady);
    const news = responses.slice(0, -1);
    expect(news.length).toBeGreaterThan(5);
    expect(news.length).toBeLessThan(20);
    expect(news.every(({ type }) => type === "news")).toBe(true);
    expect(responses.at(-1)?.type).toBe("point");
  });
});
