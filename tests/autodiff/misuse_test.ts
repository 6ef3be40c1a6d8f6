import { assertEquals, assertThrows } from "@std/assert";
import {
  concatenate,
  type DType,
  grad,
  key,
  mapTree,
  oneHot,
  scalar,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../autodiff/mod.ts";

/** What a program without types may pass. */
// deno-lint-ignore no-explicit-any
type Anything = any;

/** A tensor of a trace that has ended. */
function leaked(): Tensor {
  let inner!: Tensor;
  grad((x: Tensor) => inner = x.mul(2))(tensor(1));
  return inner;
}

const x = tensor([[1, 2, 3], [4, 5, 6]]);

const misuses: [string, () => unknown, string][] = [
  [
    "an unknown dtype",
    () => zeros([1], "int64" as DType),
    "Cannot zeros: dtype must be float64, float32, int32, uint32 or bool, " +
    'current value is "int64"',
  ],
  [
    "an unknown dtype of elements",
    () => tensor([1], "int8" as DType),
    "Cannot tensor: dtype must be float64",
  ],
  [
    "an unknown dtype to cast to, when it is traced",
    () => vmap((x: Tensor) => x.cast("half" as DType))(x),
    "Cannot cast: dtype must be float64",
  ],
  [
    "an unknown dtype of rows",
    () => oneHot(tensor([0], "int32"), 2, "half" as DType),
    "Cannot oneHot: dtype must be float64",
  ],
  [
    "rows of several lengths",
    () => tensor([[1], [1, 2]]),
    "Cannot tensor: nested arrays must have the same length and depth at " +
    "each level; expected an array of 1 along axis 1, found an array of 2",
  ],
  [
    "a bigint as an element",
    () => tensor([1n] as Anything),
    "Cannot tensor: elements must be numbers or booleans, found 1n",
  ],
  [
    "a number in a tree",
    () => grad((w: Anything) => w.a.square())({ a: 1 } as Anything),
    "Cannot grad: expected a tensor, a record or an array at .a, current " +
    "value is 1; make a tensor of it by tensor()",
  ],
  [
    "a typed array in place of a tensor",
    () => grad((w: Tensor) => w.sum())(new Float32Array(2) as Anything),
    "Cannot grad: expected a tensor, a record or an array, current value is " +
    "an object; make a tensor of it by tensor()",
  ],
  [
    "an operand of text",
    () => x.add("1" as Anything),
    "Cannot add: expected a tensor, a number or a boolean, current value is " +
    '"1"',
  ],
  [
    "a tensor in place of a list of them",
    () => concatenate(x as Anything),
    "Cannot concatenate: expected an array of tensors, current value is a " +
    "tensor",
  ],
  [
    "a number in place of bounds",
    () => x.slice(1 as Anything),
    "Cannot slice: begin must be an array of a number for each axis, current " +
    "value is 1",
  ],
  [
    "a number in place of axes",
    () => x.transpose(0 as Anything),
    "Cannot transpose: axes must be an array, current value is 0",
  ],
  [
    "tensors among elements",
    () => tensor([x] as Anything),
    "Cannot tensor: elements must be numbers or booleans, found a tensor",
  ],
  [
    "what is no function of a leaf",
    () => mapTree(3 as Anything, x),
    "Cannot mapTree: expected a function, current value is 3",
  ],
  [
    "vmap() of nothing",
    () => vmap(() => x)(),
    "Cannot vmap: at least one argument with a tensor must be mapped",
  ],
  [
    "a shape that is a number",
    () => zeros(3 as Anything),
    "Cannot zeros: shape must be an array of axis lengths, current value is 3",
  ],
  [
    "a shape that is a number, to reshape()",
    () => x.reshape(6 as Anything),
    "Cannot reshape: shape must be an array of axis lengths",
  ],
  [
    "a shape that is a number, to broadcastTo()",
    () => x.broadcastTo(6 as Anything),
    "Cannot broadcastTo: shape must be an array of axis lengths",
  ],
  [
    "widths that are no pairs",
    () => tensor([1, 2]).pad([[1]] as Anything),
    "Cannot pad: widths must have a pair for each axis",
  ],
  [
    "a scalar of text",
    () => scalar("3" as Anything),
    "Cannot scalar: an element of dtype float64 must be a number",
  ],
  [
    "what is no function",
    () => grad(3 as Anything)(x),
    "Cannot grad: expected a function, current value is 3",
  ],
  [
    "a leaked tensor that would be stretched",
    () => leaked().add(x),
    "Cannot add: the tensor was made inside a function traced by grad",
  ],
  [
    "axes of vmap() that are no array",
    () => vmap((a: Tensor) => a, { axes: 1 as Anything })(x),
    "Cannot vmap: axes must be an array of an axis or null for each of the " +
    "1 arguments, current value is 1",
  ],
  [
    "more axes than arguments of vmap()",
    () => vmap((a: Tensor) => a, { axes: [0, 0] })(x),
    "Cannot vmap: axes must be an array",
  ],
];

for (const [what, run, message] of misuses) {
  Deno.test(`${what} is refused in words`, () => {
    assertThrows(run, TypeError, message);
  });
}

Deno.test("axes of scalars, which have none, are refused in words", () => {
  const cases: [string, () => unknown][] = [
    ["softmax", () => tensor(1).softmax()],
    ["vmap", () => vmap((x: Tensor) => x)(tensor(1))],
    ["concatenate", () => concatenate([tensor(1), tensor(2)])],
  ];
  for (const [name, run] of cases) {
    const message = `Cannot ${name}: a tensor of rank 0 has no axes`;
    assertThrows(run, RangeError, message);
  }
});

Deno.test("key() and its draws write the text that stands for a number", () => {
  assertThrows(
    () => key("7" as Anything),
    RangeError,
    "Cannot key: seed must be an integer in [0, 9007199254740991], current " +
      'value is "7"',
  );
});

Deno.test("sum() refuses an axis that is null or text", () => {
  for (const axis of [null, "0"] as Anything[]) {
    assertThrows(
      () => x.sum({ axis }),
      RangeError,
      `Cannot sum: axis must be an integer in [-2, 2) for a tensor of rank 2, ` +
        `current value is ${JSON.stringify(axis)}`,
    );
  }
});

Deno.test("mapTree() tells keys with dots and brackets from nested trees", () => {
  const t = tensor(1);
  const pairs: [Anything, Anything, string][] = [
    [{ a: { b: t } }, { "a.b": t }, 'expected .a.b, found ["a.b"]'],
    [{ x: [t] }, { "x[0]": t }, 'expected .x[0], found ["x[0]"]'],
    [{ 0: t }, [t], 'expected ["0"], found [0]'],
  ];
  for (const [tree, other, message] of pairs) {
    const add = (a: Tensor, b: Tensor) => a.add(b);
    assertThrows(() => mapTree(add, tree, other), TypeError, message);
  }
  assertEquals(mapTree((a) => a.add(1), { "a.b": t })["a.b"].item(), 2);
});
