import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  concatenate,
  grad,
  hessian,
  hvp,
  jvp,
  scalar,
  stack,
  type Tensor,
  tensor,
  vjp,
  vmap,
  where,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { anyDouble, check } from "../support/property.ts";

const narrow = tensor([1, 3], "float32");

/** Whether a scalar takes the dtype of what it meets. */
function takesDType(x: Tensor): boolean {
  assertEquals([x.dtype, x.shape], ["float64", []]);
  try {
    return narrow.mul(x).dtype === "float32";
  } catch {
    return false;
  }
}

Deno.test("scalar() is rounded once, where it meets float32", () => {
  check(fc.property(anyDouble(), anyDouble(), (x, w) => {
    const weight = tensor([w], "float32");
    assertSameBits(
      weight.mul(scalar(x)).toTypedArray(),
      new Float32Array([Math.fround(w) * Math.fround(x)]),
    );
    assertSameBits(
      scalar(x).sub(weight).toTypedArray(),
      new Float32Array([Math.fround(x) - Math.fround(w)]),
    );
    assertSameBits(scalar(x).item(), x);
  }));
});

Deno.test("1 - beta is computed in float64 before it meets float32", () => {
  check(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (beta) => {
    const expected = new Float32Array([Math.fround(1 - beta) * 3]);
    const three = tensor([3], "float32");
    for (
      const rest of [
        scalar(1).sub(scalar(beta)),
        scalar(beta).neg().add(1),
        tensor(1).asScalar().sub(tensor(beta).asScalar()),
      ]
    ) {
      assertSameBits(three.mul(rest).toTypedArray(), expected);
    }
  }));
  // Where 0.9 is rounded first, 1 - 0.9 is 0.10000002 in float32.
  const early = narrow.mul(0).add(1).sub(0.9).toTypedArray();
  const late = narrow.mul(0).add(scalar(1).sub(scalar(0.9))).toTypedArray();
  assertEquals([...early], [0.10000002384185791, 0.10000002384185791]);
  assertEquals([...late], [Math.fround(0.1), Math.fround(0.1)]);
});

Deno.test("what is computed from scalars alone is a scalar", () => {
  const x = scalar(0.5);
  const results = [
    x.add(1),
    x.mul(x),
    x.neg(),
    x.sqrt(),
    x.pow(3),
    x.pow(0.3),
    x.exp(),
    x.floor(),
    x.clip(0, 1),
    x.maximum(0.25),
    x.square().sum(),
    x.mean(),
    x.reshape([]),
    x.stopGradient(),
    x.cast("float64").asScalar(),
    x.div(scalar(3)).sub(2),
    where(x.greater(0), x, 1),
  ];
  for (const [i, result] of results.entries()) {
    assertEquals(takesDType(result), true, `result ${i}`);
  }
  assertEquals(x.greater(0).dtype, "bool");
});

Deno.test("a scalar that meets a float64 tensor is lost in it", () => {
  const met = [
    scalar(2).add(tensor(1)),
    tensor(1).mul(scalar(2)),
    scalar(2).cast("float64"),
    where(tensor(true), scalar(2), tensor(3)),
  ];
  for (const x of met) assertEquals(takesDType(x), false);
  assertThrows(
    () => narrow.mul(tensor(2)),
    TypeError,
    "Cannot multiply: dtypes float32 and float64 do not mix",
  );
  assertEquals(scalar(2).reshape([1]).dtype, "float64");
  assertThrows(() => narrow.mul(scalar(2).reshape([1])), TypeError, "mix");
});

Deno.test("scalars don't meet integers and bools", () => {
  for (const dtype of ["int32", "uint32"] as const) {
    const whole = tensor([1, 2], dtype);
    assertThrows(
      () => whole.add(scalar(1)),
      TypeError,
      `Cannot add: dtypes ${dtype} and float64 do not mix`,
    );
    assertEquals(whole.add(1).dtype, dtype);
  }
});

Deno.test("scalars take the dtype in comparisons, choices and lists", () => {
  const tenth = tensor([0.1], "float32");
  assertEquals(tenth.equal(scalar(0.1)).toArray(), [true]);
  assertEquals(scalar(0.1).lessEqual(tenth).toArray(), [true]);
  const chosen = where(tensor([true, false]), scalar(0.1), narrow);
  assertSameBits(chosen.toTypedArray(), new Float32Array([0.1, 3]));
  const one = tensor(1, "float32");
  assertEquals(stack([one, scalar(0.1)]).dtype, "float32");
  assertEquals(
    concatenate([narrow, stack([one, scalar(2)])]).toArray(),
    [1, 3, 1, 2],
  );
});

Deno.test("derivatives by a scalar are scalars", () => {
  const loss = (rate: Tensor) => narrow.mul(rate).square().sum();
  const rate = scalar(0.5);
  const slope = grad((rate: Tensor) => loss(rate).cast("float64"))(rate);
  assertEquals(slope.item(), 10);
  const idle = grad((_: Tensor) => tensor(1))(rate);
  for (
    const derivative of [
      slope,
      idle,
      grad(loss)(rate),
      hvp(loss)(rate, scalar(1)),
      vjp(loss)(rate, tensor(1, "float32")).grad,
      grad(grad((x: Tensor) => x.square().mul(x)))(rate),
    ]
  ) {
    assertEquals(takesDType(derivative), true);
    const updated = rate.sub(derivative.mul(0.1));
    assertEquals(narrow.mul(updated).dtype, "float32");
  }
  const wide = (x: Tensor) => x.square().mul(x);
  assertEquals(hessian(wide)(rate).item(), 3);
  assertEquals(jvp(wide)(rate, scalar(2)).tangent.item(), 1.5);
});

Deno.test("scalars can be mapped: each instance is one again by asScalar()", () => {
  const rates = tensor([0.1, 0.2, 0.3]);
  const step = (rate: Tensor) => narrow.mul(rate.asScalar());
  const together = vmap(step)(rates).toTypedArray();
  const alone = [0.1, 0.2, 0.3].flatMap((rate) => [
    ...narrow.mul(scalar(rate)).toTypedArray(),
  ]);
  assertSameBits(together, new Float32Array(alone));
  const slopes = vmap(grad((rate) => step(rate).sum().cast("float64")))(rates);
  assertEquals(slopes.toArray(), [4, 4, 4]);
});
