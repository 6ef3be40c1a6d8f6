import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  max,
  min,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  elementsOf,
  groupsOf,
  subsets,
  toTensor,
} from "./array_support.ts";

/** The greatest of a row by sorting; NaN first of all, -0 before +0. */
function greatest(row: readonly number[]): number {
  if (row.some(Number.isNaN)) return NaN;
  return row.toSorted((a, b) =>
    a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0))
  ).at(-1)!;
}

const least = (row: readonly number[]) => -greatest(row.map((x) => -x));

const reductions = [
  ["max", max, greatest],
  ["min", min, least],
] as const;

for (const [name, reduce, expected] of reductions) {
  Deno.test(`${name}() over any axes is the extreme element`, () => {
    const element = fc.oneof(anyDouble(), fc.constantFrom(0, -0));
    const input = arrays(shapes({ minSize: 1, maxSize: 5 }), element);
    check(fc.property(input, (array) => {
      for (const axes of subsets(array.shape.length)) {
        const kept = {
          shape: array.shape.map((n, i) => axes.includes(i) ? 1 : n),
          elements: groupsOf(array.shape, axes).map((positions) =>
            expected(positions.map((i) => array.elements[i]))
          ),
        };
        const x = toTensor(array);
        assertTensor(reduce(x, { axis: axes, keepDims: true }), kept);
        const result = reduce(x, { axis: axes });
        assertEquals(
          result.shape,
          array.shape.filter((_, i) => !axes.includes(i)),
        );
        assertSameBits(elementsOf(result), kept.elements);
      }
    }));
  });

  Deno.test(`${name}() shares the derivative among ties over all axes`, () => {
    const input = arrays(
      shapes({ minSize: 1, maxSize: 4 }),
      fc.constantFrom(-1, 0, -0, 1),
    );
    check(fc.property(input, (array) => {
      for (const axes of subsets(array.shape.length)) {
        const f = (x: Tensor) => reduce(x, { axis: axes }).mul(5).sum();
        const slopes = array.elements.map(() => 0);
        for (const positions of groupsOf(array.shape, axes)) {
          const best = expected(positions.map((i) => array.elements[i]));
          const ties = positions.filter((i) => array.elements[i] === best);
          for (const i of ties) slopes[i] = 5 / ties.length;
        }
        assertTensor(grad(f)(toTensor(array)), {
          shape: array.shape,
          elements: slopes,
        });
      }
    }));
  });

  Deno.test(`${name}() has the second derivative of what it picks`, () => {
    const sign = name === "max" ? 1 : -1;
    const slope = grad((x: Tensor) => reduce(x.square().mul(sign)));
    const curvature = grad((x: Tensor) => slope(x).sum());
    assertEquals(curvature(tensor([1, 3, -2])).toArray(), [0, 2 * sign, 0]);
    assertEquals(curvature(tensor([1, 3, -3])).toArray(), [0, sign, sign]);
  });

  Deno.test(`${name}() that is NaN has derivative 0, to any order`, () => {
    const slope = grad((x: Tensor) => reduce(x.square()));
    const curvature = grad((x: Tensor) => slope(x).sum());
    assertEquals(slope(tensor([1, NaN, 2])).toArray(), [0, NaN, 0]);
    assertEquals(grad((x: Tensor) => reduce(x))(tensor([NaN, 1])).toArray(), [
      0,
      0,
    ]);
    assertEquals(curvature(tensor([1, NaN])).toArray(), [0, 0]);
  });

  Deno.test(`${name}() is exact for integers and refuses bool`, () => {
    const values = [-2147483648, 2147483647, 0];
    assertEquals(
      reduce(tensor(values, "int32")).item(),
      expected(values),
    );
    assertEquals(reduce(tensor([4294967295], "uint32")).item(), 4294967295);
    assertThrows(
      () => reduce(tensor([true])),
      TypeError,
      `Cannot ${name}: dtype must be float64, float32, int32 or uint32, ` +
        `current dtype is bool`,
    );
  });

  Deno.test(`${name}() refuses to choose among no elements`, () => {
    assertThrows(
      () => reduce(zeros([2, 0]), { axis: [0, 1] }),
      TypeError,
      `Cannot ${name}: axis 1 of shape [2, 0] has no elements to choose from`,
    );
    assertEquals(reduce(zeros([2, 0]), { axis: 0 }).shape, [0]);
  });

  Deno.test(`${name}() names an axis that is not there`, () => {
    assertThrows(
      () => reduce(tensor([1]), { axis: -2 }),
      RangeError,
      `Cannot ${name}: axis must be an integer in [-1, 1)`,
    );
  });
}
