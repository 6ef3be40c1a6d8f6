/** The worked example against the formulas of the lecture, in plain numbers. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lectureBackpropagation, runStudy } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { noData } from "../support/studies.ts";
import {
  activations,
  derivatives,
  errorAfter,
  eta,
  forward,
  names,
  w1,
  w2,
  w3,
  x,
  y,
} from "./lecture_formulas.ts";
import { rounded, tablesIn } from "./markdown.ts";

/** Half a unit in the last place of 1. */
const u = 2 ** -53;

/**
 * Asserts that two values of one formula agree but for rounding. A net input
 * is off by the error of the layer before, which no activation here enlarges,
 * relative to the size; an activation adds at most 2 ulps on either side, a
 * slope, a difference from 1 of at least ½, twice that; so 8 roundings a layer
 * and as many for each of up to 3 slopes, and 6 products: less than 64.
 */
function assertNear(actual: unknown, expected: number, message: string): void {
  const error = Math.abs(Number(actual) - expected);
  assert(error <= 64 * u * Math.abs(expected), `${message}: ${actual}`);
}

const outcome = await runStudy(lectureBackpropagation, noData);
const report = lectureBackpropagation.report(outcome);

function rowsOf(name: string) {
  return report.tables.find((table) => table.name === name)!.rows;
}

Deno.test("lecture-backpropagation runs the example with each activation, once, for one update", () => {
  assertEquals(lectureBackpropagation.optimizers.map(({ id }) => id), [
    "gradient-descent",
  ]);
  assertEquals(lectureBackpropagation.grid, { learningRate: [eta] });
  assertEquals(
    outcome.trials.map(({ cell, steps, status }) => [
      cell.problem.id,
      steps,
      status,
    ]),
    names.map((name) => [`chain-${name}`, 1, "finished"]),
  );
});

Deno.test("lecture-backpropagation lowers e by the one update (w_k)_new = w_k − η × ∂e/∂w_k", () => {
  names.forEach((name, i) => {
    const activation = activations[name];
    const w = [w1, w2, w3];
    const d = derivatives(activation, w);
    const updated = w.map((each, k) => each - eta * d[k]);
    const { firstLoss, finalLoss } = outcome.trials[i];
    // e is a difference from y: its error is relative to ŷ and y.
    const bound = 64 * u * (1 + y);
    const before = forward(activation, w).e;
    const after = forward(activation, updated).e;
    assert(Math.abs(firstLoss - before) <= bound, name);
    assert(Math.abs(finalLoss - after) <= bound, name);
    assert(finalLoss < firstLoss);
  });
});

Deno.test("lecture-backpropagation's forward table has every zᵢ, hᵢ and fᵢ′(zᵢ)", () => {
  const rows = rowsOf("forward");
  assertEquals(rows.length, 12);
  rows.forEach(([name, layer, input, weight, z, h, slope], row) => {
    const [a, i] = [Math.floor(row / 3), row % 3 + 1];
    assertEquals([name, layer], [names[a], i]);
    const activation = activations[names[a]];
    const w = [w1, w2, w3];
    const expected = forward(activation, w);
    assertNear(input, expected.h[i - 1], `h${i - 1}`);
    assertEquals(weight, w[i - 1]);
    assertNear(z, expected.z[i], `z${i}`);
    assertNear(h, expected.h[i], `h${i}`);
    assertNear(slope, activation.slope(expected.z[i]), `f${i}′`);
  });
});

Deno.test("lecture-backpropagation's factors are those of the chain rule", () => {
  const rows = rowsOf("factors");
  const expected = names.flatMap((name) => {
    const activation = activations[name];
    const { z, h } = forward(activation, [w1, w2, w3]);
    const slope = activation.slope;
    return ([
      ["∂e/∂h3", 1],
      ["∂h3/∂z3", slope(z[3])],
      ["∂z3/∂w3", h[2]],
      ["∂z3/∂h2", w3],
      ["∂h2/∂z2", slope(z[2])],
      ["∂z2/∂w2", h[1]],
      ["∂z2/∂h1", w2],
      ["∂h1/∂z1", slope(z[1])],
      ["∂z1/∂w1", x],
      ["∂z1/∂h0", w1],
    ] as const).map(([factor, value]) => [name, factor, value] as const);
  });
  assertEquals(
    rows.map(([name, factor]) => [name, factor]),
    expected.map(([name, factor]) => [name, factor]),
  );
  rows.forEach(([, factor, value], i) =>
    assertNear(value, expected[i][2], `${expected[i][0]}, ${factor}`)
  );
});

Deno.test("lecture-backpropagation finds the same derivatives in four ways", () => {
  const table = report.tables.find(({ name }) => name === "derivatives")!;
  assertEquals(table.columns.slice(2), [
    "closedFormula",
    "chainRule",
    "automatic",
    "finiteDifference",
  ]);
  assertEquals(table.rows.length, 12);
  table.rows.forEach(
    ([name, k, closed, chained, automatic, difference], row) => {
      const [a, i] = [Math.floor(row / 3), row % 3];
      assertEquals([name, k], [names[a], i + 1]);
      const right = derivatives(activations[names[a]], [w1, w2, w3])[i];
      assertNear(closed, right, `closed formula of ${name}`);
      assertNear(chained, right, `chain rule of ${name}`);
      assertNear(automatic, right, `automatic derivative of ${name}`);
      // At ±δ with δ = 2⁻¹⁷: δ²/6 times the third derivative, which the chain
      // rule keeps below 30 with |tanh′| ≤ 1, |tanh″| < 0.8, |tanh‴| ≤ 2, and
      // twice the error of e, 32 roundings of numbers below 2, over 2δ.
      const delta = 2 ** -17;
      const bound = 30 / 6 * delta ** 2 + 32 * u * 2 / delta;
      assert(Math.abs(Number(difference) - right) <= bound, `${name} ${k}`);
      // It is a difference: at least for these it is not the derivative itself.
      if (name === "sigmoid" || name === "tanh") {
        assert(difference !== automatic);
      }
    },
  );
});

Deno.test("lecture-backpropagation's update table is w − η × ∂e/∂w, bit for bit", () => {
  const rows = rowsOf("update");
  const found = rowsOf("derivatives");
  assertEquals(rows.length, 12);
  rows.forEach(([name, k, weight, derivative, newWeight], i) => {
    assertEquals([name, k, derivative], [
      found[i][0],
      found[i][1],
      found[i][4],
    ]);
    assertEquals(weight, [w1, w2, w3][i % 3]);
    const expected = Number(weight) - eta * Number(derivative);
    assertSameBits(Number(newWeight), expected);
  });
});

Deno.test("lecture-backpropagation's repeated updates drive e down without end or to the least output", () => {
  const rows = rowsOf("repeated");
  const counts = [0, 1, 2, 5, 10, 20];
  assertEquals(
    rows.map(([name, updates]) => [name, updates]),
    names.flatMap((name) => counts.map((count) => [name, count])),
  );
  names.forEach((name, a) => {
    const errors = rows.slice(6 * a, 6 * a + 6).map(([, , e]) => Number(e));
    assertSameBits(errors[0], outcome.trials[a].firstLoss);
    assertSameBits(errors[1], outcome.trials[a].finalLoss);
    errors.slice(1).forEach((e, i) => {
      const stopped = name === "relu" && errors[i] === -y;
      assert(e < errors[i] || stopped, `${name} after ${counts[i + 1]}`);
    });
    // Each of up to 20 updates is off by 64 roundings, twice that on both
    // sides; what comes of it is what comes of a relative change of the start.
    errors.forEach((e, i) => {
      const right = errorAfter(activations[name], [w1, w2, w3], counts[i]);
      const step = 2 ** -26;
      const near = [w1, w2, w3].map((each) => each * (1 + step));
      const moved = errorAfter(activations[name], near, counts[i]);
      const growth = Math.abs(moved - right) / step;
      const bound = 20 * 128 * u * (growth + 1 + y);
      assert(Math.abs(e - right) <= bound, `${name} after ${counts[i]}`);
    });
    const last = errors[5];
    if (name === "identity") assert(last < -1000);
    if (name === "sigmoid") assert(last > -y);
    if (name === "tanh") assert(last > -1 - y && last < -0.5);
    if (name === "relu") assertEquals(last, -y);
  });
});

Deno.test("lecture-backpropagation's answer agrees with its tables", () => {
  const { answer } = report;
  const [forwards, factors, found, updates, errors, repeated] = tablesIn(
    answer,
  );
  const shown = (name: string, digits?: number) =>
    rowsOf(name).map((row) =>
      row.map((cell) => typeof cell === "number" ? rounded(cell, digits) : cell)
    );
  assertEquals(forwards.slice(1), shown("forward"));
  assertEquals(found.slice(1), shown("derivatives", 8));
  assertEquals(updates.slice(1), shown("update"));
  const byActivation = (name: string, row: string) =>
    names.map((activation) =>
      shown(name).find(([a, r]) => a === activation && r === row)![2]
    );
  assertEquals(factors[0], ["factor", ...names]);
  assertEquals(factors.length, 11);
  for (const [factor, ...values] of factors.slice(1)) {
    assertEquals(values, byActivation("factors", factor));
  }
  assertEquals(repeated[0], ["updates", ...names.map((name) => `e, ${name}`)]);
  assertEquals(repeated.length, 7);
  for (const [count, ...values] of repeated.slice(1)) {
    assertEquals(values, byActivation("repeated", count));
  }
  assertEquals(
    errors.slice(1),
    outcome.trials.map((trial, i) => [
      names[i],
      rounded(trial.firstLoss),
      rounded(trial.finalLoss),
    ]),
  );
});

Deno.test("lecture-backpropagation's answer says how far the ways are apart", () => {
  const worst = (column: number) => {
    const distances = rowsOf("derivatives").map((row) => {
      const automatic = Number(row[4]);
      return Math.abs((Number(row[column]) - automatic) / automatic);
    });
    return rounded(Math.max(...distances), 2);
  };
  assertStringIncludes(
    report.answer,
    `the closed formula differs by at most ${worst(2)} of the derivative, ` +
      `the product of the chain rule by at most ${worst(3)}, the finite ` +
      `difference by at most ${worst(5)}. One update lowered the error for ` +
      `4 of 4 activations.`,
  );
  for (
    const rule of [
      "∂e/∂w1 = ∂e/∂h3 · ∂h3/∂z3 · ∂z3/∂h2 · ∂h2/∂z2 · ∂z2/∂h1 · ∂h1/∂z1 · " +
      "∂z1/∂w1",
      "∂e/∂w2 = ∂e/∂h3 · ∂h3/∂z3 · ∂z3/∂h2 · ∂h2/∂z2 · ∂z2/∂w2",
      "∂e/∂w3 = ∂e/∂h3 · ∂h3/∂z3 · ∂z3/∂w3",
    ]
  ) assertStringIncludes(report.answer, `- ${rule}\n`);
});

Deno.test("lecture-backpropagation counts only the activations whose error fell", () => {
  const [first, ...others] = outcome.trials;
  const risen = { ...first, finalLoss: first.firstLoss };
  const { answer } = lectureBackpropagation.report({
    ...outcome,
    trials: [risen, ...others],
  });
  assertStringIncludes(answer, "for 3 of 4 activations");
});
