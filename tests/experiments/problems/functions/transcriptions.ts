/** The test functions in plain numbers, written from their sources. */

/** A function of two numbers, and what bounds the rounding of it. */
export interface Transcription {
  readonly f: (x: number, y: number) => number;
  /**
   * The formula with the magnitude of every term in the place of the term, so
   * that nothing cancels: each rounding is below 2⁻⁵³ of it. Where a term is
   * a cosine, the rounding of its argument, at most 3·2⁻⁵³ of it, is in it.
   */
  readonly size: (x: number, y: number) => number;
  /** How far from 0 starts are drawn, in each coordinate. */
  readonly reach: number;
  /** Values worked out by hand: x, y, f. */
  readonly known: readonly (readonly [number, number, number])[];
}

const turn = 2 * Math.PI;

/** The transcription of each test function by its name. */
export const transcriptions: Readonly<Record<string, Transcription>> = {
  "quadratic": {
    reach: 5,
    f: (x, y) => x ** 2 / 2 + 50 * y ** 2,
    size: (x, y) => x ** 2 / 2 + 50 * y ** 2,
    known: [[2, 0, 2], [0, -3, 450], [4, 1, 58]],
  },
  "rosenbrock": {
    reach: 2,
    f: (x, y) => 100 * (y - x ** 2) ** 2 + (1 - x) ** 2,
    size: (x, y) => 100 * (Math.abs(y) + x ** 2) ** 2 + (1 + Math.abs(x)) ** 2,
    // (−1.2, 1), Rosenbrock's own start, to rounding.
    known: [[0, 0, 1], [2, 2, 401], [-1, 1, 4], [-1.2, 1, 24.2]],
  },
  "beale": {
    reach: 4.5,
    f: (x, y) =>
      (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y ** 2)) ** 2 +
      (2.625 - x * (1 - y ** 3)) ** 2,
    size(x, y) {
      const [a, b] = [Math.abs(x), Math.abs(y)];
      return (1.5 + a + a * b) ** 2 + (2.25 + a + a * b ** 2) ** 2 +
        (2.625 + a + a * b ** 3) ** 2;
    },
    known: [[0, 0, 14.203125], [1, 1, 14.203125], [1, 2, 126.453125]],
  },
  "himmelblau": {
    reach: 5,
    f: (x, y) => (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2,
    size: (x, y) =>
      (x ** 2 + Math.abs(y) + 11) ** 2 + (Math.abs(x) + y ** 2 + 7) ** 2,
    known: [[0, 0, 170], [1, 2, 68], [-1, -1, 170]],
  },
  "booth": {
    reach: 10,
    f: (x, y) => (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    size(x, y) {
      const [a, b] = [Math.abs(x), Math.abs(y)];
      return (a + 2 * b + 7) ** 2 + (2 * a + b + 5) ** 2;
    },
    known: [[0, 0, 74], [1, 2, 5], [-1, 1, 72]],
  },
  "styblinski-tang": {
    reach: 5,
    f: (x, y) =>
      (x ** 4 - 16 * x ** 2 + 5 * x) / 2 + (y ** 4 - 16 * y ** 2 + 5 * y) / 2,
    size: (x, y) =>
      (x ** 4 + 16 * x ** 2 + 5 * Math.abs(x)) / 2 +
      (y ** 4 + 16 * y ** 2 + 5 * Math.abs(y)) / 2,
    known: [[0, 0, 0], [1, 0, -5], [-3, 2, -58]],
  },
  "rastrigin": {
    reach: 5.12,
    f: (x, y) =>
      20 + x ** 2 - 10 * Math.cos(turn * x) + y ** 2 - 10 * Math.cos(turn * y),
    size: (x, y) =>
      40 + x ** 2 + y ** 2 + 30 * turn * (Math.abs(x) + Math.abs(y)),
    known: [[0, 0, 0], [1, 2, 5], [0.5, 0, 20.25]],
  },
  "ackley": {
    reach: 5,
    f: (x, y) =>
      20 + Math.E - 20 * Math.exp(-0.2 * Math.hypot(x, y) / Math.SQRT2) -
      Math.exp((Math.cos(turn * x) + Math.cos(turn * y)) / 2),
    size: (x, y) =>
      45 + Math.hypot(x, y) + 3 * turn * Math.E * (Math.abs(x) + Math.abs(y)),
    known: [
      [0, 0, 0],
      [1, 1, 20 * (1 - Math.exp(-0.2))],
      [0.5, 0.5, 20 + Math.E - 20 * Math.exp(-0.1) - 1 / Math.E],
    ],
  },
  "three-hump-camel": {
    reach: 5,
    f: (x, y) => 2 * x ** 2 - 1.05 * x ** 4 + x ** 6 / 6 + x * y + y ** 2,
    size: (x, y) =>
      2 * x ** 2 + 1.05 * x ** 4 + x ** 6 / 6 + Math.abs(x * y) + y ** 2,
    known: [[0, 3, 9], [1, 0, 67 / 60], [-1, 1, 67 / 60]],
  },
};
