import { assertEquals } from "@std/assert";
import { type Tensor, tensor, zeros } from "../../mod.ts";
import { programsByShape } from "../../optimizers/programs_by_shape.ts";
import { assertSameBits } from "../support/bits.ts";

/** A function that counts how often it is called, and traced. */
function counting(least?: number) {
  const seen = { calls: 0 };
  const f = programsByShape((x: Tensor): Tensor => {
    seen.calls++;
    return x.mul(0.1).add(1);
  }, least);
  return { f, seen };
}

Deno.test("programsByShape() traces once for shapes and dtypes, with the same bits", () => {
  const { f, seen } = counting();
  for (const dtype of ["float32", "float64"] as const) {
    for (let i = 0; i < 5; i++) {
      const x = tensor([i, 1 / 3, -i], dtype);
      assertSameBits(
        f([x], x).toTypedArray(),
        x.mul(0.1).add(1).toTypedArray(),
      );
    }
  }
  assertEquals(seen.calls, 2);
});

Deno.test("programsByShape() keeps the programs that were used last, and disposes of the others", () => {
  const { f, seen } = counting();
  const call = (size: number) => {
    const x = zeros([size]);
    f([x], x);
  };
  const sizes = Array.from({ length: 64 }, (_, i) => i);
  sizes.forEach(call);
  sizes.forEach(call);
  assertEquals(seen.calls, 64);
  call(64); // in place of 0
  assertEquals(seen.calls, 65);
  call(1);
  call(65); // in place of 2
  assertEquals(seen.calls, 66);
  call(1);
  call(3);
  assertEquals(seen.calls, 66);
  call(2);
  call(0);
  assertEquals(seen.calls, 68);
});

Deno.test("programsByShape() keeps less where the numbers are many", () => {
  const { f, seen } = counting();
  const x = zeros([2]);
  const call = (millions: number) => f([zeros([millions, 1_000_000])], x);
  [30, 31, 30, 31].forEach(call);
  assertEquals(seen.calls, 2);
  call(32);
  call(31);
  assertEquals(seen.calls, 3);
  call(30);
  assertEquals(seen.calls, 4);
});

Deno.test("programsByShape() evaluates at once where the numbers are few, or too many", () => {
  const { f, seen } = counting(4);
  const of = (size: number) => {
    const before = seen.calls;
    for (let i = 0; i < 3; i++) {
      const x = zeros([size]);
      f([x], tensor([1]));
    }
    return seen.calls - before;
  };
  assertEquals([3, 4, 67_108_864, 67_108_865].map(of), [3, 1, 1, 3]);
});
