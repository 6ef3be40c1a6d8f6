import { assertThrows } from "@std/assert";
import { noStepAbove } from "../../laws/bounded.ts";
import { Violation } from "../../laws/law.ts";

Deno.test("noStepAbove() takes no NaN for a step within the bound", () => {
  const one = (step: number) => () => noStepAbove([[[1, step]]], () => 1);
  one(-1)();
  assertThrows(one(1.5), Violation, "the step is 1.5");
  assertThrows(one(NaN), Violation, "the step is NaN");
});
