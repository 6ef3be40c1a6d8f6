import { assertEquals } from "@std/assert";
import { byFamily, familyOf } from "../../../experiments/lab/family_of.ts";
import { listed } from "../../../experiments/lab/listed.ts";

const names = Array.from({ length: 14 }, (_, i) => String(i + 1));

Deno.test("listed() has all of a short list, and of a long one how many are between", () => {
  assertEquals(listed([]), "");
  assertEquals(listed(names.slice(0, 10)), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
  assertEquals(
    listed(names.slice(0, 11)),
    "1, 2, 3, 4, 5, 6, 7, 8, 9, … (1 between), 11",
  );
  assertEquals(listed(names, 4), "1, 2, 3, … (10 between), 14");
});

Deno.test("familyOf() knows rules and their variants, and counts others as both", () => {
  const ids = ["gradient-descent", "momentum/keras", "adagrad", "adam", "mine"];
  assertEquals(ids.map(familyOf), [
    ...["plain", "direction", "step size", "both", "both"],
  ]);
});

Deno.test("byFamily() keeps the order within a family and leaves out empty ones", () => {
  assertEquals(byFamily([]), []);
  assertEquals(byFamily(["adam", "nesterov", "mine", "gradient-descent"]), [
    { title: "direction", optimizers: ["nesterov", "gradient-descent"] },
    { title: "both", optimizers: ["adam", "mine"] },
  ]);
});
