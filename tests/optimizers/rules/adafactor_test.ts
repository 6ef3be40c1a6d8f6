import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adafactor, type Tensor, tensor, zeros } from "../../../mod.ts";
import { squarable } from "../../../optimizers/squarable.ts";
import { rootMeanSquare } from "../../../optimizers/tensor_norm.ts";
import { check } from "../../support/property.ts";
import { elements, floats, unit, vector } from "../support.ts";

type Options = Parameters<typeof adafactor>[0];

/** Row after row of a matrix or of more. */
function shaped(row: readonly number[], shape: readonly number[]): Tensor {
  return tensor([...row]).reshape([...shape]);
}

const size = fc.double({ min: 2 ** -6, max: 8, noNaN: true });

Deno.test("adafactor() keeps squares by rows and columns of the axes chosen", () => {
  const kept = (shape: readonly number[], factored?: "last-axes") => {
    const { slots } = adafactor({ factored }).init(zeros([...shape]));
    return Object.fromEntries(
      Object.entries(slots).map(([name, x]) => [name, x.shape]),
    );
  };
  assertEquals(kept([3, 5]), { r: [3, 1], c: [1, 5] });
  assertEquals(kept([4, 3, 5]), { r: [4, 3, 1], c: [4, 1, 5] });
  assertEquals(kept([5]), { v: [5] });
  assertEquals(kept([]), { v: [] });
  assertEquals(kept([0, 3]), { v: [0, 3] });
  const of = (factored: string) => (shape: readonly number[]) =>
    kept(shape, factored as "last-axes");
  const longest = of("longest-axes");
  assertEquals(longest([4, 3, 5]), { r: [4, 3, 1], c: [1, 3, 5] });
  assertEquals(longest([5, 3, 4]), { r: [1, 3, 4], c: [5, 3, 1] });
  assertEquals(longest([3, 3]), { r: [3, 1], c: [1, 3] });
  const long = of("long-axes");
  assertEquals(long([127, 500]), { v: [127, 500] });
  assertEquals(long([128, 128]), { r: [128, 1], c: [1, 128] });
  assertEquals(long([200, 2, 128]), { r: [1, 2, 128], c: [200, 2, 1] });
  assertEquals(long([3, 3, 500]), { v: [3, 3, 500] });
});

Deno.test("adafactor() takes steps of ρ·RMS(w) along gradients of rank 1", () => {
  const signed = fc.tuple(size, fc.boolean()).map(([x, up]) => up ? x : -x);
  const column = fc.array(signed, { minLength: 3, maxLength: 3 });
  const row = fc.array(signed, { minLength: 2, maxLength: 2 });
  const weights = fc.array(size, { minLength: 6, maxLength: 6 });
  check(fc.property(column, row, weights, (a, b, weights) => {
    const g = a.flatMap((x) => b.map((y) => x * y));
    const w = shaped(weights, [3, 2]);
    for (
      const [shape, whole] of [[[3, 2], w], [[6], w.reshape([6])]] as const
    ) {
      const optimizer = adafactor({ learningRate: 0.5, epsilon: 0 });
      const grad = shaped(g, shape);
      const { step } = optimizer.step(grad, optimizer.init(whole), whole);
      const length = 0.5 * rootMeanSquare(w).item();
      elements(step).forEach((x, i) => {
        // Means of up to six squares, two roots, the cut and the size.
        const error = Math.abs(x - Math.sign(g[i]) * length);
        assert(error <= 40 * unit.float64 * length, `${x} at ${i}`);
      });
    }
  }));
});

Deno.test("adafactor() forgets with 1 − t^−τ", () => {
  const optimizer = adafactor({ decayExponent: 0.5, epsilon: 0 });
  const w = tensor([1]);
  const one = optimizer.step(tensor([3]), optimizer.init(w), w);
  assertEquals(one.state.slots.v.toArray(), [9]);
  const four = [1, 1, 1].reduce(
    (state, g) => optimizer.step(tensor([g]), state, w).state,
    one.state,
  );
  // 9 is left with the shares 1 − 1/√2, 1 − 1/√3 and 1 − 1/2, 1 has the rest.
  const left = (1 - Math.SQRT1_2) * (1 - 1 / Math.sqrt(3)) * 0.5;
  const [v] = elements(four.slots.v);
  assert(Math.abs(v - (1 + 8 * left)) <= 40 * unit.float64, `${v}`);
});

Deno.test("adafactor() cuts the update's root mean square to d", () => {
  const step = (clippingThreshold: number) => {
    const optimizer = adafactor({
      learningRate: 1,
      rateLimit: "none",
      epsilon: 0,
      clippingThreshold,
    });
    const w = tensor([1, -1]);
    // After 99 small gradients one that is 100 times as large.
    let state = optimizer.init(w);
    for (let i = 0; i < 99; i++) {
      ({ state } = optimizer.step(tensor([0.01, 0.01]), state, w));
    }
    return elements(optimizer.step(tensor([1, 1]), state, w).step);
  };
  const [cut, half, free] = [1, 0.5, 0].map((d) => step(d)[0]);
  assert(free > 4, `${free}`);
  for (const [x, d] of [[cut, 1], [half, 0.5]]) {
    assert(Math.abs(x - d) <= 10 * unit.float64, `${x}`);
  }
});

Deno.test("adafactor() bounds ρ by 1/√t and RMS(w) from below", () => {
  const second = (options: Options, w: number) => {
    const optimizer = adafactor({ learningRate: 1, epsilon: 0, ...options });
    const at = tensor([w, w]);
    const g = tensor([1, -1]);
    const { state } = optimizer.step(g, optimizer.init(at), at);
    return elements(optimizer.step(g, state, at).step)[0];
  };
  const near = (x: number, right: number) =>
    assert(Math.abs(x - right) <= 8 * unit.float64 * right, `${x}`);
  near(second({}, 4), 4 * Math.SQRT1_2);
  near(second({ rateLimit: "none" }, 4), 4);
  near(second({ learningRate: 0.25 }, 4), 1);
  near(second({ epsilonWeights: 8 }, 4), 8 * Math.SQRT1_2);
  near(second({ rateLimit: "none" }, 0), 0.001);
});

Deno.test("adafactor() as torch takes ε₁ as a floor, not as an addend", () => {
  const first = (options: Options, g: readonly number[]) => {
    const optimizer = adafactor({
      learningRate: 1,
      clippingThreshold: 0,
      ...options,
    });
    const w = tensor([[1, 1], [1, 1]]);
    const { step } = optimizer.step(shaped(g, [2, 2]), optimizer.init(w), w);
    return elements(step);
  };
  const torch = { variant: "torch", epsilon: 0.5 } as const;
  // Above the floor it does nothing.
  assertEquals(first(torch, [2, 2, 2, 2]), [1, 1, 1, 1]);
  // mean(r) = 1/16 counts as 1/2: √v is √(1/16 · 1/16 · 2), below the floor.
  assertEquals(first(torch, [0.25, 0.25, 0.25, 0.25]), [0.5, 0.5, 0.5, 0.5]);
  assertEquals(first({ epsilon: 12 }, [2, 2, 2, 2]), [0.5, 0.5, 0.5, 0.5]);
});

Deno.test("adafactor() goes on where squares of gradients overflow", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const optimizer = adafactor({ learningRate: 1 });
    const w = vector([1, 1, 1, 1], dtype).reshape([2, 2]);
    const g = vector([huge[dtype], 1, 0, -huge[dtype]], dtype).reshape([2, 2]);
    const { step, state } = optimizer.step(g, optimizer.init(w), w);
    const [a, , , d] = elements(step);
    assert(a > 0.5 && d < -0.5, `${a}, ${d}`);
    for (const slot of Object.values(state.slots)) {
      assert(elements(slot).every(Number.isFinite));
    }
  }
});

Deno.test("squarable() bounds magnitudes, so that sums of squares are finite", () => {
  const most = { float64: 1e140, float32: Math.fround(1e15) };
  for (const dtype of floats) {
    const x = vector([0, -0, 3, Infinity, -Infinity, most[dtype]], dtype);
    const m = most[dtype];
    assertEquals(elements(squarable(x)), [0, -0, 3, m, -m, m]);
    assert(Number.isFinite(squarable(x).square().sum().item()));
  }
});

Deno.test("adafactor() has its defaults", () => {
  const defaults = {
    decayExponent: 0.8,
    epsilon: 1e-30,
    learningRate: 0.01,
    epsilonWeights: 0.001,
    clippingThreshold: 1,
  };
  assertEquals(adafactor().hyperparameters, defaults);
  assertEquals(adafactor({ variant: "torch" }).hyperparameters, {
    ...defaults,
    epsilon: Number.EPSILON,
  });
  assertEquals(adafactor({ variant: "keras" }).hyperparameters, {
    ...defaults,
    learningRate: 0.001,
  });
  assertEquals(adafactor({ variant: "optax" }).choices, {
    epsilonPlacement: "added",
    factored: "long-axes",
    rateLimit: "none",
  });
});
