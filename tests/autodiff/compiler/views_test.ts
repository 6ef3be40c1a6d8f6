/** Views of views, and steps that read what they replace through them. */
import * as fc from "fast-check";
import { compile } from "../../../autodiff/compile.ts";
import { concatenate, full, key, type Tensor } from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import { assertSameTensors } from "./support.ts";

/** Ways to look at a matrix whose elements then lie in another order. */
const views: Record<string, (x: Tensor) => Tensor> = {
  "as it is": (x) => x,
  transposed: (x) => x.transpose(),
  "turned round": (x) => x.flip([1]),
  "without its first column": (x) => x.slice([0, 1]),
  "every other row": (x) => x.slice([0, 0], [], [2, 1]),
  stretched: (x) => x.slice([0, 0], [1]).broadcastTo([3, x.shape[1]]),
};

const part = fc.record({
  first: fc.nat({ max: 12 }),
  length: fc.integer({ min: 1, max: 14 }),
  step: fc.integer({ min: 1, max: 4 }),
});

for (const [name, view] of Object.entries(views)) {
  Deno.test(`compile() reads parts of a flattened matrix ${name}`, () => {
    const sizes = fc.tuple(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 5 }),
    );
    check(
      fc.property(sizes, part, ([rows, columns], { first, length, step }) => {
        const x = key(rows).normal([rows, columns]);
        const f = (x: Tensor) => {
          const flat = view(x).reshape([-1]);
          const some = flat.slice([first], [first + length], [step]);
          const even = some.slice([0], [some.size - some.size % 2]);
          return [some.mul(2), even.reshape([2, -1]).transpose().add(1)];
        };
        using compiled = compile<[Tensor], Tensor[]>(f);
        assertSameTensors(compiled(x), f(x));
      }),
      { numRuns: 60 },
    );
  });
}

/** Steps that move elements of what they replace to other places of it. */
const moves: Record<string, (x: Tensor) => Tensor> = {
  "on, a number in front": (x) =>
    concatenate([full([1], 0.5), x.slice([0], [x.size - 1])]),
  "on, with padding": (x) => x.slice([0], [x.size - 1]).pad([[1, 0]], 3),
  "back, with padding": (x) => x.slice([1]).pad([[0, 1]], -0),
  "apart": (x) =>
    x.slice([0], [Math.ceil(x.size / 2)]).reshape([-1, 1])
      .pad([[0, 0], [0, 1]], 7).reshape([-1]).slice([0], [x.size]),
  "round": (x) => concatenate([x.slice([x.size - 1]), x.slice([0], [-1])]),
};

for (const [name, move] of Object.entries(moves)) {
  Deno.test(`repeat() of a step that moves elements ${name}`, () => {
    for (let size = 2; size < 36; size++) {
      const x = key(size).normal([size]);
      using step = compile(move);
      let expected = x;
      for (let count = 1; count < 4; count++) {
        expected = move(expected);
        assertSameTensors([step.repeat(count, x)], [expected]);
      }
    }
  });
}
