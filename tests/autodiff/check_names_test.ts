/** Options that are misspelt are refused, wherever there are some. */
import { assertThrows } from "@std/assert";
import {
  assertGradient,
  checkGradient,
  compile,
  compileLoop,
  key,
  scan,
  type Tensor,
  tensor,
  vmap,
} from "../../mod.ts";

const x = tensor([1, 2]);
const loss = (w: Tensor) => w.square().sum();
const turn = (sum: Tensor, x: Tensor): [Tensor, Tensor] => [sum.add(x), sum];

/** What takes options, by its name in messages; a name of each, misspelt. */
const cases: [string, (options: never) => unknown, string, string][] = [
  ["normal", (options) => key(1).normal([2], options), "dtpye", "dtype"],
  ["normal", (options) => key(1).normal([2], options), "meen", "mean"],
  ["uniform", (options) => key(1).uniform([2], options), "hihg", "high"],
  ["vmap", (options) => vmap(loss, options), "axis", "axes"],
  ["scan", (o) => scan(turn, tensor(0), x, o), "lenght", "length"],
  ["compile", (options) => compile(loss, options), "thread", "threads"],
  ["compileLoop", (o) => compileLoop(turn as never, o), "thread", "threads"],
  [
    "checkGradient",
    (o) => checkGradient(loss, x, o),
    "direction",
    "directions",
  ],
  [
    "checkGradient",
    (o) => assertGradient(loss, x, o),
    "tolerence",
    "tolerance",
  ],
  ["sum", (options) => x.sum(options), "axes", "axis"],
];

for (const [name, call, wrong, right] of cases) {
  Deno.test(`${name}() refuses an option ${wrong}`, () => {
    assertThrows(
      () => call({ [wrong]: 1 } as never),
      TypeError,
      `Cannot ${name}: it has no option ${wrong}; did you mean ${right}?`,
    );
    for (const none of [2, null, "x"]) {
      assertThrows(
        () => call(none as never),
        TypeError,
        `Cannot ${name}: options must be a record`,
      );
    }
  });
}
