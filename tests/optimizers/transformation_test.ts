import { assertEquals, assertThrows } from "@std/assert";
import { defineTransformation, mapTree, tensor } from "../../mod.ts";

function assertRefused(
  call: () => unknown,
  message: string,
  kind: ErrorConstructor = TypeError as ErrorConstructor,
): void {
  assertEquals((assertThrows(call, kind) as Error).message, message);
}

Deno.test("defineTransformation() checks hyperparameters as rules do", () => {
  const scale = defineTransformation({
    id: "scale-by-two",
    hyper: {
      first: {
        range: { text: "less than 9", contains: (x) => x < 9 },
        symbol: "a",
        doc: "factor",
        default: 2,
      },
      second: {
        range: { text: "less than 5", contains: (x) => x < 5 },
        symbol: "b",
        doc: "factor",
      },
    },
    traits: { coordinatewise: true },
    apply: (updates, { t }, { first, second }) =>
      mapTree((u) => u.mul(first).add(second).mul(t), updates),
  });
  const made = scale({ second: (t) => t });
  assertEquals(made.id, "scale-by-two");
  assertEquals(made.hyperparameters.first, 2);
  const context = { params: tensor(0), t: tensor(3) };
  assertEquals(made.apply(tensor(5), context).item(), 39);
  assertRefused(
    () => scale({ second: 5 }),
    "Cannot create scaleByTwo: second must be less than 5, current value is 5",
    RangeError as ErrorConstructor,
  );
  assertRefused(
    () => scale({}),
    "Cannot create scaleByTwo: second must be given, less than 5",
  );
  assertRefused(
    () => scale({ second: 1, firts: 2 } as never),
    "Cannot create scaleByTwo: it has no hyperparameter firts; did you mean " +
      "first?",
  );
  assertRefused(
    () => scale(3 as never),
    "Cannot create scaleByTwo: options must be a record, current value is 3",
  );
});
