import { beforeEach, describe, expect, it } from "vitest";
import { useTimeline, visibleWindow } from "../../src/state/timeline.ts";

const timeline = () => useTimeline.getState();

describe("timeline", () => {
  beforeEach(() => useTimeline.setState(useTimeline.getInitialState(), true));

  it("moves the playhead by samples, on the grid, within the window", () => {
    timeline().setTime(0.34);
    timeline().stepBy(1);
    expect(timeline().t).toBeCloseTo(0.4);
    timeline().stepBy(-100);
    expect(timeline().t).toBe(0);
    timeline().setTime(99);
    expect(timeline().t).toBe(20);
  });

  it("plays at its speed, stops at the end and starts again from the beginning", () => {
    timeline().toggle();
    timeline().advance(1);
    expect(timeline().t).toBeCloseTo(2);
    timeline().setSpeed(4);
    timeline().advance(1);
    expect(timeline().t).toBeCloseTo(10);
    timeline().advance(10);
    expect(timeline()).toMatchObject({ t: 20, playing: false });
    timeline().toggle();
    expect(timeline()).toMatchObject({ t: 0, playing: true });
  });

  it("does not move while paused", () => {
    timeline().setTime(3);
    timeline().advance(1);
    expect(timeline().t).toBe(3);
  });

  it("zooms to a part given in either direction, and ignores parts too short to see", () => {
    timeline().zoomTo(7, 3);
    expect(visibleWindow(timeline())).toEqual([3, 7]);
    timeline().zoomTo(5, 5.1);
    expect(visibleWindow(timeline())).toEqual([3, 7]);
    timeline().resetZoom();
    expect(visibleWindow(timeline())).toEqual([0, 20]);
  });

  it("adopts a new window, keeping playhead and zoom where they fit", () => {
    timeline().setTime(15);
    timeline().zoomTo(2, 4);
    timeline().setWindow(10, 0.05);
    expect(timeline()).toMatchObject({ end: 10, step: 0.05, t: 10, zoom: [2, 4] });
    timeline().setWindow(3, 0.05);
    expect(timeline().zoom).toBeNull();
  });
});
