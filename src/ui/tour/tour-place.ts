/** A rectangle in the window, in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between a box and what stands beside it, and to the edges of the window, in px. */
const GAP = 12;

/**
 * Where a popover stands: beside the box, on the first side with room (right, left, below, above), as near to the
 * box as the window lets it; in the middle of the window where there is no box, in its lower right corner where no side has room.
 */
export function placeBeside(box: Box | null, popover: Size, view: Size): { left: number; top: number } {
  const [maxLeft, maxTop] = [view.width - popover.width - GAP, view.height - popover.height - GAP];
  if (box === null) {
    return { left: Math.max(GAP, (maxLeft + GAP) / 2), top: Math.max(GAP, (maxTop + GAP) / 2) };
  }
  const along = (start: number, most: number) => Math.max(GAP, Math.min(start, most));
  const [top, left] = [along(box.top, maxTop), along(box.left, maxLeft)];
  const right = box.left + box.width + GAP;
  if (right <= maxLeft) return { left: right, top };
  const before = box.left - GAP - popover.width;
  if (before >= GAP) return { left: before, top };
  const below = box.top + box.height + GAP;
  if (below <= maxTop) return { left, top: below };
  const above = box.top - GAP - popover.height;
  if (above >= GAP) return { left, top: above };
  return { left: Math.max(GAP, maxLeft), top: Math.max(GAP, maxTop) };
}

/** The smallest rectangle around several, cut to the window; null where nothing of them is in view. */
export function around(boxes: readonly Box[], view: Size): Box | null {
  const seen = boxes.filter(({ width, height }) => width > 0 && height > 0);
  if (seen.length === 0) return null;
  const left = Math.max(0, Math.min(...seen.map((box) => box.left)));
  const top = Math.max(0, Math.min(...seen.map((box) => box.top)));
  const right = Math.min(view.width, Math.max(...seen.map((box) => box.left + box.width)));
  const bottom = Math.min(view.height, Math.max(...seen.map((box) => box.top + box.height)));
  return right <= left || bottom <= top ? null : { left, top, width: right - left, height: bottom - top };
}
