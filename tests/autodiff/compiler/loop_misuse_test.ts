import { assertEquals, assertThrows } from "@std/assert";
import {
  compileLoop,
  ones,
  scalar,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";

Deno.test("compileLoop() ends a run at an error in a step", () => {
  const data = tensor([1, 2, 3]);
  const loop = compileLoop((sum: Tensor, i: Tensor) => [
    sum.add(data.take(i)),
    sum,
  ]);
  const run = loop.start(tensor(0));
  const other = loop.start(tensor(100));
  run.steps(1, tensor([0], "int32"));
  const { message } = assertThrows(
    () => data.take(tensor(7, "int32")),
    RangeError,
  );
  const wrong = tensor([1, 7, 2], "int32");
  assertThrows(() => run.steps(3, wrong), RangeError, message);
  assertThrows(() => run.state(), TypeError, "after an error in a step");
  assertThrows(() => run.steps(1, wrong.slice([0], [1])), TypeError, "error");
  other.steps(2, tensor([2, 2], "int32"));
  assertEquals(other.state().item(), 106);
});

Deno.test("compileLoop() goes on after steps with more records than memory", () => {
  const run = compileLoop((x: Tensor) => [x.add(1), x]).start(tensor(0));
  run.steps(3);
  assertThrows(
    () => run.steps(2 ** 40),
    RangeError,
    "Cannot hold 1099511627776 elements of float64: they need 8796093022208 " +
      "bytes of memory, more than there is",
  );
  assertEquals(run.state().item(), 3);
  assertEquals(run.steps(2).toArray(), [3, 4]);
});

Deno.test("compileLoop() refuses what is not a step, a state or steps", () => {
  // deno-lint-ignore no-explicit-any
  const any = (f: unknown) => compileLoop(f as any) as any;
  assertThrows(() => any(3), TypeError, "Cannot compileLoop: expected a func");
  assertThrows(
    () => any(() => 0).start(tensor(1), tensor(2), 3),
    TypeError,
    "Cannot start: an argument must be a tensor or a tree of tensors, " +
      "argument 3 is 3; write scalar() of it, or let the function capture it",
  );
  assertThrows(() => any(() => 0).start("3"), TypeError, "expected a tensor");
  const steps = (f: unknown, count: unknown = 1, xs?: unknown) => () =>
    any(f).start(tensor(1)).steps(count, xs);
  const pass = (x: Tensor) => [x, x];
  assertThrows(steps(pass, -1), RangeError, "Cannot steps: count must be");
  assertThrows(steps(pass, 1.5), RangeError, "Cannot steps: count must be");
  assertThrows(steps(pass, 2, ones([3])), RangeError, "there are 2 turns, but");
  assertThrows(steps(pass, 2, ones([])), TypeError, "axis of turns");
  assertThrows(steps((x: Tensor) => x), TypeError, "a pair [carry, record]");
  assertThrows(steps(() => [ones([2]), ones([])]), TypeError, "shape []");
  assertThrows(steps((x: Tensor) => [[x], x]), TypeError, "structure");
  assertThrows(steps((x: Tensor) => [x, 3]), TypeError, "expected a tensor");
  assertThrows(steps(() => Promise.resolve()), TypeError, "async");
  const firm = any((x: Tensor) => [x.cast("float64"), x]);
  assertThrows(() => firm.start(scalar(1)).steps(1), TypeError, "see scalar");
  const huge = (x: Tensor) => [x, x.broadcastTo([40000, 40000]).add(x)];
  assertThrows(steps(huge), RangeError, "the program needs");
  const loop = any(pass);
  const run = loop.start(tensor(1));
  run.steps(1);
  run.steps(2, ones([2]));
  assertThrows(() => run.steps(2, ones([3])), RangeError, "there are 2 turns");
  loop[Symbol.dispose]();
  assertThrows(() => run.steps(1), TypeError, "disposed");
  assertThrows(() => loop.start(tensor(1)), TypeError, "disposed");
});
