/** Where PyTorch's Muon, which iterates in bfloat16, leaves Descent's, and how far. */
import { assert, assertEquals } from "@std/assert";
import { tensor } from "../../../mod.ts";
import { eigen } from "../../../optimizers/eigen.ts";
import { elements } from "../support.ts";
import {
  optimizerOf,
  type Problem,
  problems,
  readReference,
  travel,
} from "../trajectories.ts";

type Matrix = readonly (readonly number[])[];

const [a, b, c] = [3.4445, -4.775, 2.0315];
const single = Math.fround;

/** Of bfloat16, which has 8 significant bits: the relative error of a rounding. */
const u = 2 ** -9;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest number of bfloat16, the upper half of a float32; ties to even. */
function rounded(x: number): number {
  float[0] = x;
  bits[0] += 0x7fff + ((bits[0] >> 16) & 1);
  bits[0] &= 0xffff0000;
  return float[0];
}

const map = (x: Matrix, f: (x: number) => number): number[][] =>
  x.map((row) => row.map(f));
const both = (x: Matrix, y: Matrix, f: (x: number, y: number) => number) =>
  x.map((row, i) => row.map((x, j) => f(x, y[i][j])));
const turned = (x: Matrix): number[][] =>
  x[0].map((_, j) => x.map((row) => row[j]));
const norm = (x: Matrix) => Math.hypot(...x.flat());

/** A product whose sums are float32. */
function product(x: Matrix, y: Matrix): number[][] {
  const columns = turned(y);
  return x.map((row) =>
    columns.map((column) =>
      row.reduce((sum, x, k) => single(sum + single(x * column[k])), 0)
    )
  );
}

/** The iteration with all that is kept in bfloat16, and sums in float32. */
function inBfloat16(matrix: Matrix): number[][] {
  const isTall = matrix.length > matrix[0].length;
  const start = map(isTall ? turned(matrix) : matrix, rounded);
  const squares = start.flat().reduce((sum, x) => single(sum + x * x), 0);
  const size = Math.max(1e-7, rounded(single(Math.sqrt(squares))));
  let x = map(start, (x) => rounded(single(x / size)));
  const sum = (p: number, x: Matrix, q: number, y: Matrix) =>
    both(x, y, (x, y) =>
      rounded(
        single(single(single(p) * x) + single(single(q) * y)),
      ));
  for (let step = 0; step < 5; step++) {
    const gram = map(product(x, turned(x)), rounded);
    const inner = sum(b, gram, c, product(gram, gram));
    x = sum(a, x, 1, product(inner, x));
  }
  return isTall ? turned(x) : x;
}

/** What the iteration makes of a singular value, by which factor, how steeply. */
const factor = (x: number) => a + b * x ** 2 + c * x ** 4;
const image = (x: number) => x * factor(x);
const slope = (x: number) => a + 3 * b * x ** 2 + 5 * c * x ** 4;

const greatest = (x: readonly number[]) => Math.max(...x.map(Math.abs));

/** What f makes of each pair of numbers of a list. */
const pairs = (x: readonly number[], f: (x: number, y: number) => number) =>
  x.flatMap((p) => x.map((q) => f(p, q)));

/**
 * By how much, as a Frobenius norm and to first order in u, bfloat16 moves the
 * result on a matrix of norm 1 with these singular values.
 *
 * It is rounded itself, so are its norm, that of what was rounded, and the
 * quotient: 4u. In each step A = X·Xᵀ is rounded once, by u·‖A‖, which reaches
 * b·A + c·A² times at most b + c·(σᵢ² + σⱼ²); that is rounded, by u of its norm,
 * and times the greatest σ it reaches X, whose own rounding is u of its norm.
 * A step carries what is off so far on by its slopes at the singular values, the
 * quotients of their differences and sums, and, of a matrix that is not square,
 * its factors.
 */
function distance(values: readonly number[], isSquare: boolean): number {
  let off = 4 * u;
  for (let step = 0; step < 5; step++) {
    const squares = values.map((x) => x * x);
    const inner = squares.map((x) => b * x + c * x * x);
    const images = values.map(image);
    const carried = greatest([
      ...pairs(
        values,
        (x, y) => x === y ? slope(x) : (image(x) - image(y)) / (x - y),
      ),
      ...pairs(
        values,
        (x, y) => x + y === 0 ? a : (image(x) + image(y)) / (x + y),
      ),
      ...isSquare ? [] : values.map(factor),
    ]);
    const reached = greatest(pairs(squares, (x, y) => b + c * (x + y)));
    const made = u * (Math.hypot(...squares) * reached + Math.hypot(...inner));
    off = carried * off + greatest(values) * made + u * Math.hypot(...images);
    values = images;
  }
  return off;
}

function singularValues(x: Matrix): number[] {
  const wide = tensor(x.length > x[0].length ? turned(x) : map(x, (x) => x));
  const { values } = eigen(wide.matmul(wide.transpose()));
  return elements(values).map((value) => Math.sqrt(Math.max(0, value)));
}

/** The names of a problem's tensors, their shapes and places among numbers. */
function placesOf({ shapes }: Problem) {
  let place = 0;
  return Object.entries(shapes).map(([name, shape]) => {
    const [start, size] = [place, shape.reduce((size, n) => size * n, 1)];
    place += size;
    return { name, shape, start, end: start + size };
  });
}

/** The directions with momentum of a matrix, before they are made orthogonal. */
function directions(shape: readonly number[], gradients: Matrix): Matrix[] {
  const [rows, columns] = shape;
  let m = gradients[0].map(() => 0);
  return gradients.map((g) => {
    m = m.map((m, i) => 0.95 * m + 0.05 * g[i]);
    const ahead = m.map((m, i) => 0.95 * m + 0.05 * g[i]);
    return Array.from(
      { length: rows },
      (_, i) => ahead.slice(i * columns, (i + 1) * columns),
    );
  });
}

const reference = readReference("muon_bfloat16");
const [learningRate, weightDecay] = [0.001, 0.1];

for (const trajectory of reference.cases) {
  const { name } = trajectory;
  const problem = problems[trajectory.problem!];
  const points = travel(
    optimizerOf(trajectory),
    "float64",
    problem.gradients,
    problem.start,
    problem,
  );
  const all = placesOf(problem);
  const matrices = all.filter(({ shape }) => shape.length === 2).map(
    ({ shape, start, end, name }) => {
      const own = problem.gradients.map((row) => row.slice(start, end));
      const rate = learningRate * Math.sqrt(Math.max(1, shape[0] / shape[1]));
      return { name, shape, start, end, rate, met: directions(shape, own) };
    },
  );
  /** How far the rows of points are from PyTorch's after the recorded steps. */
  const departures = (points: Matrix, start: number, end: number) =>
    reference.recorded.map((t, row) =>
      greatest(
        trajectory.points[row].slice(start, end).map((x, i) =>
          points[t][start + i] - x!
        ),
      )
    );
  // As in float64: 9000 roundings of weights of up to 2.
  const near = (x: number) => x < 2e-12;

  Deno.test(`muon() leaves PyTorch's where matrices are, and nowhere else: ${name}`, () => {
    for (const { name, shape, start, end } of all) {
      const far = departures(points, start, end);
      if (shape.length !== 2) assert(far.every(near), name);
      else assert(far.at(-1)! > 1e-5, `${name}: ${far}`);
    }
  });

  Deno.test(`bfloat16's roundings alone make muon() PyTorch's: ${name}`, () => {
    for (const { name, start, end, rate, met } of matrices) {
      let w = problem.start.slice(start, end);
      const ways = met.map((direction) => {
        const step = inBfloat16(direction).flat();
        w = w.map((w, i) =>
          (1 - learningRate * weightDecay) * w - rate * step[i]
        );
        return w;
      });
      reference.recorded.forEach((t, row) =>
        w.forEach((_, i) => {
          const expected = trajectory.points[row][start + i]!;
          const actual = ways[t - 1][i];
          assert(near(Math.abs(actual - expected)), `${name}, ${t}: ${actual}`);
        })
      );
    }
  });

  Deno.test(`muon() is no further from PyTorch's than 8 bits make: ${name}`, () => {
    for (const { name, shape, start, end, rate, met } of matrices) {
      let far = 0;
      const bounds = met.map((direction) => {
        const size = norm(direction);
        const values = singularValues(map(direction, (x) => x / (size || 1)));
        const turn = size === 0 ? 0 : distance(values, shape[0] === shape[1]);
        far = (1 - learningRate * weightDecay) * far + rate * turn;
        return far;
      });
      departures(points, start, end).forEach((x, row) => {
        const t = reference.recorded[row];
        assert(x <= bounds[t - 1] + 2e-12, `${name}, ${t}: ${x}`);
      });
      // Of a single row, which has the singular value 1, little is lost.
      if (shape[0] === 1) assert(bounds.at(-1)! < 0.065 * 100 * rate, name);
    }
  });
}

Deno.test("muon() is held to a run in bfloat16 on both problems", () => {
  assertEquals(
    reference.cases.map(({ problem }) => problem),
    Object.keys(problems) as (keyof typeof problems)[],
  );
});
