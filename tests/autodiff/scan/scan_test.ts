import { assertEquals } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  arange,
  grad,
  ones,
  scalar,
  scan,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "../compiler/support.ts";

Deno.test("scan() goes through slices in order and records each turn", () => {
  const f = (xs: Tensor) =>
    scan(
      (carry: Tensor, x: Tensor) => [carry.mul(2).add(x), carry.sub(x)],
      tensor([1, 0]),
      xs,
    );
  const xs = tensor([[1, 2], [3, 4], [5, 6]]);
  for (const [last, records] of [f(xs), compile(f)(xs)]) {
    assertEquals(last.toArray(), [23, 22]);
    assertEquals(records.toArray(), [[0, -2], [0, -2], [4, 2]]);
  }
});

Deno.test("scan() takes and gives trees, of every dtype", () => {
  interface Carry {
    sum: Tensor;
    seen: [Tensor, { count: Tensor }];
    rate: Tensor;
  }
  const turn = (
    { sum, seen: [any, { count }], rate }: Carry,
    { x, take }: { x: Tensor; take: Tensor[] },
  ): [Carry, Tensor[]] => {
    const next = sum.add(x.mul(rate));
    const one = tensor(1, "int32");
    return [
      {
        sum: next,
        seen: [any.logicalOr(take[0]), { count: count.add(one) }],
        rate: rate.div(2),
      },
      [count, any, next.cast("float64").sum()],
    ];
  };
  const init: Carry = {
    sum: zeros([2], "float32"),
    seen: [tensor(false), { count: tensor(5, "int32") }],
    rate: scalar(1),
  };
  const xs = {
    x: tensor([[1, 2], [4, 8], [16, 32]], "float32"),
    take: [tensor([false, true, false])],
  };
  const f = (init: Carry, xs: { x: Tensor; take: Tensor[] }) =>
    scan(turn, init, xs);
  for (const run of [f, compile(f)]) {
    const [last, [counts, anys, sums]] = run(init, xs);
    assertEquals(last.sum.dtype, "float32");
    assertEquals(last.sum.toArray(), [7, 14]);
    assertEquals(last.seen[0].toArray(), true);
    assertEquals(last.seen[1].count.item(), 8);
    assertEquals(ones([1], "float32").mul(last.rate).dtype, "float32");
    assertEquals(last.rate.item(), 0.125);
    assertEquals(counts.dtype, "int32");
    assertEquals(counts.toArray(), [5, 6, 7]);
    assertEquals(anys.toArray(), [false, false, true]);
    assertEquals(sums.toArray(), [3, 9, 21]);
  }
});

Deno.test("scan() of no turns gives the first carry and empty records", () => {
  const f = (c: Tensor, w: Tensor, xs: Tensor) =>
    scan(
      (c: Tensor, x: Tensor) => [c.mul(w).add(x.sum()), x.sum().mul(w)],
      c,
      xs,
    );
  const at = [tensor(3), tensor(2), zeros([0, 4])] as const;
  const slopes = (c: Tensor, w: Tensor, xs: Tensor) =>
    grad(([c, w, xs]: Tensor[]) => {
      const [last, records] = f(c, w, xs);
      return last.square().add(records.sum());
    })([c, w, xs]);
  for (const run of [f, compile(f)]) {
    const [last, records] = run(...at);
    assertEquals(last.item(), 3);
    assertEquals(records.shape, [0]);
  }
  for (const run of [slopes, compile(slopes)]) {
    const [c, w, xs] = run(...at);
    assertEquals(c.item(), 6);
    assertSameTensors([w], [tensor(0)]);
    assertEquals(xs.shape, [0, 4]);
  }
});

Deno.test("scan() with nothing to go through or to record", () => {
  const turn = (c: Tensor): [Tensor, undefined] => [c.mul(2), undefined];
  const [last, record] = scan(turn, tensor(1), undefined, { length: 10 });
  assertEquals([last.item(), record], [1024, undefined]);
  const [same, all] = scan(
    (nothing: Tensor[], x: Tensor) => [nothing, x.add(1)],
    [],
    arange(3),
  );
  assertEquals(same, []);
  assertEquals(all.toArray(), [1, 2, 3]);
  const [only] = scan(
    (c: Tensor, _x: Tensor) => [c, []],
    ones([2]),
    arange(9),
    {
      length: 9,
    },
  );
  assertEquals(only.toArray(), [1, 1]);
});

Deno.test("compile() of a scan makes what is used of its results", () => {
  const all = (x: Tensor) =>
    scan(
      (c: { a: Tensor; b: Tensor }, x: Tensor) => [
        { a: c.b.add(x), b: c.a },
        [c.a.mul(2), x.mul(3), c.b.mul(5)],
      ],
      { a: tensor(1), b: tensor(2) },
      x,
    );
  const picks: ((x: Tensor) => Tensor)[] = [
    (x) => all(x)[1][0],
    (x) => all(x)[1][1],
    (x) => all(x)[1][2],
    (x) => all(x)[0].b,
    (x) => all(x)[0].a.mul(all(x)[1][2]),
  ];
  const x = tensor([10, 20, 30]);
  for (const pick of picks) {
    assertSameTensors([compile(pick)(x)], [pick(x)]);
    const slope = grad((x: Tensor) => pick(x).sum());
    assertSameTensors([compile(slope)(x)], [slope(x)]);
  }
  assertEquals(picks[4](x).toArray(), [420, 210, 2520]);
});

Deno.test("scan() traces its function once", () => {
  let traces = 0;
  const run = (length: number) =>
    scan(
      (c: Tensor) => {
        traces++;
        return [c.add(1), c];
      },
      tensor(0),
      undefined,
      { length },
    );
  assertEquals(run(1000)[0].item(), 1000);
  assertEquals(traces, 1);
});

Deno.test("scan() inside scan, of both carries and what is outside", () => {
  // Row sums of powers: the inner loop uses the outer carry and a capture.
  const f = (xs: Tensor, factor: Tensor) => {
    const [last, rows] = scan(
      (outer: Tensor, row: Tensor) => {
        const [sum, inner] = scan(
          (sum: Tensor, x: Tensor) => {
            const next = sum.mul(factor).add(x.mul(outer));
            return [next, next];
          },
          outer,
          row,
        );
        return [sum.div(4), inner];
      },
      tensor(1),
      xs,
    );
    return [last, rows];
  };
  const written = (xs: number[][], factor: number) => {
    let outer = 1;
    const rows = xs.map((row) => {
      let sum = outer;
      const all = row.map((x) => sum = sum * factor + x * outer);
      outer = sum / 4;
      return all;
    });
    return [outer, rows] as const;
  };
  const xs = [[1, 2, 3], [0.5, -1, 2]];
  const [last, rows] = written(xs, 0.75);
  for (const run of [f, compile((x: Tensor, y: Tensor) => f(x, y))]) {
    const [actual, all] = run(tensor(xs), tensor(0.75));
    assertEquals(actual.item(), last);
    assertEquals(all.toArray(), rows);
  }
});

Deno.test("scan() in vmap in grad in compile", () => {
  // Σₖ (w·xₖ)ⁿ by n products: its derivative is n·xₖ·(w·xₖ)ⁿ⁻¹.
  const power = (x: Tensor) =>
    scan((c: Tensor) => [c.mul(x), undefined], tensor(1), undefined, {
      length: 5,
    })[0];
  const f = grad((w: Tensor) => vmap(power)(w.mul(arange(4))).sum());
  const expected = [0, 1, 2, 3]
    .reduce((sum, k) => sum + 5 * k * (2 * k) ** 4, 0);
  assertEquals(f(tensor(2)).item(), expected);
  assertEquals(compile(f)(tensor(2)).item(), expected);
  const g = vmap(grad(power));
  assertEquals(g(tensor([1, 2])).toArray(), [5, 80]);
  assertEquals(compile(g)(tensor([1, 2])).toArray(), [5, 80]);
});

Deno.test("scan() many turns keep what is carried in its place", () => {
  const f = compile((x: Tensor) =>
    scan(
      (c: Tensor) => [c.mul(0.5).add(1), c.sum()],
      x,
      undefined,
      { length: 100000 },
    )
  );
  const [last, sums] = f(ones([3]));
  assertEquals(last.toArray(), [2, 2, 2]);
  assertEquals(sums.slice([0], [3]).toArray(), [3, 4.5, 5.25]);
  assertEquals(sums.slice([99999]).toArray(), [6]);
});
