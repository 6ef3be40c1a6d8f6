import { assertThrows } from "@std/assert";
import { tensor } from "../../../autodiff/mod.ts";

/** The reductions that take options, called as a program without types may. */
const names = [
  "sum",
  "mean",
  "variance",
  "prod",
  "max",
  "min",
  "norm",
  "logsumexp",
  "argmax",
];
const x = tensor([[1, 2], [3, 4]]) as unknown as Record<
  string,
  (options: unknown) => unknown
>;

for (const name of names) {
  Deno.test(`${name}() refuses options that it would not look at`, () => {
    const wrong: [unknown, string][] = [
      [0, "options must be a record such as { axis: 0 }, current value is 0"],
      [[0], "options must be a record such as { axis: 0 }, current value is"],
      [{ axes: 0 }, "it has no option axes; did you mean axis?"],
      [{ keepdims: true }, "it has no option keepdims; did you mean keepDims?"],
    ];
    for (const [options, text] of wrong) {
      assertThrows(
        () => x[name](options),
        TypeError,
        `Cannot ${name}: ${text}`,
      );
    }
  });
}

Deno.test("argmax() refuses several axes", () => {
  assertThrows(
    () => x.argmax({ axis: [0, 1] }),
    TypeError,
    "Cannot argmax: axis must be one number, current value is an array",
  );
});
