/** Which of several places in a program is said to have failed. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  compileLoop,
  oneHot,
  scan,
  take,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

const table = tensor([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15]]);

/** Places that refuse different indices, one after another. */
const places: readonly ((index: Tensor) => Tensor)[] = [
  (index) => take(table, index, 0).sum(),
  (index) => take(table, index, 1).sum(),
  (index) => oneHot(index, 4).sum({ axis: 0 }).sum(),
  (index) => take(table.reshape([-1]), index, 0).sum(),
];

type Indices = readonly Tensor[];

const f = (indices: Indices) => places.map((place, i) => place(indices[i]));

const good: Indices = places.map(() => tensor([0, 1, 2], "int32"));

/** Good indices, but for one in one of the places. */
const wrong = (at: number, index: number): Indices =>
  good.map((each, i) => i === at ? tensor([1, index, 99], "int32") : each);

Deno.test("compile() names the place that refuses an index", () => {
  const compiled = compile<[Indices], Tensor[]>(f);
  for (const at of places.keys()) {
    for (const index of [-40, 40, 2147483647, -2147483648]) {
      const indices = wrong(at, index);
      const { message } = assertThrows(() => f(indices), RangeError);
      assertThrows(() => compiled(indices), RangeError, message);
      assertSameTensors(compiled(good), f(good));
    }
  }
});

Deno.test("compile() names the place in a loop, at the first turn that fails", () => {
  const turns = (all: Indices) =>
    scan(
      (sum: Tensor, x: Indices) => [
        f(x).reduce((sum, each) => sum.add(each), sum),
        sum,
      ],
      tensor(0),
      all,
    );
  const stacked = (rows: readonly Indices[]) =>
    places.map((_, i) =>
      tensor(rows.map((row) => row[i].toArray() as number[]), "int32")
    );
  const compiled = compile<[Indices], [Tensor, Tensor]>(turns);
  for (const at of places.keys()) {
    const all = stacked([good, wrong(at, 50), wrong(at, 60), good]);
    const { message } = assertThrows(() => turns(all), RangeError);
    assertThrows(() => compiled(all), RangeError, message);
    const right = stacked([good, good, good, good]);
    assertSameTensors(compiled(right), turns(right));
    const loop = compileLoop<Tensor, Indices, undefined>((sum, x) => [
      f(x).reduce((sum, each) => sum.add(each), sum),
      undefined,
    ]);
    const run = loop.start(tensor(0));
    assertThrows(() => run.steps(4, all), RangeError, message);
    const again = loop.start(tensor(0));
    again.steps(4, right);
    assertEquals(again.state().item(), turns(right)[0].item());
  }
});
