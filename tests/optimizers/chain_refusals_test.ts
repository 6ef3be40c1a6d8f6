/** What a chain refuses. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  adagrad,
  chain,
  clipByGlobalNorm,
  defineTransformation,
  gradientDescent,
  mapTree,
  momentum,
  type Tensor,
  tensor,
  weightDecay,
} from "../../mod.ts";

function assertRefused(call: () => unknown, message: string): void {
  const error = assertThrows(call, TypeError);
  assertEquals((error as Error).message, message);
}

Deno.test("chain() refuses parts that are no chain", () => {
  const clip = clipByGlobalNorm(1);
  const must = "Cannot chain: exactly one part must be an optimizer,";
  assertRefused(() => chain(), `${must} there is none`);
  assertRefused(
    () => chain(clip, weightDecay(1)),
    `${must} there is none among clip-by-global-norm, weight-decay`,
  );
  assertRefused(
    () => chain(momentum(), clip, momentum()),
    `${must} current ones are momentum and momentum`,
  );
  assertRefused(
    () => chain(chain(clip, momentum()), gradientDescent() as never),
    `${must} current ones are clip-by-global-norm, momentum and ` +
      "gradient-descent",
  );
  for (
    const [part, text] of [
      [adagrad, "a function"],
      [clipByGlobalNorm, "a function"],
      [undefined, "undefined"],
      [null, "null"],
      [1, "1"],
      ["adagrad", '"adagrad"'],
      [{}, "an object"],
      [[clip], "an array"],
      [{ init: () => 0 }, "an object"],
    ]
  ) {
    const end = "must be a transformation or what a rule gives when called, " +
      `current value is ${text}`;
    assertRefused(
      () => chain(clip, part as never, momentum()),
      `Cannot chain: part 2 ${end}`,
    );
    assertRefused(() => chain(part as never), `Cannot chain: part 1 ${end}`);
  }
});

Deno.test("step() and update() of a chain refuse what those of an optimizer do", () => {
  const w = { a: tensor([1, 2]) };
  for (
    const optimizer of [
      chain(clipByGlobalNorm(1), momentum()),
      chain(momentum(), clipByGlobalNorm(1)),
    ]
  ) {
    const state = optimizer.init(w);
    for (const method of ["step", "update"] as const) {
      const call = (grads: unknown, state: unknown, params: unknown) => () =>
        optimizer[method](
          grads as typeof w,
          state as never,
          params as typeof w,
        );
      assertRefused(
        call({ a: tensor([1]) }, state, w),
        "Cannot update: gradients.a must be float64 of shape [2], it is " +
          "float64 of shape [1]",
      );
      assertRefused(
        call({ a: tensor([1, 2], "float32") }, state, w),
        "Cannot update: gradients.a must be float64 of shape [2], it is " +
          "float32 of shape [2]",
      );
      assertRefused(
        call(w, undefined, w),
        "Cannot update: expected a state with a count, as init(parameters) " +
          "makes it, current value is undefined",
      );
      assertRefused(
        call(w, adagrad().init(w), w),
        "Cannot update: state.slots must have the structure of the " +
          "parameters; expected .a.m, found .a.h",
      );
      const whole = { a: tensor([1, 2], "int32") };
      assertRefused(
        call(whole, state, whole),
        "Cannot update: a parameter must be float64 or float32 to have a " +
          "derivative; dtype of parameters.a is int32",
      );
    }
  }
});

Deno.test("a chain refuses updates that aren't like the parameters", () => {
  const reshaping = (f: (u: Tensor) => Tensor) =>
    defineTransformation({
      id: "reshaping",
      hyper: {},
      traits: { coordinatewise: true },
      apply: (updates) => mapTree(f, updates),
    })({});
  const w = { a: tensor([1, 2]) };
  for (
    const [f, text] of [
      [(u: Tensor) => u.sum(), "float64 of shape []"],
      [(u: Tensor) => u.cast("float32"), "float32 of shape [2]"],
    ] as const
  ) {
    for (
      const optimizer of [
        chain(reshaping(f), gradientDescent()),
        chain(gradientDescent(), reshaping(f)),
      ]
    ) {
      assertRefused(
        () => optimizer.update(w, optimizer.init(w), w),
        "Cannot update: reshaping.updates.a must be float64 of shape [2], it " +
          `is ${text}`,
      );
    }
  }
});
