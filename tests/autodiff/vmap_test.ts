import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  matmul,
  ones,
  scalar,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, finiteDouble } from "../support/property.ts";

const rows = tensor([[1, 2, 3], [4, 5, 6]]);

Deno.test("vmap() maps the first axis of every argument by default", () => {
  const f = (a: Tensor, b: Tensor) => a.mul(b).sum();
  assertEquals(vmap(f)(rows, rows).toArray(), [14, 77]);
  assertEquals(vmap(f)(rows, tensor([10, 100])).toArray(), [60, 1500]);
});

Deno.test("vmap() maps the axes it is told, from either end", () => {
  const columns = [[1, 4], [2, 5], [3, 6]];
  const same = (x: Tensor) => x;
  assertEquals(vmap(same, { axes: [0] })(rows).toArray(), rows.toArray());
  for (const axis of [1, -1]) {
    assertEquals(vmap(same, { axes: [axis] })(rows).toArray(), columns);
  }
  const cube = tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[9, 10], [
    11,
    12,
  ]]]);
  const middle = vmap((x: Tensor) => x.sum({ axis: 0 }), { axes: [-2] })(cube);
  assertEquals(middle.toArray(), [[15, 18], [21, 24]]);
});

Deno.test("vmap() shares the arguments that have no axis", () => {
  const f = (x: Tensor, w: Tensor, n: number) => matmul(w, x).mul(n);
  const mapped = vmap(f, { axes: [0, null, null] });
  const w = tensor([[1, 0, 1], [0, 2, 0]]);
  assertEquals(mapped(rows, w, 10).toArray(), [[40, 40], [100, 100]]);
  assertEquals(vmap(f, { axes: [0] })(rows, w, 10).toArray(), [
    [40, 40],
    [100, 100],
  ]);
});

Deno.test("vmap() maps every leaf of a tree, and gives trees", () => {
  const f = ({ a, rest: [b] }: { a: Tensor; rest: [Tensor] }) => ({
    sum: a.add(b.sum()),
    parts: [b, tensor(7)],
  });
  const { sum, parts } = vmap(f)({ a: tensor([10, 20]), rest: [rows] });
  assertEquals(sum.toArray(), [16, 35]);
  assertEquals(parts[0].toArray(), rows.toArray());
  assertEquals(parts[1].toArray(), [7, 7]);
});

Deno.test("vmap() repeats what does not depend on the instance", () => {
  const w = tensor([1, 2]);
  assertEquals(vmap((_: Tensor) => w)(zeros([3])).toArray(), [[1, 2], [1, 2], [
    1,
    2,
  ]]);
  assertEquals(vmap((_: Tensor) => w.sum())(zeros([0])).shape, [0]);
  assertEquals(vmap((_: Tensor) => tensor([true]))(zeros([2])).toArray(), [
    [true],
    [true],
  ]);
});

Deno.test("vmap() of vmap() maps two axes", () => {
  const table = vmap(
    (a: Tensor) => vmap((b: Tensor) => a.mul(10).add(b))(tensor([1, 2, 3])),
  )(tensor([4, 5]));
  assertEquals(table.toArray(), [[41, 42, 43], [51, 52, 53]]);
  const pairs = vmap(vmap((a: Tensor, b: Tensor) => a.mul(b)), {
    axes: [0, 1],
  })(rows, rows.transpose());
  assertEquals(pairs.toArray(), rows.square().toArray());
});

Deno.test("vmap() keeps dtypes, and makes mapped scalars strong", () => {
  for (const dtype of ["float32", "int32", "uint32", "bool"] as const) {
    const x = ones([2, 3], dtype);
    const result = vmap((row: Tensor) => row)(x);
    assertEquals([result.dtype, result.shape], [dtype, [2, 3]]);
  }
  const rates = vmap((rate: Tensor) => rate.mul(scalar(0.5)))(tensor([1, 2]));
  assertEquals([rates.dtype, rates.toArray()], ["float64", [0.5, 1]]);
});

Deno.test("vmap() sums each instance in the order that it has alone", () => {
  const row = fc.array(finiteDouble(), { minLength: 23, maxLength: 23 });
  const instances = fc.array(row, { minLength: 1, maxLength: 4 });
  check(fc.property(instances, (instances) => {
    const all = tensor(instances);
    const total = (x: Tensor) => x.sum();
    const alone = instances.map((row) => total(tensor(row)).item());
    // Along rows, the instances are neighbours; the order stays the same.
    for (const [x, axis] of [[all, 0], [all.transpose(), 1]] as const) {
      const sums = vmap(total, { axes: [axis] })(x);
      assertSameBits(sums.toTypedArray(), new Float64Array(alone));
    }
    const square = (x: Tensor) => x.reshape([-1]).sum({ axis: 0 });
    assertSameBits(
      vmap(grad((x) => square(x.mul(x))))(all).toTypedArray(),
      all.add(all).toTypedArray(),
    );
  }));
});

Deno.test("vmap() refuses arguments that do not go together", () => {
  const f = (...all: Tensor[]) => all[0];
  const refuses = (run: () => unknown, text: string) =>
    void assertThrows(run, Error, `Cannot vmap: ${text}`);
  refuses(
    () => vmap(f)(zeros([2, 1]), zeros([3])),
    "all mapped arguments must have as many instances; found 2 and 3 " +
      "(shapes [2, 1] and [3], instances in front)",
  );
  refuses(
    () => vmap(f, { axes: [null, null] })(zeros([2]), zeros([2])),
    "at least one argument with a tensor must be mapped",
  );
  refuses(
    () => vmap(f)(),
    "at least one argument with a tensor must be mapped",
  );
  refuses(() => vmap(f, { axes: [2] })(zeros([2, 1])), "axis must be");
  refuses(() => vmap(f, { axes: [-3] })(zeros([2, 1])), "axis must be");
  refuses(() => vmap(f)(tensor(3)), "a tensor of rank 0 has no axes");
  refuses(
    () => vmap(f)(3 as unknown as Tensor),
    "expected a tensor, a record or an array, current value is 3",
  );
  refuses(
    () => vmap((_: Tensor) => 3 as unknown as Tensor)(zeros([2])),
    "expected a tensor, a record or an array, current value is 3",
  );
});
