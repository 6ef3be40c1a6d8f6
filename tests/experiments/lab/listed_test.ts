import { assertEquals } from "@std/assert";
import {
  adagrad,
  type Contestant,
  contestant,
  polyak,
  sam,
  sophia,
} from "../../../mod.ts";
import { caveats } from "../../../experiments/lab/caveats.ts";
import { byFamily, familyOf } from "../../../experiments/lab/family_of.ts";
import { listed } from "../../../experiments/lab/listed.ts";
import { study } from "../support/studies.ts";

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

Deno.test("caveats() name optimizers with rates of their own, and with more work a step", () => {
  const plain = contestant(adagrad);
  const rates = { ...plain, grid: { learningRate: [1, 2] } };
  const [hessian, twice] = [contestant(sophia), contestant(sam)];
  const of = (...optimizers: Contestant[]) =>
    caveats(study({ optimizers })).join(" ");
  assertEquals(of(plain), "");
  assertEquals(of(rates), "adagrad is run with η = 1, 2 alone.");
  assertEquals(
    of(twice, plain, hessian),
    "A step of sam, sophia takes gradients at several points or a product " +
      "with the Hessian: for the same work these would have fewer steps.",
  );
  assertEquals(of(contestant(polyak)), "");
});
