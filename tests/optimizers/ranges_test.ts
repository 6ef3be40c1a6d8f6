import { assertEquals } from "@std/assert";
import type { Hyperparameter } from "../../mod.ts";
import { rules } from "../../optimizers/rules/mod.ts";

/** What each wording of a range says of a number. */
const meanings: Readonly<Record<string, (x: number) => boolean>> = {
  "finite": (x) => Number.isFinite(x),
  "greater than 0": (x) => Number.isFinite(x) && x > 0,
  "in (0, ∞]": (x) => x > 0,
  "at least 0": (x) => Number.isFinite(x) && !(x < 0),
  "at least 1": (x) => Number.isFinite(x) && x >= 1,
  "in [0, 1)": (x) => 0 <= x && x < 1,
  "in [0, 1]": (x) => 0 <= x && x <= 1,
  "a whole number greater than 0": (x) => Number.isSafeInteger(x) && x > 0,
  "a whole number of at least 0": (x) => Number.isSafeInteger(x) && x >= 0,
};

const edges = [
  ...[0, Number.MIN_VALUE, 0.5, 1 - 2 ** -53, 1, 1 + 2 ** -52, 1.5, 2],
  ...[Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, Infinity],
].flatMap((x) => [x, -x]).concat(NaN);

for (const { id, definition } of rules) {
  Deno.test(`${id}() takes the hyperparameters that its ranges name, and no others`, () => {
    for (
      const [name, { range }] of Object.entries<Hyperparameter>(
        definition.hyper,
      )
    ) {
      assertEquals(
        edges.filter(range.contains),
        edges.filter(meanings[range.text]),
        `${name} ${range.text}`,
      );
    }
  });
}
