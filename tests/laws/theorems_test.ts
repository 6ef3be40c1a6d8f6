/** The problems that theorems are asked on, and what else they say. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import {
  gradientOf,
  quadratics,
  runOn,
} from "../../laws/problems/quadratic.ts";
import { games, play, regretOf } from "../../laws/problems/online.ts";
import { Violation } from "../../laws/mod.ts";
import { comesNear, heavyBallBound } from "../../laws/theorems/rate.ts";
import { evaluate, norm, smoothFunctions } from "../../laws/problems/smooth.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import { adam, gradientDescent, momentum, tensor } from "../../mod.ts";
import { check } from "../support/property.ts";

const point = fc.array(fc.integer({ min: -32, max: 32 }).map((n) => n / 8), {
  minLength: 3,
  maxLength: 3,
});

Deno.test("evaluate() gives the gradient of the value", () => {
  check(fc.property(smoothFunctions(3, 2), point, (loss, w) => {
    const { gradient } = evaluate(loss, w);
    const h = 2 ** -16;
    gradient.forEach((g, i) => {
      const at = (by: number) =>
        evaluate(loss, w.map((x, j) => j === i ? x + by : x)).value;
      // h²/6 of a third derivative below 50, and 2⁻⁵² of a value below 100 / h.
      assertAlmostEquals((at(h) - at(-h)) / (2 * h), g, 1e-8);
    });
  }));
});

Deno.test("smoothFunctions() keeps the constant of smoothness it is given", () => {
  check(fc.property(smoothFunctions(3, 2), point, point, (loss, v, w) => {
    const [a, b] = [v, w].map((x) => evaluate(loss, x).gradient);
    const apart = norm(a.map((x, i) => x - b[i]));
    const most = 2 * norm(v.map((x, i) => x - w[i]));
    assert(apart <= most * (1 + 1e-12) + 1e-12, `${apart} > ${most}`);
  }));
  // At 0 every profile is as steep as it may be.
  for (const profile of ["square", "hyperbola", "well"] as const) {
    const loss = { parts: [{ profile, a: [2], b: 0 }], smoothness: 3 };
    const h = 2 ** -20; // h² is below 1e-12.
    assertAlmostEquals(evaluate(loss, [h]).gradient[0] / h, 3, 1e-10);
  }
});

Deno.test("gradientOf() multiplies by a symmetric matrix of the eigenvalues", () => {
  const eigenvalue = fc.integer({ min: 1, max: 64 });
  check(fc.property(quadratics(eigenvalue), (problem) => {
    const { eigenvalues, minimum, mirror } = problem;
    const n = eigenvalues.length;
    const column = (v: readonly number[]) =>
      gradientOf(problem, v.map((x, i) => x + minimum[i]));
    const square = mirror.reduce((sum, x) => sum + x * x, 0) || 1;
    eigenvalues.forEach((value, k) => {
      // The mirrored axis is an eigenvector.
      const v = Array.from(
        { length: n },
        (_, i) => (i === k ? 1 : 0) - 2 * mirror[i] * mirror[k] / square,
      );
      column(v).forEach((x, i) => assertAlmostEquals(x, value * v[i], 1e-12));
    });
    assertEquals(norm(gradientOf(problem, minimum)), 0);
  }));
});

Deno.test("play() takes the sign that hurts where a game is adverse", async () => {
  const subject = subjectOf(gradientDescent({ learningRate: 0.5 }));
  const game = { start: 1, other: 0, gradients: [4, -1, 2], adverse: true };
  const played = await play(subject, game);
  assertEquals(played, { gradients: [4, -4, 4], weights: [1, -1, 1, -1] });
  assertEquals(regretOf(played, 0), 12);
  const drawn = await play(subject, { ...game, adverse: false });
  assertEquals(drawn, { gradients: [4, -1, 2], weights: [1, -1, -0.5, -1.5] });
  await check(fc.asyncProperty(games(subject, fc.constant(2)), async (each) => {
    const { weights, gradients } = await play(subject, each);
    assertEquals(each.other, each.start + 2);
    assertEquals(weights.length, gradients.length + 1);
  }));
});

Deno.test("gradientDescent() goes to the right end where Adam goes astray", () => {
  // The losses 4w, −w, −w in turn, within [−1, 1]: −1 is best.
  const ends = [
    gradientDescent({ learningRate: 0.01 }),
    adam({ learningRate: 0.01, beta1: 0, beta2: 1 / 17 }),
  ].map((optimizer) => {
    let w = tensor([0]);
    let state = optimizer.init(w);
    for (let t = 0; t < 900; t++) {
      const next = optimizer.update(tensor([t % 3 ? -1 : 4]), state, w);
      w = next.params.clip(-1, 1);
      state = next.state;
    }
    return w.toArray();
  });
  // After a round gradient descent has gone back by two steps of 0.01.
  assertEquals(ends, [[-0.98], [1]]);
});

Deno.test("heavyBallBound() is what is left at the upper end of the eigenvalues", async () => {
  for (const inertia of [0.25, 0.5, 0.9]) {
    const learningRate = 0.125;
    const subject = subjectOf(momentum({ learningRate, momentum: inertia }));
    const problem = {
      eigenvalues: [(1 + Math.sqrt(inertia)) ** 2 / learningRate],
      mirror: [0],
      minimum: [0],
      start: [1],
    };
    const { distances } = await runOn(subject, problem, {
      learningRate,
      steps: 30,
    });
    distances.forEach((distance, t) =>
      // 30 steps, each amplified by t² at the double root: 30³ · 2⁻⁵².
      assertAlmostEquals(distance / heavyBallBound(inertia, t), 1, 1e-11)
    );
  }
});

Deno.test("comesNear() allows for rounding, and no more", () => {
  const near = (last: number, rounding: number) =>
    comesNear(
      { distances: [8, 4, last], roundings: [0, rounding] },
      (t) => 0.5 ** t,
      0.5,
    );
  near(2, 0);
  assertThrows(() => near(2.001, 0), Violation, "after step 2 the distance");
  near(2.25, 0.25);
  assertThrows(() => near(2.26, 0.25), Violation, "at most 2.25 is right");
});
