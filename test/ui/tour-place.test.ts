import { expect, test } from "vitest";
import { around, placeBeside } from "../../src/ui/tour/tour-place.ts";

const view = { width: 1000, height: 800 };
const popover = { width: 300, height: 200 };

test("the popover stands beside the box where there is room: right, left, below, above", () => {
  const place = (left: number, top: number, width: number, height: number) =>
    placeBeside({ left, top, width, height }, popover, view);
  expect(place(0, 100, 300, 300)).toEqual({ left: 312, top: 100 });
  expect(place(600, 100, 400, 300)).toEqual({ left: 288, top: 100 });
  expect(place(20, 100, 960, 300)).toEqual({ left: 20, top: 412 });
  expect(place(20, 400, 960, 390)).toEqual({ left: 20, top: 188 });
});

test("it stays in the window, in a corner where a box fills it, in the middle where there is none", () => {
  expect(placeBeside({ left: 0, top: 700, width: 300, height: 90 }, popover, view)).toEqual({
    left: 312,
    top: 588,
  });
  expect(placeBeside({ left: 0, top: 0, width: 1000, height: 800 }, popover, view)).toEqual({
    left: 688,
    top: 588,
  });
  expect(placeBeside(null, popover, view)).toEqual({ left: 350, top: 300 });
});

test("several elements are one box, cut to the window; what is not laid out or out of view is none", () => {
  const boxes = [
    { left: -20, top: 10, width: 100, height: 50 },
    { left: 200, top: 30, width: 100, height: 900 },
    { left: 0, top: 0, width: 0, height: 0 },
  ];
  expect(around(boxes, view)).toEqual({ left: 0, top: 10, width: 300, height: 790 });
  expect(around(boxes.slice(2), view)).toBeNull();
  expect(around([{ left: 0, top: 900, width: 10, height: 10 }], view)).toBeNull();
});
