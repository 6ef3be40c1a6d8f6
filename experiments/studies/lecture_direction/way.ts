/** How a path leads to the minimum. */
export interface Way {
  /**
   * How many steps it took to come within 1 % of the first distance from the
   * minimum; NaN where none did.
   */
  readonly steps: number;
  /** How many pairs of consecutive steps there are until then. */
  readonly pairs: number;
  /** How many of them turn by more than a right angle. */
  readonly turns: number;
  /** The mean cosine of the angle between them. */
  readonly cosine: number;
  /** The distance from first to last point, as a part of the path's length. */
  readonly straightness: number;
  /** The part of the path's length along the first axis; NaN elsewhere. */
  readonly along: number;
}

type Point = readonly number[];

/** Measures a path until it comes near the minimum, or to its end. */
export function wayOf(
  path: readonly Point[],
  minimum: Point,
  alongFirst: boolean,
): Way {
  const limit = distance(path[0], minimum) / 100;
  const near = path.findIndex((point) => distance(point, minimum) <= limit);
  const finite = path.filter((point) => point.every(Number.isFinite));
  const part = near < 0 ? finite : path.slice(0, near + 1);
  const moves = part.slice(1).map((point, i) =>
    point.map((each, j) => each - part[i][j])
  );
  const lengths = moves.map((move) => norm(move));
  const length = sum(lengths);
  const cosines = moves.slice(1).map((move, i) =>
    sum(
      move.map((each, j) => each / lengths[i + 1] * (moves[i][j] / lengths[i])),
    )
  ).filter(Number.isFinite);
  return {
    steps: near < 0 ? NaN : near,
    pairs: cosines.length,
    turns: cosines.filter((cosine) => cosine < 0).length,
    cosine: sum(cosines) / cosines.length,
    straightness: distance(part[part.length - 1], part[0]) / length,
    along: alongFirst
      ? sum(moves.map(([first]) => Math.abs(first))) / length
      : NaN,
  };
}

function distance(a: Point, b: Point): number {
  return norm(a.map((each, i) => each - b[i]));
}

/** The length of a vector, without overflow. */
function norm(vector: Point): number {
  const scale = Math.max(...vector.map(Math.abs));
  if (!(scale > 0)) return scale;
  return scale * Math.sqrt(sum(vector.map((x) => (x / scale) * (x / scale))));
}

/** In ascending order. */
function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
