/** Where runs of `minimize` end early, and what it refuses. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  adagrad,
  gradientDescent,
  minimize,
  rmsprop,
  type Tensor,
  tensor,
} from "../../mod.ts";

/** A run of gradient descent, and the losses that it recorded. */
function descend<P extends Tensor | readonly Tensor[]>(
  f: (params: P) => Tensor,
  start: P,
  learningRate: number,
  steps = 5,
): [string, number, number, P, number[]] {
  const losses: number[] = [];
  const optimizer = gradientDescent({ learningRate });
  const result = minimize<Tensor, Record<never, never>>(
    f as (params: Tensor) => Tensor,
    start as Tensor,
    optimizer,
    { steps, record: ({ loss }) => losses.push(loss) },
  );
  const { status, loss, params } = result;
  return [status, result.steps, loss, params as P, losses];
}

Deno.test("minimize() ends at the first loss that is not finite, also the last", () => {
  for (const steps of [1, 5]) {
    // From ¼ a step of 1/(2·√¼) = 1 leads to −¾, which has no root.
    const root = descend((w: Tensor) => w.sqrt(), tensor(0.25), 1, steps);
    assertEquals(root.with(3, tensor(0)), [
      "diverged",
      1,
      NaN,
      tensor(0),
      [0.5, NaN],
    ]);
    assertEquals(root[3].item(), -0.75);
    for (const sign of [1, -1]) {
      // The loss is finite at 1, and the fourth power of 4·10²⁰⁰ is not.
      const f = (w: Tensor) => w.square().square().mul(sign);
      const [status, taken, loss, , losses] = descend(
        f,
        tensor(1),
        1e200,
        steps,
      );
      assertEquals([status, taken, loss], ["diverged", 1, sign * Infinity]);
      assertEquals(losses, [sign, sign * Infinity]);
    }
  }
});

Deno.test("minimize() ends at the first parameter that is not finite", () => {
  for (const steps of [1, 5]) {
    const [status, taken, loss, params, losses] = descend(
      ([a, b]: readonly Tensor[]) =>
        b.clip(-1, 1).mul(tensor([1, 1, 10])).sum().add(a.sum().mul(0)),
      [tensor([0, 0]), tensor([0, 0, 0])],
      1e308,
      steps,
    );
    assertEquals([status, taken, loss], ["diverged", 1, -12]);
    assertEquals(losses, [0, -12]);
    assertEquals(params[1].toArray(), [-1e308, -1e308, -Infinity]);
  }
});

Deno.test("minimize() ends where any one of its parameters is not finite", () => {
  for (const place of [0, 1, 2]) {
    const [status, taken, loss, params] = descend(
      (all: readonly Tensor[]) =>
        all.map((w, i) => w.clip(-1, 1).mul(i === place ? 10 : 1))
          .reduce((sum, each) => sum.add(each)),
      [tensor(0), tensor(0), tensor(0)],
      1e308,
    );
    assertEquals([status, taken, loss], ["diverged", 1, -12]);
    const right = [-1e308, -1e308, -1e308].with(place, -Infinity);
    assertEquals(params.map((w) => w.item()), right);
  }
});

Deno.test("minimize() takes no step from a start that is not finite", () => {
  for (const start of [NaN, Infinity, -Infinity]) {
    const at = descend((w: Tensor) => w.clip(-1, 1), tensor(start), 1);
    const bound = Number.isNaN(start) ? NaN : Math.sign(start);
    assertEquals(at.toSpliced(3, 1), ["diverged", 0, bound, [bound]]);
    assertEquals(at[3].item(), start);
  }
  const [status, steps] = descend((w: Tensor) => w.log(), tensor(0), 1);
  assertEquals([status, steps], ["diverged", 0]);
});

Deno.test("minimize() gives a diverged run again where it goes on from one", () => {
  const f = (w: Tensor) => w.sqrt();
  const optimizer = gradientDescent({ learningRate: 1 });
  const end = minimize(f, tensor(0.25), optimizer, { steps: 9 });
  const { params, state } = end;
  const again = minimize(f, params, optimizer, { steps: 9, state });
  assertEquals([again.status, again.steps], ["diverged", 0]);
  assertEquals(again.state.count.item(), 1);
});

function assertRefused(
  call: () => unknown,
  kind: ErrorConstructor,
  message: string,
): void {
  assertEquals((assertThrows(call, kind) as Error).message, message);
}

const bowl = (w: Tensor) => w.square().sum();
const w = tensor([1, 2]);

Deno.test("minimize() refuses steps that are no whole number of at least 0", () => {
  const unreached = () => {
    throw new Error("called");
  };
  const bad = [-1, 1.5, NaN, Infinity, 2 ** 53, "3", undefined, null] as const;
  for (const steps of bad) {
    const text = typeof steps === "string" ? `"${steps}"` : `${steps}`;
    assertRefused(
      () => minimize(unreached, w, adagrad(), { steps: steps as number }),
      RangeError,
      "Cannot minimize: steps must be a whole number of at least 0, current " +
        `value is ${text}`,
    );
  }
  for (const options of [undefined, null, {}, { record: () => {} }]) {
    assertRefused(
      () => minimize(unreached, w, adagrad(), options as never),
      RangeError,
      "Cannot minimize: steps must be a whole number of at least 0, current " +
        "value is undefined",
    );
  }
});

Deno.test("minimize() refuses what is not an optimizer", () => {
  const kinds = [
    [adagrad, "a function"],
    [undefined, "undefined"],
    [null, "null"],
    ["adagrad", '"adagrad"'],
    [{ init: adagrad().init }, "an object"],
    [{ update: adagrad().update }, "an object"],
  ];
  for (const [optimizer, text] of kinds) {
    assertRefused(
      () => minimize(bowl, w, optimizer as never, { steps: 1 }),
      TypeError,
      "Cannot minimize: optimizer must be what a rule gives when called, " +
        `current value is ${text}`,
    );
  }
});

Deno.test("minimize() refuses unknown options, and a record that is no function", () => {
  const unknown = { steps: 1, stat: adagrad().init(w) };
  assertRefused(
    () => minimize(bowl, w, adagrad(), unknown),
    TypeError,
    "Cannot minimize: it has no option stat; did you mean state?",
  );
  for (const record of [3, null, "each"]) {
    assertRefused(
      () => minimize(bowl, w, adagrad(), { steps: 1, record } as never),
      TypeError,
      "Cannot minimize: record must be a function of a point, current value " +
        `is ${typeof record === "string" ? `"${record}"` : record}`,
    );
  }
});

Deno.test("minimize() refuses a function that gives no float scalar", () => {
  const must = "Cannot valueAndGrad: the function must return a scalar tensor";
  for (const steps of [0, 1]) {
    for (
      const [f, text] of [
        [() => 3, ", it returned 3"],
        [
          (x: Tensor) => x,
          ", it returned one of shape [2]; reduce it with sum() or mean()",
        ],
        [
          (x: Tensor) => x.sum().cast("int32"),
          " of a float dtype, it returned int32",
        ],
      ] as const
    ) {
      assertRefused(
        () => minimize(f as typeof bowl, w, adagrad(), { steps }),
        TypeError,
        must + text,
      );
    }
  }
});

Deno.test("minimize() refuses parameters that aren't floats, and another's state", () => {
  const optimizer = rmsprop();
  assertRefused(
    () => minimize(bowl, tensor([1], "int32"), optimizer, { steps: 0 }),
    TypeError,
    "Cannot init: a parameter must be float64 or float32 to have a " +
      "derivative; dtype of parameters is int32",
  );
  assertRefused(
    () => minimize(bowl, w, optimizer, { steps: 1, state: null as never }),
    TypeError,
    "Cannot update: expected a state with a count, as init(parameters) makes " +
      "it, current value is null",
  );
  const state = optimizer.init(tensor([1, 2, 3]));
  assertRefused(
    () => minimize(bowl, w, optimizer, { steps: 1, state }),
    TypeError,
    "Cannot update: state.slots.h must be float64 of shape [2], it is " +
      "float64 of shape [3]",
  );
});
