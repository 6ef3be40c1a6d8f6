import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { broadcastShapes } from "../../autodiff/shapes.ts";
import { check } from "../support/property.ts";

const shape = fc.array(fc.constantFrom(0, 1, 2, 3), { maxLength: 3 });

Deno.test("broadcastShapes() goes by NumPy's rule, axes of length 0 too", () => {
  check(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), (shapes) => {
      const rank = Math.max(...shapes.map(({ length }) => length));
      const aligned = shapes.map((shape) => [
        ...new Array<number>(rank - shape.length).fill(1),
        ...shape,
      ]);
      const lengths = Array.from({ length: rank }, (_, axis) => [
        ...new Set(aligned.map((shape) => shape[axis]).filter((n) => n !== 1)),
      ]);
      if (lengths.some((several) => several.length > 1)) {
        assertThrows(() => broadcastShapes("add", shapes), TypeError, "add");
        return;
      }
      const right = lengths.map(([length = 1]) => length);
      assertEquals(broadcastShapes("add", shapes), right);
    }),
  );
});
