/** Products whose finished elements replace what is read beside them. */
import { assertStringIncludes } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import { key, type Tensor } from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

type State = [w: Tensor, v: Tensor];

/** Steps of two matrices by a product; both results read both matrices. */
const steps: Record<string, (product: Tensor, state: State) => State> = {
  "the first once more": (p, [w, v]) => {
    const next = p.add(w);
    return [next, next.mul(w).add(v)];
  },
  "the second once more": (p, [w, v]) => {
    const next = v.mul(0.5).add(p);
    return [w.sub(next.mul(v)), next];
  },
  "both crosswise": (p, [w, v]) => {
    const [a, b] = [p.mul(v), p.sub(w)];
    return [a.add(w), b.add(v).mul(w)];
  },
  "the product too": (p, [w, v]) => {
    const next = w.sub(p.mul(0.1));
    return [next, p.mul(w).sub(v).add(next)];
  },
};

for (const [name, finish] of Object.entries(steps)) {
  for (const dtype of ["float64", "float32"] as const) {
    Deno.test(`a finished product replaces what it reads: ${name}, in ${dtype}`, () => {
      for (const [m, k, n] of [[2, 3, 2], [9, 4, 13], [33, 70, 67]]) {
        const draw = (seed: number, ...shape: number[]) =>
          key(seed).normal(shape, { dtype }).mul(0.25);
        const [a, b] = [draw(1, m, k), draw(2, k, n)];
        const step = (state: State, a: Tensor, b: Tensor) =>
          finish(a.matmul(b), state);
        const start: State = [draw(3, m, n), draw(4, m, n)];
        using compiled = compile<[State, Tensor, Tensor], State>(step);
        const text = compiled.explain(start, a, b);
        assertStringIncludes(text, ", then ");
        assertStringIncludes(text, "in place: 2 outputs");
        let expected = start;
        for (let count = 1; count < 4; count++) {
          expected = step(expected, a, b);
          assertSameTensors(compiled.repeat(count, start, a, b), expected);
        }
      }
    });
  }
}
