/** The lecture's rules and the functions they are shown on, in plain numbers. */

type Point = readonly number[];

/** A function to minimise, with its start and its minimum. */
export interface PlainProblem {
  readonly loss: (w: Point) => number;
  readonly gradient: (w: Point) => number[];
  readonly start: Point;
  readonly minimum: Point;
}

/** ½·(λ₁·w₁² + λ₂·w₂²). */
export function plainBowl(
  [a, b]: readonly [number, number],
  start: Point,
): PlainProblem {
  return {
    loss: ([x, y]) => (a * x * x + b * y * y) / 2,
    gradient: ([x, y]) => [a * x, b * y],
    start,
    minimum: [0, 0],
  };
}

/** 100·(y − x²)² + (1 − x)². */
export const plainRosenbrock: PlainProblem = {
  loss: ([x, y]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2,
  gradient: (
    [x, y],
  ) => [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)],
  start: [-1.2, 1],
  minimum: [1, 1],
};

/** A run: w before each step and after the last, and the sizes of the steps. */
export interface PlainRun {
  readonly path: number[][];
  readonly sizes: number[][];
  readonly gradients: number[][];
  /** h before each step. */
  readonly squares: number[][];
}

/** One of the lecture's rules that are centred on the size. */
export function runSize(
  rule: string,
  { gradient, start }: PlainProblem,
  rate: number,
  steps: number,
): PlainRun {
  const run: PlainRun = {
    path: [[...start]],
    sizes: [],
    gradients: [],
    squares: [],
  };
  let h = start.map(() => 0);
  for (let t = 0; t < steps; t++) {
    const w = run.path[t];
    const g = gradient(w);
    run.squares.push(h);
    if (rule === "adagrad") h = h.map((each, i) => each + g[i] * g[i]);
    if (rule === "rmsprop") {
      h = h.map((each, i) => 0.9 * each + (1 - 0.9) * g[i] * g[i]);
    }
    const size = rule === "gradient-descent"
      ? w.map(() => rate)
      : h.map((each) => rate / Math.sqrt(each));
    run.sizes.push(size);
    run.gradients.push(g);
    run.path.push(w.map((each, i) => each - size[i] * g[i]));
  }
  return run;
}

/** The path of Momentum: m = η·g + γ·m, w = w − m. */
export function runMomentum(
  { gradient, start }: PlainProblem,
  rate: number,
  gamma: number,
  steps: number,
): number[][] {
  const path = [[...start]];
  let m = start.map(() => 0);
  for (let t = 0; t < steps; t++) {
    const g = gradient(path[t]);
    m = m.map((each, i) => rate * g[i] + gamma * each);
    path.push(path[t].map((each, i) => each - m[i]));
  }
  return path;
}
