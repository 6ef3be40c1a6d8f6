/** What tests of compiled programs share. */
import { assertEquals } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import type { Tensor } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";

/** Asserts that tensors have the same types and bits, NaN being one value. */
export function assertSameTensors(
  actual: readonly Tensor[],
  expected: readonly Tensor[],
): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((tensor, i) => {
    assertEquals(actual[i].shape, tensor.shape);
    assertEquals(actual[i].dtype, tensor.dtype);
    assertSameBits(
      actual[i].toTypedArray(),
      tensor.toTypedArray(),
      `output ${i}`,
    );
  });
}

/** Asserts that a function compiled gives what it gives by itself. */
export function assertCompiles(
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  at: readonly Tensor[],
): void {
  const compiled = compile<[Tensor[]], Tensor[]>((inputs) => [...f(inputs)]);
  assertSameTensors(compiled([...at]), f(at));
}
