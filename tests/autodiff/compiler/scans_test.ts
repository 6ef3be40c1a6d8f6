/** Several loops in one program. */
import { compile } from "../../../autodiff/compile.ts";
import { grad, key, scan, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

type Turn = (carry: Tensor, x: Tensor) => readonly [Tensor, Tensor];

/** Turns that begin with the same, and make something else of it. */
const turns: readonly Turn[] = [
  (c, x) => [c.mul(0.5).add(x), c],
  (c, x) => [c.mul(0.5).sub(x), c],
  (c, x) => [c.mul(0.5).add(x), x],
  (c, x) => [c.mul(x).add(0.5), c.sum().add(x)],
];

Deno.test("compile() tells loops apart that begin with the same", () => {
  const f = (init: Tensor, xs: Tensor) =>
    turns.flatMap((turn) => {
      const [last, records] = scan(turn, init, xs);
      const [sooner] = scan(turn, init, xs.slice([0], [3]));
      const slope = grad((x: Tensor) => scan(turn, x, xs)[0].sum());
      return [last, records, sooner, slope(init)];
    });
  for (const dtype of ["float64", "float32"] as const) {
    const init = key(1).normal([7], { dtype });
    const xs = key(2).normal([5, 7], { dtype });
    const compiled = compile<[Tensor, Tensor], Tensor[]>(f);
    for (let i = 0; i < 2; i++) {
      assertSameTensors(compiled(init, xs), f(init, xs));
    }
  }
});

/** Tensors that change places in each turn, one of which also changes. */
function changing(places: Tensor[], by: Tensor): Tensor[] {
  return scan<Tensor[], undefined, undefined>(
    ([first, ...others]) => [[...others, first.mul(by)], undefined],
    places,
    undefined,
    { length: 7 },
  )[0];
}

Deno.test("compile() keeps loops that follow each other out of each other's memory", () => {
  const size = 50;
  const numbers = (seed: number) => key(seed).normal([size]);
  const factors = [5, 6, 7].map((seed) => numbers(seed).mul(0.1).add(1));
  const f = (start: Tensor[]) => {
    const first = changing(start, factors[0]);
    const second = changing(first, factors[1]);
    const inside = scan<Tensor[], undefined, Tensor>(
      (places) => {
        const next = changing(places, factors[2]);
        return [next, next[0].add(factors[0]).sum()];
      },
      second,
      undefined,
      { length: 3 },
    );
    return [...first, ...inside[0], inside[1], second[0].mul(factors[2])];
  };
  const compiled = compile<[Tensor[]], Tensor[]>(f);
  const start = [numbers(1), numbers(2), numbers(3)];
  for (let i = 0; i < 3; i++) assertSameTensors(compiled(start), f(start));
  assertSameTensors(
    compiled([tensor(0.5).broadcastTo([size]), ...start.slice(1)]),
    f([tensor(0.5).broadcastTo([size]), ...start.slice(1)]),
  );
});
