import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { distanceOf } from "../../../optimizers/explain/distance.ts";
import { ulpDistance } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";

Deno.test("distanceOf() counts the doubles between two numbers", () => {
  check(
    fc.property(anyDouble(), anyDouble(), (a, b) => {
      assertEquals(distanceOf(a, b, "float64").ulps, ulpDistance(a, b));
    }),
    { numRuns: 500 },
  );
  assertEquals(distanceOf(-5e-324, 5e-324, "float64").ulps, 2);
  assertEquals(distanceOf(-1, 1, "float32").ulps, 2 * 127 * 2 ** 23);
  assertEquals(distanceOf(1, 1 + 2 ** -23, "float32").ulps, 1);
  assertEquals(distanceOf(-1, -1 - 2 ** -23, "float32").ulps, 1);
});

Deno.test("distanceOf() is the same from either side, 0 for equal numbers", () => {
  check(
    fc.property(anyDouble(), anyDouble(), (a, b) => {
      assertEquals(distanceOf(a, b, "float64"), distanceOf(b, a, "float64"));
      assertEquals(distanceOf(a, a, "float64"), { ulps: 0, relative: 0 });
    }),
    { numRuns: 500 },
  );
  assertEquals(distanceOf(0, -0, "float64"), { ulps: 0, relative: 0 });
  assertEquals(distanceOf(4, 3, "float64").relative, 0.25);
  assertEquals(distanceOf(1, Infinity, "float64").relative, Infinity);
  assertEquals(distanceOf(1e308, -1e308, "float64").relative, 2);
});
