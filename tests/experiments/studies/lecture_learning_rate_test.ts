/** Learning rates on quadratics against (1 − ηλ)ᵗ, in plain numbers. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lectureLearningRate, runStudy } from "../../../mod.ts";
import { noData } from "../support/studies.ts";
import { rounded, tablesIn } from "./markdown.ts";
import { rowsOf } from "./report_rows.ts";

/** Half an ulp of 1. */
const u = 2 ** -53;

const study = lectureLearningRate;
const spectra: Record<string, number[]> = {
  "parabola-1": [1],
  "parabola-3": [3],
  "parabola-10": [10],
  "bowl-4d": [1, 2, 5, 10],
};
const rates = study.grid.learningRate;

const outcome = await runStudy(study, noData);
const report = study.report(outcome);

/** max |1 − ηλ| over the directions. */
const slowest = (problem: string, rate: number) =>
  Math.max(...spectra[problem].map((lambda) => Math.abs(1 - rate * lambda)));

Deno.test("lecture-learning-rate runs gradient descent on its quadratics, once, for 30 steps", () => {
  assertEquals(study.optimizers.map(({ id }) => id), ["gradient-descent"]);
  assertEquals([study.seeds, study.steps], [1, 30]);
  assertEquals(
    outcome.trials.map(({ cell }) => [
      cell.problem.id,
      cell.hyperparameters.learningRate,
    ]),
    Object.keys(spectra).flatMap((id) => rates.map((rate) => [id, rate])),
  );
});

Deno.test("lecture-learning-rate has small, best, limiting and too large rates for each problem", () => {
  for (const [id, spectrum] of Object.entries(spectra)) {
    const [least, greatest] = [Math.min(...spectrum), Math.max(...spectrum)];
    const best = 2 / (least + greatest);
    assert(rates.includes(best), id);
    assert(rates.includes(2 / greatest), id);
    assert(rates.some((rate) => rate < best / 2), id);
    assert(rates.some((rate) => rate > 2 / greatest), id);
  }
});

Deno.test("lecture-learning-rate's losses are ½·Σ λ·(1 − ηλ)²ᵗ·c²", () => {
  for (const { cell, curve, metrics } of outcome.trials) {
    const { learningRate: rate } = cell.hyperparameters;
    const spectrum = spectra[cell.problem.id];
    const greatest = slowest(cell.problem.id, rate);
    // A step is off by 40·(1 + 10η)·u of the greatest component; theory keeps
    // that in proportion to the greatest of those that follow.
    const slack = 40 * (1 + 10 * rate) * u;
    const sizeAt = (t: number, power: number) =>
      spectrum.reduce(
        (sum, lambda) => sum + lambda ** power * (1 - rate * lambda) ** (2 * t),
        0,
      );
    for (const { step, loss } of curve) {
      const right = sizeAt(step, 1) / 2;
      const scale = Math.max(1e-16, greatest) ** (2 * step);
      const noise = 2 * (step + 1) * slack / Math.max(greatest, 1e-3);
      const bound = 100 * noise * (right + scale) + 1e-300;
      assert(
        Math.abs(loss - right) <= bound,
        `${cell.problem.id}, η = ${rate}, step ${step}: ${loss} for ${right}`,
      );
    }
    const distance = Math.sqrt(sizeAt(30, 0));
    const size = Math.abs(metrics.distance - distance);
    assert(size <= 1e-9 * distance + 1e-15, cell.problem.id);
  }
});

Deno.test("lecture-learning-rate's contractions table has |1 − ηλ| beside what was measured", () => {
  const rows = rowsOf(report, "contractions");
  const expected = Object.entries(spectra).flatMap(([id, spectrum]) =>
    rates.flatMap((rate) => spectrum.map((lambda) => [id, rate, lambda]))
  );
  assertEquals(
    rows.map((row) => [row.problem, row.learningRate, row.eigenvalue]),
    expected,
  );
  for (const row of rows) {
    const [id, rate, lambda] = [row.problem, row.learningRate, row.eigenvalue]
      .map((each, i) => i === 0 ? each : Number(each)) as [
        string,
        number,
        number,
      ];
    const theory = Math.abs(1 - rate * lambda);
    assertEquals(row.theory, theory);
    assertEquals(row.rateTimesEigenvalue, rate * lambda);
    assert(Number(row.steps) >= 1);
    assertEquals(row.unexplained, 0);
    assert(Number(row.difference) <= Number(row.bound));
    const n = spectra[id].length;
    const least = (4 * n * Math.sqrt(n) + 8) * u * (1 + rate);
    assert(Number(row.bound) >= least && Number(row.bound) <= 2 ** -29);
    assert(Math.abs(Number(row.measured) - theory) <= Number(row.bound));
  }
  // In one dimension nothing but the last bits is lost: all steps count that
  // don't start from 0.
  for (const row of rows.filter(({ problem }) => problem !== "bowl-4d")) {
    assert(row.steps === 30 || Number(row.measured) < 1e-15, `${row.steps}`);
    assert(Number(row.difference) <= 64 * u * (1 + 10 * 2.2));
  }
});

Deno.test("lecture-learning-rate's trials shrink below 2/λmax, grow above and stay at it", () => {
  const rows = rowsOf(report, "courses");
  assertEquals(rows.length, 4 * rates.length);
  for (const row of rows) {
    const rate = Number(row.learningRate);
    const limit = 2 / Math.max(...spectra[String(row.problem)]);
    assertEquals(row.limit, limit);
    assertEquals(row.theory, slowest(String(row.problem), rate));
    const right = rate === limit ? "keeps" : rate < limit ? "shrinks" : "grows";
    assertEquals([row.expected, row.course], [right, right]);
    const near = Math.abs(Number(row.measured) - Number(row.theory));
    assert(near <= 1e-8);
  }
});

Deno.test("lecture-learning-rate finds the best rate 2/(λmin + λmax) and its (κ − 1)/(κ + 1)", () => {
  const rows = rowsOf(report, "best");
  assertEquals(rows.map(({ problem }) => problem), Object.keys(spectra));
  for (const row of rows) {
    const spectrum = spectra[String(row.problem)];
    const [low, high] = [Math.min(...spectrum), Math.max(...spectrum)];
    const kappa = high / low;
    assertEquals(
      [row.leastEigenvalue, row.greatestEigenvalue, row.bestRate],
      [low, high, 2 / (low + high)],
    );
    assertEquals(row.bestContraction, (kappa - 1) / (kappa + 1));
    assertEquals(row.bestRateTried, 2 / (low + high));
    const near = Number(row.itsContraction) - Number(row.bestContraction);
    assert(Math.abs(near) <= 64 * u * (1 + 2 * high / (low + high)));
  }
});

Deno.test("lecture-learning-rate's answer counts what its tables say", () => {
  const contractions = rowsOf(report, "contractions");
  const steps = contractions.reduce((sum, row) => sum + Number(row.steps), 0);
  const greatest = Math.max(
    ...contractions.map(({ difference }) => Number(difference)),
  );
  assertStringIncludes(
    report.answer,
    `What was measured, at ${steps} steps along the directions of 60 trials, ` +
      `differs from that by at most ${rounded(greatest, 2)}; rounding ` +
      "explains every difference. ",
  );
  const courses = Object.entries(spectra).flatMap(([, spectrum]) =>
    rates.map((rate) => Math.sign(rate - 2 / Math.max(...spectrum)))
  );
  const [below, above, at] = [-1, 1, 0].map((sign) =>
    courses.filter((each) => each === sign).length
  );
  assertStringIncludes(
    report.answer,
    "Theory lets the component along the slowest direction, the one with the " +
      "greatest |1 − ηλ|, shrink where η < 2/λmax, ",
  );
  assertStringIncludes(
    report.answer,
    `of the trials it shrank in ${below} of ${below} with η < 2/λmax, grew ` +
      `in ${above} of ${above} with η > 2/λmax, stayed the same in ${at} of ` +
      `${at} with η = 2/λmax: as theory says in all.`,
  );
  assertStringIncludes(
    report.answer,
    "The best of the learning rates tried was: for parabola-1 η = 1 " +
      "(contraction 0), in theory 1 (0); for parabola-3 η = 0.3333 ",
  );
  assertStringIncludes(
    report.answer,
    "for bowl-4d η = 0.1818 (contraction 0.8182), in theory 0.1818 (0.8182).",
  );
});

Deno.test("lecture-learning-rate shows the smallest, the best and the smallest that grows", () => {
  const [examples, best] = tablesIn(report.answer);
  const expected = Object.entries(spectra).flatMap(([id, spectrum]) => {
    const high = Math.max(...spectrum);
    const good = 2 / (Math.min(...spectrum) + high);
    const large = Math.min(...rates.filter((rate) => rate > 2 / high));
    return ([
      ["small", rates[0], "shrinks"],
      ["best", good, "shrinks"],
      ["too large", large, "grows"],
    ] as const).map(([role, rate, course]) => {
      const left = Math.sqrt(
        spectrum.reduce((sum, l) => sum + (1 - rate * l) ** 60, 0) /
          spectrum.length,
      );
      return [
        id,
        role,
        rounded(rate),
        rounded(rate * high),
        rounded(slowest(id, rate)),
        rounded(slowest(id, rate)),
        rounded(left),
        course,
      ];
    });
  });
  assertEquals(examples.slice(1), expected);
  assertEquals(
    best.slice(1),
    rowsOf(report, "best").map((row) =>
      Object.values(row).map((cell) =>
        typeof cell === "number" ? rounded(cell) : cell
      )
    ),
  );
});

Deno.test("lecture-learning-rate's plots have points on the lines of theory", () => {
  const names = report.plots!.map(({ name }) => name);
  assertEquals(names, [
    "contraction",
    "loss-curves",
    "slowest-direction-bowl-4d",
  ]);
  const beyond =
    Object.values(spectra).flat().flatMap((lambda) =>
      rates.filter((rate) => rate * lambda > 3)
    ).length;
  const all = Object.values(spectra).flat().length * rates.length;
  assertStringIncludes(
    report.plots![0].caption,
    `${beyond} of ${all} points lie beyond ηλ = 3.`,
  );
});
