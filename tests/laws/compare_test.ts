import { assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { sameNumber, sameSteps } from "../../laws/compare.ts";
import { Violation } from "../../laws/law.ts";
import { check } from "../support/property.ts";

const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE),
  fc.double(),
);

Deno.test("sameSteps() tells all bits apart, those of the zeros too", () => {
  check(fc.property(anyNumber, anyNumber, (a, b) => {
    const compare = () => sameSteps([[[1, a]]], [[[1, b]]], "the run again");
    if (Object.is(a, b)) compare();
    else assertThrows(compare, Violation, "parameter 0, element 1");
  }));
  assertThrows(
    () => sameSteps([[[0]]], [[[-0]]], "the run again"),
    Violation,
    "after step 0, parameter 0, element 0: the run again gives 0, where -0",
  );
});

Deno.test("sameSteps() holds steps that are missing for different", () => {
  assertThrows(() => sameSteps([], [[[1]]], "the run again"), Violation);
});

Deno.test("sameNumber() holds the zeros for alike, and NaN for itself", () => {
  check(fc.property(anyNumber, anyNumber, (a, b) => {
    const alike = a === b || (Number.isNaN(a) && Number.isNaN(b));
    if (sameNumber(a, b) !== alike) throw new Error(`${a} and ${b}`);
  }));
});
