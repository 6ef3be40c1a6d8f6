/** What the tests of transformations share. */
import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  type HyperparameterValue,
  scalar,
  type Tensor,
  tensor,
  type Transformation,
  zerosLike,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { type Float, floats, vector, wideNumbers } from "../support.ts";

/** A tree of vectors. */
export type Tree = readonly Tensor[];

/** What a transformation makes of updates, where all weights are 0. */
export function applied<P extends Tensor | Tree>(
  transformation: Transformation,
  updates: P,
  t = 1,
): P {
  const zeros = Array.isArray(updates)
    ? updates.map((u) => zerosLike(u))
    : zerosLike(updates as Tensor);
  return transformation.apply(updates as Tensor, {
    params: zeros as Tensor,
    t: scalar(t),
  }) as unknown as P;
}

export function assertSameTree(actual: Tree, expected: Tree): void {
  assertEquals(actual.map((x) => x.dtype), expected.map((x) => x.dtype));
  actual.forEach((leaf, i) =>
    assertSameBits(leaf.toTypedArray(), expected[i].toTypedArray())
  );
}

/** One to four vectors of either dtype, over its whole range. */
export function trees(
  number: (dtype: Float) => fc.Arbitrary<number> = wideNumbers,
): fc.Arbitrary<Tree> {
  const leaf = fc.constantFrom(...floats).chain((dtype) =>
    fc.array(number(dtype), { maxLength: 20 }).map((x) => vector(x, dtype))
  );
  return fc.array(leaf, { minLength: 1, maxLength: 4 });
}

/** Checks what a transformation of one value refuses, and in which words. */
export function assertRefused(
  make: (value: HyperparameterValue) => Transformation,
  name: string,
  text: string,
  outside: readonly number[],
): void {
  const cannot = `Cannot create ${make.name}:`;
  const kind = "must be a number, a float64 tensor of shape [] or a schedule";
  const refused = (
    value: unknown,
    type: typeof TypeError | typeof RangeError,
    message: string,
  ) => {
    const error = assertThrows(() => make(value as number), type) as Error;
    assertEquals(error.message, `${cannot} ${name} ${message}`);
  };
  for (const x of outside) {
    const right = x === Infinity ? `finite and ${text}` : text;
    const message = `must be ${right}, current value is ${x}`;
    refused(x, RangeError, message);
    refused(tensor(x), RangeError, message);
  }
  refused(undefined, TypeError, `must be given, ${text}`);
  refused("1", TypeError, `${kind}, current value is "1"`);
  refused([1], TypeError, `${kind}, current value is an array`);
  refused(
    tensor([1]),
    TypeError,
    `${kind}, current value is float64 of shape [1]`,
  );
  refused(
    tensor(1, "float32"),
    TypeError,
    `${kind}, current value is float32 of shape []`,
  );
  const wrong = make(() => tensor([1]));
  const error = assertThrows(() => applied(wrong, tensor([2])), TypeError);
  assertEquals(
    error.message,
    `Cannot schedule ${name}: the schedule must return a float64 tensor of ` +
      "shape [], it returned float64 of shape [1]",
  );
}
