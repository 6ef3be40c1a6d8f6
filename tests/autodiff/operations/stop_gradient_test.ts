import { assertEquals } from "@std/assert";
import {
  scalar,
  stopGradient,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import {
  checkBatch,
  checkElements,
  derivative,
  slopes,
} from "./elementwise_support.ts";

Deno.test("stopGradient() keeps every bit, in every dtype", () => {
  for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
    checkElements((x) => x.stopGradient(), (x) => x, dtype);
    checkBatch((x) => x.stopGradient(), 1, dtype);
  }
  assertEquals(stopGradient(tensor([true, false])).toArray(), [true, false]);
  const rate = scalar(0.1).stopGradient();
  assertEquals(tensor([1], "float32").mul(rate).dtype, "float32");
});

Deno.test("stopGradient() lets no derivative through", () => {
  assertSameBits(slopes((x) => x.stopGradient(), [1, -2]), [0, 0]);
  assertEquals(slopes((x) => x.mul(x.stopGradient()), [3, -2]), [3, -2]);
  assertEquals(slopes((x) => x.sub(x.stopGradient()).square(), [3]), [0]);
});

Deno.test("stopGradient() stops derivatives of second order", () => {
  const f = (x: Tensor) => x.square().mul(x.stopGradient());
  assertEquals(slopes(f, [3]), [18]);
  assertEquals(slopes(derivative(f), [3]), [6]);
  const slope = (x: Tensor) => derivative((x) => x.square())(x).stopGradient();
  assertEquals(slopes(slope, [3]), [0]);
});
