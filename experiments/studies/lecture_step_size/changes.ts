import { spread } from "../../lab/statistics.ts";
import type { SizedRun, SizedStep } from "./sizes.ts";

/** How the size of one coordinate changed over the steps of a trial. */
export interface Changes {
  /** 1, 2, … */
  readonly coordinate: number;
  readonly first: number;
  readonly last: number;
  readonly least: number;
  readonly greatest: number;
  /** At how many steps it was greater than at the one before. */
  readonly grew: number;
  /** How many of these had g² less than the h before. */
  readonly grewAtSmall: number;
  /** At how many steps it was less than at the one before. */
  readonly shrank: number;
  /** How many of these had g² greater than the h before. */
  readonly shrankAtLarge: number;
  /** How often it could change: one less than the steps. */
  readonly chances: number;
}

/** The changes of each coordinate of a trial that took a step. */
export function changesOf({ coordinates }: SizedRun): Changes[] {
  return coordinates.flatMap((steps, i) =>
    steps.length === 0 ? [] : [{ coordinate: i + 1, ...changesIn(steps) }]
  );
}

function changesIn(steps: readonly SizedStep[]): Omit<Changes, "coordinate"> {
  const sizes = steps.map(({ size }) => size);
  const { least, greatest } = spread(sizes);
  const later = steps.slice(1);
  const grown = later.filter(({ size }, i) => size > sizes[i]);
  const shrunk = later.filter(({ size }, i) => size < sizes[i]);
  const square = ({ gradient }: SizedStep) => gradient * gradient;
  return {
    first: sizes[0],
    last: sizes[sizes.length - 1],
    least,
    greatest,
    grew: grown.length,
    grewAtSmall: grown.filter((each) => square(each) < each.before).length,
    shrank: shrunk.length,
    shrankAtLarge: shrunk.filter((each) => square(each) > each.before).length,
    chances: later.length,
  };
}

/** The size of the first coordinate as a multiple of the second's. */
export interface Ratio {
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

/** The ratio over the steps at which both sizes are finite; if there are any. */
export function ratioOf({ coordinates }: SizedRun): Ratio | undefined {
  const [first, second] = coordinates;
  const ratios = first.map(({ size }, i) => size / second[i].size)
    .filter(Number.isFinite);
  return ratios.length === 0 ? undefined : spread(ratios);
}
