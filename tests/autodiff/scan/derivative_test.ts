import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  assertGradient,
  grad,
  hessian,
  hvp,
  jvp,
  scan,
  stack,
  type Tensor,
  tensor,
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
