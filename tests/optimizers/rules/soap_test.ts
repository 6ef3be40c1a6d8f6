import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adam, soap, tensor, zeros } from "../../../mod.ts";
import { compile } from "../../../autodiff/compile.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, unit } from "../support.ts";

const near = (x: readonly number[], right: readonly number[], slack: number) =>
  x.forEach((value, i) =>
    assert(Math.abs(value - right[i]) <= slack, `${value} for ${right[i]}`)
  );

Deno.test("soap() moves nothing in its first step and makes the bases", () => {
  const w = tensor([[1, 2], [3, 4]]);
  const optimizer = soap({ weightDecay: 0.5, beta2: 0.75 });
  const g = tensor([[3, 4], [-8, 6]]);
  const { params, state } = optimizer.update(g, optimizer.init(w), w);
  assertSameBits(elements(params), elements(w));
  const { m, v, h0, q0, q1 } = state.slots;
  for (const moment of [m, v]) assertEquals(elements(moment), [0, 0, 0, 0]);
  assertEquals(h0.toArray(), [[6.25, 0], [0, 25]]); // A quarter of g·gᵀ.
  // The greater eigenvalue first.
  near(elements(q0).map(Math.abs), [0, 1, 1, 0], 0);
  near(elements(q1).map(Math.abs), [0.8, 0.6, 0.6, 0.8], 8 * unit.float64);
});

Deno.test("soap() is Adam, a step late, where bases are the axes", () => {
  // Diagonal gradients: their eigenvectors are the axes.
  const pair = fc.tuple(
    fc.double({ min: 0.5, max: 4, noNaN: true }),
    fc.double({ min: 0.5, max: 4, noNaN: true }),
  );
  check(
    fc.property(
      fc.array(pair, { minLength: 3, maxLength: 3 }),
      (pairs) => {
        const hyper = {
          learningRate: 0.5,
          beta1: 0.5,
          beta2: 0.75,
          epsilon: 0.125,
        };
        const ours = soap({
          ...hyper,
          weightDecay: 0,
          preconditionFrequency: 1,
        });
        const theirs = adam({ ...hyper, biasCorrection: "learning-rate" });
        const zeros = tensor([[0, 0], [0, 0]]);
        let one = { params: zeros, state: ours.init(zeros) };
        let other = { params: zeros, state: theirs.init(zeros) };
        pairs.forEach(([a, b], t) => {
          const g = tensor([[a, 0], [0, b]]);
          one = ours.update(g, one.state, one.params);
          if (t > 0) other = theirs.update(g, other.state, other.params);
        });
        near(
          elements(one.params),
          elements(other.params),
          128 * unit.float64,
        );
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("soap() is Adam, a step late, of what has no matrix", () => {
  const row = fc.array(moderateDouble(), { minLength: 4, maxLength: 4 });
  check(fc.property(row, row, (a, b) => {
    for (const shape of [[4], [2, 2]]) {
      // Nor has an axis of more than maxDimension: here [3, 3] of 2.
      const long = shape.length === 2;
      const dims = long ? [1, 4] : shape;
      const hyper = { learningRate: 0.5, beta1: 0.5, beta2: 0.75, epsilon: 1 };
      const ours = soap({ ...hyper, weightDecay: 0, maxDimension: "2" });
      const theirs = adam({ ...hyper, biasCorrection: "learning-rate" });
      const [one, two] = [a, b].map((x) => tensor(x).reshape(dims));
      const w = one.mul(0);
      const first = ours.update(one, ours.init(w), w);
      const second = ours.update(two, first.state, first.params);
      const right = theirs.update(two, theirs.init(w), w);
      near(
        elements(second.params),
        elements(right.params),
        32 * unit.float64,
      );
      const kept = Object.keys(first.state.slots).sort();
      assertEquals(kept, long ? ["h0", "m", "q0", "v"] : ["m", "v"]);
    }
  }));
});

Deno.test("soap() has bases for axes of up to 16, and none for vectors", () => {
  const kept = (shape: number[]) =>
    Object.keys(soap().init(zeros(shape)).slots).sort().join(" ");
  assertEquals(kept([16, 17]), "h0 m q0 v");
  assertEquals(kept([17, 3, 16]), "h1 h2 m q1 q2 v");
  for (const shape of [[], [3], [0, 3]]) assertEquals(kept(shape), "m v");
});

Deno.test("soap() turns its bases every f steps, and v with them", () => {
  const optimizer = soap({ preconditionFrequency: 3, beta2: 0.5 });
  const w = tensor([[0, 0], [0, 0]]);
  let state = optimizer.init(w);
  const bases: number[][] = [];
  for (let t = 1; t <= 8; t++) {
    const g = tensor([[t, 1], [2 - t, 3]]);
    ({ state } = optimizer.step(g, state, w));
    bases.push(elements(state.slots.q0));
  }
  const changed = bases.flatMap((basis, i) =>
    i > 0 && basis.some((x, k) => x !== bases[i - 1][k]) ? [i + 1] : []
  );
  assertEquals(changed, [4, 7]); // After three steps from the first on.
});

Deno.test("soap() puts the greatest direction first, and v in that order", () => {
  const optimizer = soap({
    preconditionFrequency: 1,
    beta1: 0,
    beta2: 0.5,
    weightDecay: 0,
  });
  const w = tensor([[0, 0], [0, 0]]);
  let { state } = optimizer.step(
    tensor([[4, 0], [0, 1]]),
    optimizer.init(w),
    w,
  );
  assertEquals(elements(state.slots.q0), [1, 0, 0, 1]);
  // Now the second axis is the greater: h0 is 4 and 32.
  ({ state } = optimizer.step(tensor([[0, 0], [0, 8]]), state, w));
  assertEquals(elements(state.slots.h0), [4, 0, 0, 32.25]);
  near(elements(state.slots.q0).map(Math.abs), [0, 1, 1, 0], 0);
  assertEquals(elements(state.slots.v), [32, 0, 0, 0]);
});

Deno.test("soap() decays what is left of the weights after the step", () => {
  const hyper = { learningRate: 0.5, epsilon: 1, beta1: 0, beta2: 0 };
  const w = tensor([4]);
  const g = tensor([3]);
  const steps = [0, 0.25].map((weightDecay) => {
    const optimizer = soap({ ...hyper, weightDecay });
    const { state } = optimizer.step(g, optimizer.init(w), w);
    return optimizer.step(g, state, w).step.item();
  });
  assertEquals(steps[0], 0.375); // 0.5 · 3/(3 + 1)
  assertEquals(steps[1], 0.375 + 0.125 * (4 - 0.375));
});

Deno.test("soap() compiled has the bits of the steps, first and turning ones too", () => {
  const optimizer = soap({ preconditionFrequency: 2 });
  type State = ReturnType<typeof optimizer.init<ReturnType<typeof tensor>>>;
  const w = tensor([[1, 2, 3], [4, 5, 7]]);
  const step = (params: typeof w, state: State) =>
    optimizer.update(params.sub(2).square(), state, params);
  const compiled = compile(step as never) as unknown as typeof step;
  let a = { params: w, state: optimizer.init(w) };
  let b = a;
  for (let t = 0; t < 5; t++) {
    a = step(a.params, a.state);
    b = compiled(b.params, b.state);
    assertSameBits(elements(b.params), elements(a.params));
  }
});

Deno.test("soap() has its defaults", () => {
  assertEquals(soap().hyperparameters, {
    beta1: 0.95,
    beta2: 0.95,
    epsilon: 1e-8,
    preconditionFrequency: 10,
    learningRate: 0.003,
    weightDecay: 0.01,
  });
  assertEquals(soap().choices, { maxDimension: "16" });
});
