import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  jvp,
  type Key,
  key,
  keyOf,
  stack,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { seeds } from "./words.ts";

const draws: Record<string, (key: Key) => Tensor> = {
  uniform: (key) => key.uniform([2, 3], { low: -1, high: 2 }),
  "uniform in float32": (key) => key.uniform([], { dtype: "float32" }),
  normal: (key) => key.normal([4], { mean: 1 }),
  "normal in float32": (key) => key.normal([2, 2], { dtype: "float32" }),
  permutation: (key) => key.permutation(7),
  bernoulli: (key) => key.bernoulli(0.4, [5]),
  integers: (key) => key.integers(-(2 ** 30), 2 ** 30 + 1, [5]),
  "no elements": (key) => key.normal([0]),
  fold: (key) => key.fold("a").bits,
  split: (key) => stack(key.split(3).map((child) => child.bits)),
  "grandchildren": (key) => key.split(2)[1].fold("b").uniform([3]),
};

for (const [name, draw] of Object.entries(draws)) {
  Deno.test(`${name}: vmap over keys gives each what it gets alone`, () => {
    const several = fc.array(seeds(), { minLength: 1, maxLength: 6 });
    check(
      fc.property(several, (several) => {
        const keys = several.map((seed) => key(seed));
        const alone = stack(keys.map(draw));
        const bits = stack(keys.map((own) => own.bits));
        const mapped = (bits: Tensor) => draw(keyOf(bits));
        const together = vmap(mapped)(bits);
        assertEquals(together.shape, alone.shape);
        assertEquals(together.dtype, alone.dtype);
        assertSameBits(together.toTypedArray(), alone.toTypedArray());
        const twice = vmap(vmap(mapped))(stack([bits, bits]));
        assertSameBits(
          twice.toTypedArray(),
          stack([alone, alone]).toTypedArray(),
        );
      }),
      { numRuns: 20 },
    );
  });
}

Deno.test("a key that instances share gives each the same draw", () => {
  const own = key(3);
  const noisy = vmap((x) => x.add(own.normal([2])));
  const [a, b] = noisy(tensor([[0, 0], [0, 0]])).toArray() as number[][];
  assertEquals(a, own.normal([2]).toArray());
  assertEquals(b, a);
});

Deno.test("a draw is a constant to grad and jvp, mapped or not", () => {
  const noise = (seed: number) => key(seed).normal([3]);
  const f = (w: Tensor, bits: Tensor) => w.mul(keyOf(bits).normal([3])).sum();
  const w = tensor([1, 2, 3]);
  assertSameBits(
    grad(f)(w, key(1).bits).toTypedArray(),
    noise(1).toTypedArray(),
  );
  const { tangent } = jvp(f)(w, tensor([0, 1, 0]), key(1).bits);
  assertEquals(tangent.item(), noise(1).toTypedArray()[1]);
  const both = vmap(grad(f), { axes: [null, 0] })(
    w,
    stack([key(1).bits, key(2).bits]),
  );
  assertSameBits(
    both.toTypedArray(),
    stack([noise(1), noise(2)]).toTypedArray(),
  );
});

Deno.test("a draw scaled by a traced tensor is differentiated through it", () => {
  const f = (scale: Tensor) => key(1).normal([4]).mul(scale).sum();
  assertEquals(grad(f)(tensor(2)).item(), key(1).normal([4]).sum().item());
});

Deno.test("a key that leaks out of a trace says so", () => {
  let leaked: Key | undefined;
  vmap((bits) => {
    leaked = keyOf(bits);
    return bits;
  })(stack([key(0).bits]));
  assertThrows(() => leaked!.uniform([1]), TypeError, "has leaked out");
});
