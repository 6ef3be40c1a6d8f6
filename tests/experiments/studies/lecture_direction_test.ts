/** Momentum's paths against the lecture's formulas in plain numbers. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  contestant,
  gradientDescent,
  lectureDirection,
  runStudy,
  type Study,
} from "../../../mod.ts";
import { noData } from "../support/studies.ts";
import { plainBowl, plainRosenbrock, runMomentum } from "./lecture_rules.ts";
import { rounded, tablesIn } from "./markdown.ts";
import { type Row, rowsOf } from "./report_rows.ts";

const study = lectureDirection;
const problems = {
  "quadratic-1-81": plainBowl([1, 81], [-9, 1]),
  rosenbrock: plainRosenbrock,
};
type Id = keyof typeof problems;
const ids = Object.keys(problems) as Id[];
const { learningRate: rates, momentum: gammas } = study.grid;
const shownRates = { "quadratic-1-81": 0.024, rosenbrock: 0.001 };

const outcome = await runStudy(study, noData);
const report = study.report(outcome);

const text = (x: unknown) => typeof x === "number" ? rounded(x) : String(x);

const paths = new Map<string, number[][]>();

/** The path of a trial in plain numbers, while it is finite. */
function pathOf(id: unknown, rate: unknown, gamma: unknown): number[][] {
  const name = `${id} ${rate} ${gamma}`;
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = runMomentum(
    problems[id as Id],
    Number(rate),
    Number(gamma),
    study.steps,
  );
  paths.set(name, path);
  return path;
}

const hypot = (v: readonly number[]) => Math.hypot(...v);
const minus = (a: readonly number[], b: readonly number[]) =>
  a.map((each, i) => each - b[i]);

Deno.test("lecture-direction runs Momentum from γ = 0 to 0.99, once, for 300 steps", () => {
  assertEquals(study.optimizers.map(({ id }) => id), ["momentum"]);
  assertEquals(gammas, [0, 0.5, 0.64, 0.9, 0.99]);
  assertEquals([study.seeds, study.steps], [1, 300]);
  // Polyak's best pair for 1 and 81 is among them.
  const contraction = (9 - 1) / (9 + 1);
  assert(rates.includes(4 / (9 + 1) ** 2));
  assert(gammas.some((gamma) => Math.abs(gamma - contraction ** 2) < 1e-15));
});

Deno.test("lecture-direction's paths are those of m = η·g + γ·m, w = w − m", () => {
  const rows = rowsOf(report, "paths");
  const steps = new Set(rows.map(({ step }) => Number(step)));
  assert(steps.has(0) && steps.has(300) && steps.size <= 30);
  assertEquals(
    [...new Set(rows.map((row) => `${row.problem} ${row.learningRate}`))],
    ids.map((id) => `${id} ${shownRates[id]}`),
  );
  assertEquals(rows.length, 2 * gammas.length * steps.size);
  for (const row of rows) {
    const right = pathOf(row.problem, row.learningRate, row.momentum)[
      Number(row.step)
    ];
    // The same formula; the derivatives round in another order, which 300
    // swings through Rosenbrock's valley enlarge to less than 10⁻⁷.
    const w = [Number(row.w1), Number(row.w2)];
    assert(hypot(minus(w, right)) <= 1e-7 * (1 + hypot(right)));
    // Both are sums of squares: off by a few roundings of differences.
    const loss = problems[row.problem as Id].loss(w);
    assert(Math.abs(Number(row.loss) - loss) <= 1e-12 * loss + 1e-300);
  }
});

Deno.test("lecture-direction's γ = 0 is gradient descent, bit for bit", async () => {
  const plain: Study = {
    ...study,
    optimizers: [contestant(gradientDescent)],
    grid: { learningRate: rates },
  };
  const { trials } = await runStudy(plain, noData);
  const without = outcome.trials.filter(({ cell }) =>
    cell.hyperparameters.momentum === 0
  );
  assertEquals(
    without.map(({ status, curve }) => [status, curve]),
    trials.map(({ status, curve }) => [status, curve]),
  );
});

/** The roots of z² − (1 + γ − ηλ)·z + γ: the greater modulus. */
function modulus(product: number, gamma: number): number {
  const b = 1 + gamma - product;
  const discriminant = b * b - 4 * gamma;
  if (discriminant < 0) return Math.sqrt(gamma);
  const root = Math.sqrt(discriminant);
  return Math.max(Math.abs(b + root), Math.abs(b - root)) / 2;
}

Deno.test("lecture-direction's theory is √γ between (1 − √γ)² and (1 + √γ)², else the greater root", () => {
  const rows = rowsOf(report, "contractions");
  assertEquals(
    rows.map((row) => [row.learningRate, row.momentum, row.eigenvalue]),
    rates.flatMap((rate) =>
      gammas.flatMap((gamma) => [[rate, gamma, 1], [rate, gamma, 81]])
    ),
  );
  for (const row of rows) {
    const [rate, gamma, lambda] = [
      Number(row.learningRate),
      Number(row.momentum),
      Number(row.eigenvalue),
    ];
    const product = rate * lambda;
    assertEquals(row.rateTimesEigenvalue, product);
    const isBest = rate === 0.04 && gamma === 0.64;
    const swings = !isBest && product > (1 - Math.sqrt(gamma)) ** 2 &&
      product < (1 + Math.sqrt(gamma)) ** 2;
    assertEquals(row.roots, isBest ? "double" : swings ? "complex" : "real");
    // At a double root a rounding of the discriminant is its square root.
    const slack = isBest ? 4 * 2 ** -26 : 1e-13;
    assert(Math.abs(Number(row.theory) - modulus(product, gamma)) <= slack);
    if (swings) assertEquals(row.theory, Math.sqrt(gamma));
  }
});

Deno.test("lecture-direction measures the mean contraction of √(ηλ·c² + m²) over steps 150 to 300", () => {
  for (const row of rowsOf(report, "contractions")) {
    const path = pathOf(row.problem, row.learningRate, row.momentum);
    const i = row.eigenvalue === 1 ? 0 : 1;
    const product = Number(row.rateTimesEigenvalue);
    const size = (t: number) =>
      Math.sqrt(
        product * path[t][i] ** 2 + (path[t - 1][i] - path[t][i]) ** 2,
      );
    const right = (size(300) / size(150)) ** (1 / 150);
    assert(Math.abs(Number(row.measured) / right - 1) <= 1e-12);
    const apart = Math.abs(Number(row.measured) / Number(row.theory) - 1);
    assert(Math.abs(Number(row.difference) - apart) <= 1e-15);
    assert(Number(row.difference) <= Number(row.bound));
    // Nothing that is said of 150 steps lets them be off by more than this.
    assert(Number(row.bound) < 0.02);
  }
});

/** What a path is like until it is within 1 % of its first distance. */
function wayOf(id: Id, path: number[][]) {
  const { minimum } = problems[id];
  const first = hypot(minus(path[0], minimum));
  const near = path.findIndex((w) => hypot(minus(w, minimum)) <= first / 100);
  const finite = path.filter((w) => w.every(Number.isFinite));
  const part = near < 0 ? finite : path.slice(0, near + 1);
  const moves = part.slice(1).map((w, i) => minus(w, part[i]));
  const cosines = moves.slice(1).map((b, i) =>
    (moves[i][0] * b[0] + moves[i][1] * b[1]) / hypot(moves[i]) / hypot(b)
  );
  const length = moves.reduce((sum, move) => sum + hypot(move), 0);
  return {
    near: near < 0 ? NaN : near,
    turns: cosines.filter((each) => each < 0).length,
    pairs: cosines.length,
    cosine: cosines.reduce((sum, each) => sum + each, 0) / cosines.length,
    straightness: hypot(minus(part.at(-1)!, part[0])) / length,
    along: moves.reduce((sum, [x]) => sum + Math.abs(x), 0) / length,
  };
}

Deno.test("lecture-direction's ways have steps, turns, angles and lengths of the paths", () => {
  const rows = rowsOf(report, "ways");
  assertEquals(rows.length, 2 * rates.length * gammas.length);
  for (const row of rows.filter(({ status }) => status === "finished")) {
    const id = row.problem as Id;
    const way = wayOf(id, pathOf(id, row.learningRate, row.momentum));
    assertEquals(
      [row.stepsToHundredth, row.turns, row.pairs],
      [way.near, way.turns, way.pairs],
    );
    const isNear = (actual: unknown, expected: number) =>
      Math.abs(Number(actual) - expected) <= 1e-7;
    assert(isNear(row.meanCosine, way.cosine));
    assert(isNear(row.straightness, way.straightness));
    if (id === "rosenbrock") assertEquals(row.alongValley, NaN);
    else assert(isNear(row.alongValley, way.along));
  }
});

/** The rows of a table that are of the trials shown. */
const shownRows = (name: string, id: Id) =>
  rowsOf(report, name).filter((row) =>
    row.problem === id && row.learningRate === shownRates[id]
  );

Deno.test("lecture-direction's answer says what became of each γ", () => {
  for (const id of ids) {
    const parts = shownRows("ways", id).map((row) => {
      const along = id === "rosenbrock"
        ? ""
        : `, ${rounded(100 * Number(row.alongValley), 2)} % along`;
      const end = outcome.trials.find(({ cell }) => cell.id === row.trial)!;
      const back = `(${row.turns} back${along})`;
      return `γ = ${row.momentum} ` +
        (Number.isNaN(row.stepsToHundredth)
          ? `not in 300 ${back}, loss ${rounded(end.finalLoss, 2)} in the end`
          : `after ${row.stepsToHundredth} ${back}`);
    });
    assertStringIncludes(report.answer, `: ${parts.join("; ")}. `);
    assertStringIncludes(
      report.answer,
      `On ${id} at η = ${shownRates[id]}, w came within 1 %`,
    );
  }
});

Deno.test("lecture-direction's answer sets contractions beside theory", () => {
  const rows = rowsOf(report, "contractions");
  const complex = rows.filter(({ roots }) => roots === "complex");
  const others = rows.filter(({ roots }) => roots !== "complex");
  const worst = (some: Row[]) =>
    rounded(100 * Math.max(...some.map((row) => Number(row.difference))), 2);
  assertStringIncludes(
    report.answer,
    "The contraction measured on quadratic-1-81 differs from √γ by at most " +
      `${worst(complex)} % in the ${complex.length} cases in which theory ` +
      `says √γ and from the greater root by at most ${worst(others)} % in ` +
      `the ${others.length} others; 30 of 30 are as near as the bound says.`,
  );
  const pairs = rates.flatMap((rate) =>
    gammas.map((gamma) => ({
      rate,
      gamma,
      isBelow: rate * 81 < 2 * (1 + gamma),
      slowest: Math.max(
        ...rows.filter((row) =>
          row.learningRate === rate && row.momentum === gamma
        ).map(({ measured }) => Number(measured)),
      ),
    }))
  );
  const below = pairs.filter(({ isBelow }) => isBelow);
  assert(below.every(({ slowest }) => slowest < 1));
  assert(pairs.every(({ isBelow, slowest }) => isBelow || slowest > 1));
  assertStringIncludes(
    report.answer,
    "the greatest contraction measured was below 1 in " +
      `${below.length} of ${below.length} such trials, it was above 1 in ` +
      `${15 - below.length} of ${15 - below.length} others.`,
  );
  const [best] = [...pairs].sort((a, b) => a.slowest - b.slowest);
  assertEquals([best.rate, best.gamma], [0.04, 0.64]);
  assertStringIncludes(
    report.answer,
    `The least contraction of the slowest direction was ` +
      `${rounded(best.slowest)}, at η = 0.04 and γ = 0.64; in theory the ` +
      "best is 0.8, at η = 0.04 and γ = 0.64.",
  );
});

Deno.test("lecture-direction's answer shows its tables", () => {
  const [first, second, contractions] = tablesIn(report.answer);
  const dash = (x: unknown) => Number.isNaN(x) ? "–" : text(x);
  ids.forEach((id, i) => {
    assertEquals(
      [first, second][i].slice(1),
      shownRows("ways", id).map((row) => [
        "momentum",
        text(row.momentum),
        Number.isNaN(row.stepsToHundredth)
          ? "not reached"
          : text(row.stepsToHundredth),
        `${row.turns} of ${row.pairs}`,
        ...[row.meanCosine, row.straightness, row.alongValley].map(dash),
        text(
          outcome.trials.find(({ cell }) => cell.id === row.trial)!.finalLoss,
        ),
      ]),
    );
  });
  assertEquals(
    contractions.slice(1),
    rowsOf(report, "contractions").map((row) => [
      "momentum",
      ...[row.learningRate, row.momentum, row.eigenvalue].map(text),
      row.roots,
      ...[row.theory, row.measured, row.difference, row.bound].map(text),
    ]),
  );
});
