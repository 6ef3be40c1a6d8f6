import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  assertGradient,
  grad,
  hessian,
  hvp,
  jvp,
  scalar,
  scan,
  stack,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "../compiler/support.ts";

/** What the loops below depend on. */
type Inputs = { init: Tensor; w: Tensor; xs: Tensor };

const inputs = (): Inputs => ({
  init: tensor([0.3, -0.7]),
  w: tensor([[0.6, -0.4], [0.8, 0.5]]),
  xs: tensor([[0.1, 0.9], [-0.5, 0.2], [0.7, -0.3], [0.4, 0.6]]),
});

/** A recurrent layer: its state goes on, and an error of each turn is kept. */
const layer = ({ init, w, xs }: Inputs): [Tensor, Tensor] =>
  scan(
    (h: Tensor, x: Tensor) => {
      const next = w.matmul(h).add(x).tanh();
      return [next, next.mul(h).square().sum()];
    },
    init,
    xs,
  );

const layerInRow = ({ init, w, xs }: Inputs): [Tensor, Tensor] => {
  const errors: Tensor[] = [];
  let h = init;
  for (let i = 0; i < xs.shape[0]; i++) {
    const x = xs.take(tensor(i, "int32"));
    const next = w.matmul(h).add(x).tanh();
    errors.push(next.mul(h).square().sum());
    h = next;
  }
  return [h, stack(errors)];
};

/** Loops as numbers: of the last carry, of the records, of both. */
const losses: Record<string, (loop: [Tensor, Tensor]) => Tensor> = {
  "the last carry": ([h]) => h.mul(tensor([2, -3])).sum(),
  "the records": ([, errors]) => errors.mul(tensor([1, -2, 3, 0.5])).sum(),
  "both": ([h, errors]) => h.sum().mul(errors.square().sum()),
};

for (const [name, loss] of Object.entries(losses)) {
  Deno.test(`scan(): the gradient of ${name} agrees with finite differences`, () => {
    assertGradient((at: Inputs) => loss(layer(at)), inputs());
  });

  Deno.test(`scan(): the second derivatives of ${name} agree with finite differences`, () => {
    const slope = (at: Inputs) => grad((at: Inputs) => loss(layer(at)))(at);
    assertGradient((at: Inputs) => {
      const { init, w, xs } = slope(at);
      return init.sum().add(w.mul(tensor([[1, 2], [-1, 0.5]])).sum())
        .add(xs.square().sum());
    }, inputs());
  });

  Deno.test(`scan(): derivatives of ${name} are near those of the turns in a row`, () => {
    const looped = (at: Inputs) => loss(layer(at));
    const inRow = (at: Inputs) => loss(layerInRow(at));
    const along = { ...inputs(), init: tensor([1, 0.5]) };
    const derivatives = (f: (at: Inputs) => Tensor) => {
      const slope = (at: Inputs) => grad(f)(at);
      return (at: Inputs) => {
        const product = hvp(f)(at, along);
        const forward = jvp(f)(at, along);
        const third = grad((at: Inputs) => slope(at).w.square().sum())(at);
        return [
          ...[slope(at), product, third].flatMap((x) => [x.init, x.w, x.xs]),
          forward.value,
          forward.tangent,
        ];
      };
    };
    const at = inputs();
    const expected = derivatives(inRow)(at);
    const actual = derivatives(looped)(at);
    // Sums of up to 100 terms of size up to 10, each rounded a few times.
    const tolerance = 1000 * 2 ** -52;
    actual.forEach((x, i) => {
      const [a, e] = [x.toTypedArray(), expected[i].toTypedArray()];
      a.forEach((element, k) => assertAlmostEquals(element, e[k], tolerance));
    });
    const compiled = compile((at: Inputs) => derivatives(looped)(at));
    assertSameTensors(compiled(at), actual);
  });
}

Deno.test("scan(): vjp, jvp and hessian of a loop in closed form", () => {
  // cₙ = w·cₙ₋₁ + x: c₃ = w³c + x(w² + w + 1).
  const f = (p: Tensor[]) => {
    const [c, w, x] = p;
    return scan(
      (c: Tensor) => [w.mul(c).add(x), c],
      c,
      undefined,
      { length: 3 },
    )[0];
  };
  const at = [tensor(5), tensor(2), tensor(3)];
  assertEquals(f(at).item(), 61);
  const slopes = [8, 12 * 5 + 3 * 5, 7];
  const pulled = vjp(f)(at, tensor(1));
  assertEquals(pulled.grad.map((g) => g.item()), slopes);
  at.forEach((_, i) => {
    const along = at.map((_, k) => tensor(i === k ? 1 : 0));
    assertEquals(jvp(f)(at, along).tangent.item(), slopes[i]);
  });
  const second = hessian((p: Tensor) =>
    f([0, 1, 2].map((i) => p.slice([i], [i + 1]).reshape([])))
  );
  const p = tensor([5, 2, 3]);
  const matrix = [[0, 12, 0], [12, 6 * 2 * 5 + 2 * 3, 5], [0, 5, 0]];
  assertEquals(second(p).toArray(), matrix);
  assertEquals(compile(second)(p).toArray(), matrix);
  // The sum of the matrix is 6wc + 2x + 6w² + 4w + 2.
  const third = grad((p: Tensor) => second(p).sum());
  assertEquals(third(p).toArray(), [6 * 2, 6 * 5 + 12 * 2 + 4, 2]);
  assertEquals(compile(third)(p).toArray(), [12, 58, 2]);
});

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

Deno.test("scan(): no derivative passes through integers and stopGradient", () => {
  const f = (w: Tensor) => {
    const turn = (
      { c, count }: { c: Tensor; count: Tensor },
      i: Tensor,
    ): [{ c: Tensor; count: Tensor }, Tensor] => [
      {
        c: c.mul(w.take(i)).add(c.stopGradient()),
        count: count.add(tensor(1, "int32")),
      },
      count,
    ];
    const init = { c: tensor(1), count: tensor(0, "int32") };
    return scan(turn, init, tensor([1, 0, 1], "int32"))[0].c;
  };
  // c·w₁ + c̄, then ·w₀ + c̄, then ·w₁ + c̄, of which c̄ is held constant.
  const w = tensor([2, 3]);
  assertEquals(f(w).item(), 4 * 3 * 4);
  assertEquals(grad(f)(w).toArray(), [4 * 3, 2 * 3 + 12]);
  assertEquals(compile(grad(f))(w).toArray(), [12, 18]);
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
    /4 turns from the last .+, carrying float64 \[\], float64 \[\] →/,
  );
  const { value, grad } = compile(step)(tensor(2), data);
  assertEquals([value.item(), grad.item()], [8 ** 4, 4 * 8 ** 3]);
});

Deno.test("scan(): many learning rates at once, each differentiated", () => {
  const loss = (w: Tensor) => w.mul(tensor([1, 3])).square().sum();
  const end = (rate: Tensor) =>
    loss(
      scan(
        (w: Tensor) => [w.sub(grad(loss)(w).mul(rate)), undefined],
        tensor([1, 1]),
        undefined,
        { length: 3 },
      )[0],
    );
  const rates = tensor([0.01, 0.02, 0.05]);
  const slopes = vmap(grad(end))(rates);
  const alone = [0, 1, 2].map((i) =>
    grad(end)(rates.slice([i], [i + 1]).reshape([]))
  );
  assertSameTensors([slopes], [stack(alone)]);
  assertSameTensors([compile(vmap(grad(end)))(rates)], [stack(alone)]);
  assertGradient((rates: Tensor) => vmap(end)(rates).sum(), rates);
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
