import { assertEquals, assertThrows } from "@std/assert";
import { full, tensor } from "../../autodiff/mod.ts";

Deno.test("assertEquals() tells tensors of other elements, shapes and dtypes apart", () => {
  assertEquals(tensor([1, 2]), tensor([1, 2]));
  for (
    const other of [
      tensor([1, 3]),
      tensor([[1, 2]]),
      tensor([1, 2], "float32"),
    ]
  ) {
    assertThrows(() => assertEquals(tensor([1, 2]), other));
  }
});

Deno.test("a tensor's shape can't be changed, nor through the array it came from", () => {
  const shape = [2, 3];
  const tensors = [
    full(shape, 1),
    full([6], 1).reshape(shape),
    full([3], 1).broadcastTo(shape),
  ];
  shape[0] = 7;
  for (const x of tensors) {
    assertEquals(x.shape, [2, 3]);
    assertThrows(() => (x.shape as number[]).push(1), TypeError);
  }
});

Deno.test("JSON.stringify() writes dtype, shape and every element of a tensor", () => {
  const x = tensor([[1.5, -0], [NaN, -Infinity]], "float32");
  assertEquals(
    JSON.stringify({ x }),
    '{"x":{"dtype":"float32","shape":[2,2],"data":[1.5,"-0","NaN","-Infinity"]}}',
  );
  assertEquals(
    JSON.stringify(tensor([true])),
    '{"dtype":"bool","shape":[1],"data":[1]}',
  );
});
