import * as fc from "fast-check";
import { compile } from "../../../../autodiff/compile.ts";
import {
  type Key,
  key,
  keyOf,
  stack,
  type Tensor,
  vmap,
} from "../../../../autodiff/mod.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { check } from "../../../support/property.ts";
import { seeds } from "../../random/words.ts";

const draws: Record<string, (key: Key) => Tensor> = {
  uniform: (key) => key.uniform([13], { low: -1, high: 2 }),
  "uniform in float32": (key) => key.uniform([3, 3], { dtype: "float32" }),
  normal: (key) => key.normal([11], { mean: 1 }),
  "normal in float32": (key) => key.normal([7], { dtype: "float32" }),
  "permutation of none": (key) => key.permutation(0),
  "permutation of one": (key) => key.permutation(1),
  "permutation of two": (key) => key.permutation(2),
  "permutation of three": (key) => key.permutation(3),
  "permutation of many": (key) => key.permutation(100),
  bernoulli: (key) => key.bernoulli(0.4, [5]),
  "integers of a small range": (key) => key.integers(-3, 4, [9]),
  "integers of which every other draw is left out": (key) =>
    key.integers(-(2 ** 30), 2 ** 30 + 1, [9]),
  "all integers": (key) => key.integers(-(2 ** 31), 2 ** 31, [9]),
  fold: (key) => key.fold("a").bits,
  split: (key) => stack(key.split(3).map((child) => child.bits)),
  grandchildren: (key) => key.split(2)[1].fold("b").uniform([3]),
};

for (const [name, draw] of Object.entries(draws)) {
  Deno.test(`compile() draws the same: ${name}`, () => {
    const fromBits = (bits: Tensor) => draw(keyOf(bits));
    const alone = compile(fromBits);
    check(fc.property(seeds(), (seed) => {
      const { bits } = key(seed);
      assertSameBits(
        alone(bits).toTypedArray(),
        fromBits(bits).toTypedArray(),
      );
    }));
    const bits = stack([1, 2, 3].map((seed) => key(seed).bits));
    const several = vmap(fromBits);
    assertSameBits(
      compile(several)(bits).toTypedArray(),
      several(bits).toTypedArray(),
    );
  });
}

Deno.test("compile() puts long permutations in the same order", () => {
  const { bits } = key(5);
  for (const n of [4, 5, 8, 31, 64, 1000, 4097]) {
    const draw = (bits: Tensor) => keyOf(bits).permutation(n);
    assertSameBits(
      compile(draw)(bits).toTypedArray(),
      draw(bits).toTypedArray(),
    );
  }
});
