/** Tensors of one element, and what is seen of them in other shapes. */
import { assertEquals, assertThrows } from "@std/assert";
import { full, type Tensor, tensor } from "../../autodiff/mod.ts";
import { elementOf } from "../../autodiff/graph.ts";
import { unwrap } from "../../autodiff/handle.ts";
import { assertSameBits } from "../support/bits.ts";

const element = (x: Tensor) => elementOf(unwrap("test", x));

/** Other shapes of a tensor of 10 × 20 elements. */
const views: readonly ((x: Tensor) => Tensor)[] = [
  (x) => x.transpose(),
  (x) => x.slice([1, 0], [9, 20], [2, 1]),
  (x) => x.flip(),
  (x) => x.broadcastTo([3, 10, 20]),
];

Deno.test("a tensor of one element keeps it in another shape, and makes no array", () => {
  for (const dtype of ["float64", "float32", "int32"] as const) {
    for (const value of dtype === "int32" ? [0, 7] : [0, -0, 7]) {
      const x = full([10, 20], value, dtype);
      const same = tensor(Array(200).fill(value), dtype).reshape([10, 20]);
      for (const view of views) {
        const [seen, expected] = [view(x), view(same)];
        assertEquals(element(seen), element(x));
        assertEquals([seen.shape, seen.dtype], [expected.shape, dtype]);
        assertSameBits(seen.toTypedArray(), expected.toTypedArray());
      }
    }
  }
});

Deno.test("a tensor of one element refuses what others refuse", () => {
  const x = full([10, 20], 3);
  assertThrows(() => x.broadcastTo([9, 20]), TypeError, "Cannot broadcastTo");
  assertThrows(() => x.transpose([0, 0]), RangeError, "Cannot transpose");
});
