import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  grad,
  key,
  ones,
  scalar,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

Deno.test("repeat() gives what as many calls give", () => {
  interface State {
    x: Tensor;
    y: Tensor[];
    rate: Tensor;
  }
  // One of the tensors is passed on, into a place behind its own.
  const f = ({ x, y, rate }: State, by: Tensor) => ({
    x: y[0].mul(rate).add(by).sin(),
    y: [x],
    rate: rate.mul(0.9),
  });
  const leaves = ({ x, y, rate }: State) => [x, ...y, rate];
  for (const size of [1, 3, 100]) {
    const start = {
      x: key(1).normal([size]),
      y: [key(2).normal([size])],
      rate: scalar(0.5),
    };
    const by = ones([size]);
    const compiled = compile(f);
    assert(compiled.repeat(0, start, by) === start);
    let expected: State = start;
    for (let count = 1; count < 8; count++) {
      expected = f(expected, by);
      const actual = compiled.repeat(count, start, by);
      assertSameTensors(leaves(actual), leaves(expected));
    }
    const twice = compiled.repeat(2, compiled.repeat(5, start, by), by);
    assertSameTensors(leaves(twice), leaves(expected));
  }
});

Deno.test("repeat() runs a million steps in the memory of one", () => {
  const f = compile((x: Tensor) => x.add(1));
  const text = f.explain(zeros([2]));
  assertEquals(f.repeat(1000000, zeros([2])).toArray(), [1000000, 1000000]);
  assertEquals(f.explain(zeros([2])), text);
});

Deno.test("repeat() refuses a count, and a result that is not like its input", () => {
  const f = compile((x: Tensor) => x.sum());
  assertThrows(() => f.repeat(-1, tensor([1])), RangeError, "count");
  assertThrows(() => f.repeat(0.5, tensor([1])), RangeError, "count");
  assertThrows(
    () => f.repeat(2, tensor([1])),
    TypeError,
    "Cannot repeat: the result must be float64 of shape [1]",
  );
  const weak = compile((x: Tensor) => x.cast("float64"));
  assertThrows(() => weak.repeat(2, scalar(1)), TypeError, "weak");
});

Deno.test("repeat() inside a trace is as many calls", () => {
  const f = compile((x: Tensor) => x.mul(x));
  assertEquals(grad((x: Tensor) => f.repeat(3, x))(tensor(2)).item(), 1024);
});
