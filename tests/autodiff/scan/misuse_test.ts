import { assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  arange,
  scalar,
  scan,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";

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
    call(() => [one, one], scalar(1), xs),
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
