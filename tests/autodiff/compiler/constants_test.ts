import { assertEquals } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import { full, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";

Deno.test("compile() does not take one large constant for another of equal elements", () => {
  for (const length of [1, 2, 63, 64, 65, 66, 100]) {
    const first = tensor(Array.from({ length }, (_, i) => i + 0.5));
    const second = tensor(Array.from({ length }, (_, i) => 2 * i - 7.5));
    const evens = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((x) => full([length], x));
    const sums = compile((x) =>
      [...evens, first, second].reduce(
        (sum, each, i) => sum.add(each.mul(x.add(i)).square()),
        x,
      )
    );
    const plain = (x: number, at: number) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, at + 0.5, 2 * at - 7.5]
        .reduce((sum, each, i) => sum + (each * (x + i)) ** 2, x);
    assertEquals(
      sums(full([length], 3)).toArray(),
      Array.from({ length }, (_, i) => plain(3, i)),
    );
  }
});

Deno.test("compile() keeps the signs of a constant's zeros", () => {
  for (const length of [1, 2, 3, 63, 64, 65, 100]) {
    for (const sign of [1, -1]) {
      const zeros = Array.from(
        { length },
        (_, i) => (i % 3 === 0 ? 0 : -0) * sign,
      );
      const constant = tensor(zeros);
      using product = compile((x) => constant.mul(x));
      assertSameBits(
        product(full([length], 2)).toTypedArray(),
        Float64Array.from(zeros),
      );
    }
  }
});
