import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { sizeOf, stridesOf } from "../../autodiff/shapes.ts";
import { copyStrided, forEachStrided } from "../../autodiff/strided.ts";
import { check } from "../support/property.ts";

/** Part of a tensor: where it begins and how long it is along each axis. */
const part = fc.array(
  fc.record({
    before: fc.nat({ max: 2 }),
    length: fc.integer({ min: 0, max: 20 }),
    after: fc.nat({ max: 2 }),
  }),
  { maxLength: 3 },
);

Deno.test("copyStrided() copies each element from where the view has it", () => {
  check(fc.property(
    part,
    fc.constantFrom("kept", "turned", "repeated"),
    (axes, kind) => {
      const whole = axes.map((a) => a.before + a.length + a.after);
      let strides = stridesOf(whole);
      let shape = axes.map(({ length }) => length);
      const offset = axes.reduce((o, a, i) => o + a.before * strides[i], 0);
      if (kind === "turned") {
        strides = strides.toReversed();
        shape = shape.toReversed();
      }
      if (kind === "repeated") {
        strides = [0, ...strides];
        shape = [3, ...shape];
      }
      const from = Float64Array.from({ length: sizeOf(whole) }, (_, i) => i);
      const to = new Float64Array(sizeOf(shape)).fill(-1);
      copyStrided(from, to, shape, { strides, offset });
      const right: number[] = [];
      forEachStrided(shape, strides, offset, (_, index) => right.push(index));
      assertEquals([...to], right);
    },
  ));
});
