import { assertEquals, assertThrows } from "@std/assert";
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
      (c: Tensor, x: Tensor) => [c.mul(w).add(x.sum()), x.mul(w)],
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
    assertEquals(records.shape, [0, 4]);
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

Deno.test("scan() of a wrong index throws what the turn throws, compiled too", () => {
  const data = tensor([1, 2, 3]);
  const f = (xs: Tensor) =>
    scan((c: Tensor, i: Tensor) => [c.add(data.take(i)), c], tensor(0), xs);
  const g = compile(f);
  const wrong = tensor([0, 1, 9, 12], "int32");
  const { message } = assertThrows(() => f(wrong), RangeError, "index 9");
  assertThrows(() => g(wrong), RangeError, message);
  assertEquals(g(tensor([0, 1, 2, 0], "int32"))[0].item(), 7);
});

Deno.test("scan() refuses what is no loop", () => {
  // deno-lint-ignore no-explicit-any
  const call = (...args: any[]) => () => (scan as any)(...args);
  const pass = (c: Tensor, x: Tensor) => [c, x];
  const xs = arange(3);
  const one = tensor(1);
  assertThrows(call(3, one, xs), TypeError, "Cannot scan: expected a function");
  assertThrows(call(pass, 1, xs), TypeError, "Cannot scan: expected a tensor");
  assertThrows(call(pass, one, 3), TypeError, "Cannot scan: expected a tensor");
  assertThrows(call(pass, one), RangeError, "length must be given");
  assertThrows(call(pass, one, []), RangeError, "length must be given");
  assertThrows(call(pass, one, one), TypeError, "xs must have an axis");
  assertThrows(
    call(pass, one, { a: xs, b: [one] }),
    TypeError,
    "xs.b[0] must have an axis of turns, its shape is []",
  );
  assertThrows(
    call(pass, one, { a: xs, b: arange(4) }),
    RangeError,
    "there are 3 turns, but xs.b has shape [4]",
  );
  const long = { length: 4 };
  assertThrows(call(pass, one, xs, long), RangeError, "there are 4 turns, but");
  for (const length of [-1, 0.5, NaN, "3"]) {
    assertThrows(call(pass, one, xs, { length }), RangeError, "length must be");
  }
  assertThrows(
    call((c: Tensor) => c, one, xs),
    TypeError,
    "Cannot scan: the function must return a pair [carry, record], it " +
      "returned a tensor",
  );
  assertThrows(call(() => [one], one, xs), TypeError, "it returned an array");
  assertThrows(call(() => {}, one, xs), TypeError, "it returned undefined");
  assertThrows(
    call(() => [xs, xs], one, xs),
    TypeError,
    "the carry that the function returns must be float64 of shape [], it is " +
      "float64 of shape [3]",
  );
  assertThrows(
    call(() => [{ a: one }, one], { b: one }, xs),
    TypeError,
    "expected .b, found .a",
  );
  assertThrows(
    call(() => [scalar(1), one], one, xs),
    TypeError,
    "takes the dtype it meets",
  );
  assertThrows(call(() => Promise.resolve(), one, xs), TypeError, "async");
  assertThrows(
    call((c: Tensor) => [c.add(c.item()), c], one, xs),
    TypeError,
    "traced by scan",
  );
});

Deno.test("scan() lets no tensor of a turn leak", () => {
  let leaked!: Tensor;
  scan(
    (c: Tensor) => {
      leaked = c.mul(2);
      return [c, c];
    },
    tensor(1),
    undefined,
    { length: 2 },
  );
  assertThrows(() => leaked.add(1), TypeError, "traced by scan and has leaked");
});
