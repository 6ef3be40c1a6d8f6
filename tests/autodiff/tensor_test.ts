import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { inspect } from "node:util";
import {
  arange,
  full,
  grad,
  isTensor,
  type Tensor,
  tensor,
  zeros,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { granted } from "../support/permissions.ts";
import { anyDouble, check } from "../support/property.ts";

Deno.test("toArray() and toTypedArray() copy", () => {
  check(fc.property(fc.array(anyDouble(), { minLength: 1 }), (numbers) => {
    const x = tensor(numbers);
    const [elements, nested] = [x.toTypedArray(), x.toArray() as number[]];
    assertSameBits(elements, new Float64Array(numbers));
    assertSameBits(nested, numbers);
    elements.fill(7);
    nested.fill(7);
    assertSameBits(x.toTypedArray(), new Float64Array(numbers));
  }));
});

Deno.test("operations that keep all elements share none with the reader", () => {
  const x = tensor([1, 2, 3, 4]);
  const kept = [
    x.reshape([2, 2]),
    x.stopGradient(),
    x.cast("float64"),
    x.slice([0]),
    x.broadcastTo([4]),
  ];
  for (const y of [x, ...kept]) y.toTypedArray().fill(9);
  for (const y of [x, ...kept]) {
    assertEquals([...y.toTypedArray()], [1, 2, 3, 4]);
  }
});

Deno.test("toTypedArray() has the array of each dtype", () => {
  const kinds = {
    float64: Float64Array,
    float32: Float32Array,
    int32: Int32Array,
    uint32: Uint32Array,
    bool: Uint8Array,
  } as const;
  for (const [dtype, kind] of Object.entries(kinds)) {
    const x = zeros([2], dtype as keyof typeof kinds);
    assert(x.toTypedArray() instanceof kind, dtype);
  }
});

Deno.test("item() reads a tensor of one element", () => {
  assertSameBits(tensor([[-0]]).item(), -0);
  assertSameBits(tensor(NaN).item(), NaN);
  assertEquals(tensor(true).item(), 1);
  for (const shape of [[0], [2], [2, 0, 3], [1, 2]]) {
    assertThrows(
      () => zeros(shape).item(),
      TypeError,
      `Cannot item: the tensor must have one element, current shape is ` +
        `[${shape.join(", ")}]`,
    );
  }
});

Deno.test("a tensor can't be taken for a number", () => {
  const x = tensor(1) as unknown as number;
  const uses: (() => unknown)[] = [
    () => x > 0,
    () => x < 0,
    () => x + 1,
    () => x * 2,
    () => -x,
    () => x == 1,
    () => Number(x),
    () => Math.sqrt(x),
    () => "text" + x,
  ];
  for (const [i, use] of uses.entries()) {
    assertThrows(
      use,
      TypeError,
      "Cannot use a tensor as a number: write x.add(y), x.less(y), …, or " +
        "read a scalar with x.item()",
      `use ${i}`,
    );
  }
  assertEquals(`${x}`, "tensor(1)");
});

Deno.test("a tensor prints as what makes it", () => {
  const texts: [Tensor, string][] = [
    [tensor(1.5), "tensor(1.5)"],
    [tensor([1, -0, NaN]), "tensor([1, -0, NaN])"],
    [tensor([[1, 2], [3, -Infinity]]), "tensor([[1, 2], [3, -Infinity]])"],
    [tensor([1], "float32"), 'tensor([1], "float32")'],
    [tensor([true, false]), 'tensor([true, false], "bool")'],
    [tensor([[], []]), "tensor([[], []])"],
    [full([0, 3], 1, "int32"), 'zeros([0, 3], "int32")'],
    [arange(6), "tensor([0, 1, 2, 3, 4, 5])"],
    [arange(7), "tensor([0, 1, 2, …, 4, 5, 6])"],
    [arange(1000), "tensor([0, 1, 2, …, 997, 998, 999])"],
    [
      full([9, 1], 2, "int32"),
      'tensor([[2], [2], [2], …, [2], [2], [2]], "int32")',
    ],
  ];
  for (const [x, text] of texts) {
    assertEquals(x.toString(), text);
    assertEquals(Deno.inspect(x), text);
    assertEquals(inspect(x), text);
    assertEquals(Deno.inspect({ x: [x] }), `{ x: [ ${text} ] }`);
  }
});

Deno.test("a traced tensor prints as its place", () => {
  const texts: string[] = [];
  grad((x) => {
    texts.push(String(x), Deno.inspect(x.sum().cast("float32")));
    return x.sum();
  })(zeros([2, 3]));
  assertEquals(texts, [
    "tensor(traced by grad, [2, 3])",
    'tensor(traced by grad, [], "float32")',
  ]);
});

Deno.test("isTensor() knows tensors and nothing else", () => {
  assert(isTensor(tensor(1)));
  grad((x) => {
    assert(isTensor(x));
    return x;
  })(tensor(1));
  for (const other of [null, undefined, 1, "x", [], {}, () => {}, tensor]) {
    assert(!isTensor(other));
  }
});

Deno.test("methods and functions refuse what is no tensor, by name", () => {
  const x = tensor([1]);
  const wrong: [unknown, string][] = [
    ["1", '"1"'],
    [null, "null"],
    [undefined, "undefined"],
    [[1], "an array"],
    [{}, "an object"],
  ];
  for (const [operand, text] of wrong) {
    assertThrows(
      () => x.add(operand as Tensor),
      TypeError,
      `Cannot add: expected a tensor, a number or a boolean, ` +
        `current value is ${text}`,
    );
  }
});

/** The library once more, from another URL: its letter f written as %66. */
async function loadCopy(): Promise<typeof import("../../autodiff/mod.ts")> {
  const url = import.meta.resolve("../../autodiff/mod.ts");
  return await import(url.replace("autodiff/mod", "autodi%66f/mod"));
}

Deno.test({
  name: "tensors go from one copy of the library to another (needs read)",
  ignore: !granted({ name: "read" }),
  fn: useCopy,
});

async function useCopy(): Promise<void> {
  const copy = await loadCopy();
  assert(copy.tensor !== tensor);
  const [here, there] = [tensor([1, 2]), copy.tensor([10, 20])];
  assert(isTensor(there) && copy.isTensor(here));
  assertEquals(here.mul(there).toArray(), [10, 40]);
  assertEquals(copy.stack([here, there]).shape, [2, 2]);
  const slopes = grad(([a, b]: Tensor[]) => a.mul(b).sum())([here, there]);
  assertEquals(slopes[1].toArray(), [1, 2]);
  assertEquals(copy.grad((x) => x.mul(here).sum())(there).toArray(), [1, 2]);
  // Traces of both copies nest: the inner one is the inner one.
  const three = copy.tensor(3);
  const inner = (x: Tensor) => copy.grad((y) => x.mul(y).mul(y))(three);
  assertEquals(inner(tensor(2)).item(), 12);
  assertEquals(grad(inner)(tensor(2)).item(), 6);
  assertEquals(
    copy.grad((y) => grad((x) => x.mul(y).mul(y))(tensor(2)))(three).item(),
    6,
  );
  assertEquals(
    copy.vmap((y: Tensor) => grad((x) => x.mul(y))(here.sum()))(there)
      .toArray(),
    [10, 20],
  );
  let leak!: Tensor;
  grad((x) => leak = x.mul(1))(tensor(1));
  assertThrows(() => three.add(leak), TypeError, "has leaked out of it");
}
