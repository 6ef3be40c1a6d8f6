import { groupCells, mostLanes } from "../run_trials.ts";
import type { Cell } from "../trial.ts";

/** How many parts there should be for each worker, for all to end together. */
const partsEach = 8;

/** Fewer trials than this lose much of what running them together saves. */
const leastSize = 16;

/** A part of a list of cells: the indices of its first and after its last. */
export interface Part {
  readonly first: number;
  readonly end: number;
}

/**
 * Parts of a study's cells to hand to so many workers, in order: each of trials
 * that can share a program, the parts of these about equal, in multiples of as
 * many as are run together where those are few.
 */
export function partsOf(cells: readonly Cell[], workers: number): Part[] {
  const most = Math.max(
    leastSize,
    Math.ceil(cells.length / (workers * partsEach)),
  );
  let first = 0;
  return groupCells(cells, () => Infinity).flatMap((group) => {
    const start = first;
    first += group.length;
    const count = Math.ceil(group.length / most);
    const lanes = mostLanes(group[0].problem);
    const unit = lanes < most ? lanes : 1;
    const border = (part: number) =>
      part === count
        ? first
        : start + Math.round(part * group.length / count / unit) * unit;
    return Array.from(
      { length: count },
      (_, part) => ({ first: border(part), end: border(part + 1) }),
    ).filter(({ first, end }) => first < end);
  });
}
