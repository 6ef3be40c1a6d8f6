/** What turns of a loop share, or make of what is outside. */
import { assertEquals, assertMatch } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  grad,
  key,
  scalar,
  scan,
  stack,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "../compiler/support.ts";

Deno.test("scan(): sums of contributions keep the sign of zero", () => {
  const f = (w: Tensor) =>
    scan(
      (c: Tensor, x: Tensor) => [c.add(w.mul(x)), undefined],
      tensor(1),
      tensor([-0, -0]),
    )[0];
  const slope = grad(f)(tensor(1));
  assertSameTensors([slope, compile(grad(f))(tensor(1))], [
    tensor(-0),
    tensor(-0),
  ]);
});

Deno.test("scan(): what a turn returns of the outside as it is, has a derivative", () => {
  const f = (w: Tensor) => {
    const [last, records] = scan(
      (c: Tensor, x: Tensor) => [w, { w, x, c }],
      tensor(1),
      tensor([1, 2, 3]),
    );
    const { w: all, x, c } = records;
    return last.mul(100).add(all.mul(x).sum()).add(c.mul(10).sum());
  };
  // 100w + (1 + 2 + 3)w + 10(1 + w + w).
  assertEquals(f(tensor(2)).item(), 262);
  assertEquals(grad(f)(tensor(2)).item(), 126);
  assertEquals(compile(grad(f))(tensor(2)).item(), 126);
});

Deno.test("scan(): the gradient by what turns share adds the last use first", () => {
  // Beside 2⁵³ a single 1 is lost, 1 + 1 is not.
  const big = 2 ** 53;
  const slope = (turns: number[][]) => {
    const f = (w: Tensor) =>
      scan(
        (c: Tensor, x: Tensor[]) => [
          x.reduce((sum, factor) => sum.add(w.mul(factor)), c),
          undefined,
        ],
        tensor(0),
        [0, 1, 2].map((i) => tensor(turns.map((turn) => turn[i]))),
      )[0];
    const result = grad(f)(tensor(1)).item();
    assertEquals(compile(grad(f))(tensor(1)).item(), result);
    return result;
  };
  assertEquals(slope([[big, 1, 1]]), big + 2);
  assertEquals(slope([[1, 1, big]]), big);
  assertEquals(slope([[big, 0, 0], [1, 1, 0]]), big + 2);
  assertEquals(slope([[1, 1, 0], [big, 0, 0]]), big);
});

Deno.test("scan(): a capture that is not differentiated costs no turn anything", () => {
  const data = tensor([1, 2, 3]);
  const step = (at: Tensor, data: Tensor) =>
    valueAndGrad((w: Tensor) =>
      scan(
        (c: Tensor) => [c.mul(w).add(data.mul(c).sum()), c],
        tensor(1),
        undefined,
        { length: 4 },
      )[0]
    )(at);
  const text = compile(step).explain(tensor(2), data);
  // Back, it carries the cotangents of c and of w.
  assertMatch(
    text,
    /4 turns from the last .+, carrying 2 × float64 \[\] →/,
  );
  const { value, grad } = compile(step)(tensor(2), data);
  assertEquals([value.item(), grad.item()], [8 ** 4, 4 * 8 ** 3]);
});

Deno.test("scan(): forth and back hold a captured tensor once", () => {
  const w = key(1).normal([9, 9]);
  const f = grad((x: Tensor) =>
    scan(
      (c: Tensor) => [w.matmul(c).tanh(), undefined],
      x,
      undefined,
      { length: 3 },
    )[0].sum()
  );
  const x = key(2).normal([9]);
  assertMatch(compile(f).explain(x), /captured tensors: float64 \[9, 9\]\n/);
  assertSameTensors([compile(f)(x)], [f(x)]);
  const many = key(3).normal([2, 9]);
  assertSameTensors([compile(vmap(f))(many)], [vmap(f)(many)]);
});

Deno.test("scan(): weak scalars that are captured and carried, with float32", () => {
  type At = { rate: Tensor; w: Tensor };
  const decay = (rate: Tensor, w: Tensor) => ({
    w: w.sub(w.mul(rate)),
    rate: rate.mul(rate).add(0.25),
  });
  const looped = ({ rate, w }: At) => {
    const [last, sums] = scan(
      (carry: At) => [decay(carry.rate, carry.w), carry.w.sum()],
      { rate, w },
      undefined,
      { length: 4 },
    );
    return last.w.square().sum().add(sums.square().sum());
  };
  const inRow = ({ rate, w }: At) => {
    const sums: Tensor[] = [];
    for (let i = 0; i < 4; i++) {
      const next = decay(rate, w);
      sums.push(w.sum());
      ({ rate, w } = next);
    }
    return w.square().sum().add(stack(sums).square().sum());
  };
  const at = { rate: scalar(0.3), w: tensor([1.1, -0.7, 0.2], "float32") };
  const expected = valueAndGrad(inRow)(at);
  const run = (at: At) => valueAndGrad(looped)(at);
  for (const { value, grad } of [run(at), compile(run)(at)]) {
    assertSameTensors(
      [value, grad.rate, grad.w],
      [expected.value, expected.grad.rate, expected.grad.w],
    );
    assertEquals(tensor([1], "float32").mul(grad.rate).dtype, "float32");
  }
});
