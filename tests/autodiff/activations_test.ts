import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { type Activation, activations, grad, tensor } from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import {
  anyDouble,
  check,
  finiteDouble,
  moderateDouble,
} from "../support/property.ts";

const { identity, sigmoid, tanh, relu } = activations;
const all = Object.values(activations);
const floats = ["float64", "float32"] as const;

/** f or f′ of some numbers, as float64. */
function of(
  f: Activation["value"],
  numbers: readonly number[],
  dtype: typeof floats[number] = "float64",
): number[] {
  return [...f(tensor([...numbers]).cast(dtype)).toTypedArray()];
}

Deno.test("activations are known by their names", () => {
  assertEquals(
    Object.entries(activations).map(([key, { name }]) => [key, name]),
    [
      ["identity", "identity"],
      ["sigmoid", "sigmoid"],
      ["tanh", "tanh"],
      ["relu", "relu"],
    ],
  );
});

Deno.test("activations keep shape and dtype", () => {
  for (const { value, derivative } of all) {
    for (const dtype of floats) {
      for (const shape of [[], [0], [2, 3]]) {
        const size = shape.reduce((a, b) => a * b, 1);
        const z = tensor(Array(size).fill(0.5), dtype).reshape(shape);
        for (const result of [value(z), derivative(z)]) {
          assertEquals([result.shape, result.dtype], [shape, dtype]);
        }
      }
    }
  }
});

Deno.test("identity is its argument, and its derivative 1", () => {
  check(fc.property(fc.array(anyDouble()), (z) => {
    assertSameBits(of(identity.value, z), z);
    assertSameBits(of(identity.derivative, z), z.map(() => 1));
  }));
});

Deno.test("relu is 0 below 0, and its derivative 0 up to 0", () => {
  const z = [-Infinity, -1, -5e-324, -0, 0, 5e-324, 2, Infinity, NaN];
  assertSameBits(
    of(relu.value, z),
    [0, 0, 0, -0, 0, 5e-324, 2, Infinity, NaN],
  );
  assertSameBits(of(relu.derivative, z), [0, 0, 0, 0, 0, 1, 1, 1, 0]);
});

Deno.test("sigmoid and tanh have their limits and their middle", () => {
  const z = [-Infinity, -1000, 0, 1000, Infinity, NaN];
  assertSameBits(of(sigmoid.value, z), [0, 0, 0.5, 1, 1, NaN]);
  assertSameBits(of(sigmoid.derivative, z), [0, 0, 0.25, 0, 0, NaN]);
  assertSameBits(of(tanh.value, z), [-1, -1, 0, 1, 1, NaN]);
  assertSameBits(of(tanh.derivative, z), [0, 0, 1, 0, 0, NaN]);
});

Deno.test("tanh(z) is 2σ(2z) - 1", () => {
  check(
    fc.property(moderateDouble(), (z) => {
      const [[t], [s]] = [of(tanh.value, [z]), of(sigmoid.value, [2 * z])];
      // Two ulp of numbers up to 1 are 2⁻⁵², and σ counts twice.
      assert(Math.abs(t - (2 * s - 1)) <= 4 * 2 ** -52);
    }),
    { numRuns: 300 },
  );
});

Deno.test("sigmoid and tanh have derivatives of σ(1 - σ) and 1 - tanh²", () => {
  for (const dtype of floats) {
    const round = dtype === "float64" ? (x: number) => x : Math.fround;
    check(fc.property(fc.array(anyDouble()), (z) => {
      assertSameBits(
        of(sigmoid.derivative, z, dtype),
        of(sigmoid.value, z, dtype).map((y) => round(y * round(1 - y))),
      );
      assertSameBits(
        of(tanh.derivative, z, dtype),
        of(tanh.value, z, dtype).map((y) => round(1 - round(y * y))),
      );
    }));
  }
});

Deno.test("activations have the derivatives that grad() finds", () => {
  for (const { value, derivative } of all) {
    check(fc.property(fc.array(finiteDouble()), (z) => {
      const found = grad((z) => value(z).sum())(tensor(z));
      assertSameBits(of(derivative, z), [...found.toTypedArray()]);
    }));
  }
});

Deno.test("activations have derivatives that agree with differences", () => {
  const h = 2 ** -17;
  for (const { value, derivative } of [identity, sigmoid, tanh]) {
    check(
      fc.property(moderateDouble(), (x) => {
        // On a grid of 2⁻²⁰ both neighbours are exact.
        const z = Math.round(x * 2 ** 20) * 2 ** -20;
        const [a, b] = of(value, [z - h, z + h]);
        const [slope] = of(derivative, [z]);
        // The third derivative is at most 2, so the difference is off by
        // h²/3; two values with an error of two ulp, of numbers whose ulp is
        // at most 2⁻⁵³ (sigmoid, tanh), are divided by 2h. The identity's
        // are exact, as its quotient is.
        const bound = h * h / 3 + 2 * 2 ** -52 / (2 * h);
        assert(Math.abs((b - a) / (2 * h) - slope) <= bound);
      }),
      { numRuns: 200 },
    );
  }
});
