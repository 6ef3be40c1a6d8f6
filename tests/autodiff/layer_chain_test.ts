import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Activation,
  activations,
  grad,
  layerChain,
  scalar,
  type Tensor,
  tensor,
} from "../../mod.ts";

const { identity, sigmoid, tanh, relu } = activations;

/** Three activations that are exact at small numbers, and so are their slopes. */
const square: Activation = {
  name: "square",
  value: (z) => z.square(),
  derivative: (z) => z.mul(2),
};
const oblong: Activation = {
  name: "oblong",
  value: (z) => z.square().add(z),
  derivative: (z) => z.mul(2).add(1),
};
const halfSquare: Activation = {
  name: "half square",
  value: (z) => z.square().mul(0.5),
  derivative: (z) => z,
};

function numbers(tensors: readonly Tensor[]): number[] {
  return tensors.map((x) => x.item());
}

Deno.test("layerChain() works through the three-layer example line by line", () => {
  // ŷ = f₃(w₃·f₂(w₂·f₁(w₁·x))) with f₁(z) = z², f₂(z) = z² + z, f₃(z) = z²/2.
  const chain = layerChain([square, oblong, halfSquare]);
  assertEquals(chain.depth, 3);
  const [x, y] = [12, 80];
  const w = [tensor(0.25), tensor(0.5), tensor(-0.5)];

  // Forward, one layer at a time.
  const { h, z, e } = chain.forward(w, x, y);
  assertEquals(h[0].item(), 12); // h₀ = x
  assertEquals(z[1].item(), 3); // z₁ = w₁·h₀
  assertEquals(h[1].item(), 9); // h₁ = f₁(z₁)
  assertEquals(z[2].item(), 4.5); // z₂ = w₂·h₁
  assertEquals(h[2].item(), 24.75); // h₂ = f₂(z₂)
  assertEquals(z[3].item(), -12.375); // z₃ = w₃·h₂
  assertEquals(h[3].item(), 76.5703125); // h₃ = f₃(z₃) = ŷ
  assertEquals(e.item(), -3.4296875); // e = ŷ − y, signed
  assertEquals([h.length, z.length], [4, 4]);
  assertEquals(chain.error(w, x, y).item(), -3.4296875);

  // Backward: every factor by name.
  const factors = chain.factors(w, x, y);
  assertEquals(
    [...factors].map(([name, value]) => [name, value.item()]),
    [
      ["∂e/∂h3", 1],
      ["∂h3/∂z3", -12.375], // f₃′(z₃) = z₃
      ["∂z3/∂w3", 24.75], // h₂
      ["∂z3/∂h2", -0.5], // w₃
      ["∂h2/∂z2", 10], // f₂′(z₂) = 2z₂ + 1
      ["∂z2/∂w2", 9], // h₁
      ["∂z2/∂h1", 0.5], // w₂
      ["∂h1/∂z1", 6], // f₁′(z₁) = 2z₁
      ["∂z1/∂w1", 12], // h₀
      ["∂z1/∂h0", 0.25], // w₁
    ],
  );

  // The chain rule for w₁ and the other weights.
  assertEquals(chain.chainRule(1), [
    "∂e/∂h3",
    "∂h3/∂z3",
    "∂z3/∂h2",
    "∂h2/∂z2",
    "∂z2/∂h1",
    "∂h1/∂z1",
    "∂z1/∂w1",
  ]);
  assertEquals(chain.chainRule(2), [
    "∂e/∂h3",
    "∂h3/∂z3",
    "∂z3/∂h2",
    "∂h2/∂z2",
    "∂z2/∂w2",
  ]);
  assertEquals(chain.chainRule(3), ["∂e/∂h3", "∂h3/∂z3", "∂z3/∂w3"]);
  const slopes = [
    1 * -12.375 * -0.5 * 10 * 0.5 * 6 * 12,
    1 * -12.375 * -0.5 * 10 * 9,
    1 * -12.375 * 24.75,
  ];
  assertEquals(slopes, [2227.5, 556.875, -306.28125]);
  assertEquals(numbers(chain.backward(w, x, y)), slopes);

  // The closed formula h_{k−1} × ∏ wᵢ × ∏ fᵢ′(zᵢ) for each k.
  assertEquals(slopes, [
    12 * (0.5 * -0.5) * (6 * 10 * -12.375),
    9 * -0.5 * (10 * -12.375),
    24.75 * -12.375,
  ]);
  assertEquals(numbers(chain.closedForm(w, x, y)), slopes);

  // Automatic differentiation, and the quotient of differences: e is a
  // parabola in w₃, of which a symmetric difference is the slope.
  assertEquals(numbers(grad(chain.error)(w, x, y)), slopes);
  const [left, right] = [-0.5 - 2 ** -10, -0.5 + 2 ** -10].map((w3) =>
    chain.error([w[0], w[1], tensor(w3)], x, y).item()
  );
  assertEquals((right - left) / 2 ** -9, slopes[2]);

  // The update (w_k)_new = w_k − η × ∂e/∂w_k.
  const updated = chain.update(w, chain.backward(w, x, y), 2 ** -14);
  assertEquals(numbers(updated), [
    0.25 - 2227.5 / 2 ** 14,
    0.5 - 556.875 / 2 ** 14,
    -0.5 + 306.28125 / 2 ** 14,
  ]);
  // The signed error falls, though it was below 0: it has no minimum.
  assert(chain.error(updated, x, y).item() < e.item());
});

Deno.test("layerChain() has second derivatives, also of its formulas", () => {
  const chain = layerChain([square, oblong, halfSquare]);
  const w = [tensor(0.25), tensor(0.5), tensor(-0.5)];
  const slope = (formula: (w: Tensor[]) => readonly Tensor[]) =>
    numbers(grad((w: Tensor[]) => formula(w)[2])(w));
  const expected = slope((w) => grad(chain.error)(w, 12, 80));
  // ∂e/∂w₃ = w₃·h₂²: by w₃ it is h₂², by w₂ it is 2·w₃·h₂·f₂′(z₂)·h₁.
  assertEquals(expected[2], 24.75 ** 2);
  assertEquals(expected[1], 2 * -0.5 * 24.75 * 10 * 9);
  assertEquals(slope((w) => chain.closedForm(w, 12, 80)), expected);
  assertEquals(slope((w) => chain.backward(w, 12, 80)), expected);
});

Deno.test("layerChain() takes tensors and numbers for x, y and η", () => {
  const chain = layerChain([identity, relu]);
  for (const dtype of ["float64", "float32"] as const) {
    const w = [tensor(2, dtype), tensor(3, dtype)];
    for (
      const make of [(x: number) => x, scalar, (x: number) => tensor(x, dtype)]
    ) {
      const [x, y] = [make(0.5), make(10)];
      const { h, z, e } = chain.forward(w, x, y);
      assertEquals(numbers([...h, z[1], z[2], e]), [0.5, 1, 3, 1, 3, -7]);
      assertEquals([e.dtype, e.shape], [dtype, []]);
      const slopes = chain.closedForm(w, x, y);
      assertEquals(numbers(slopes), [1.5, 1]);
      assertEquals(numbers(chain.backward(w, x, y)), [1.5, 1]);
      const updated = chain.update(w, slopes, make(0.5));
      assertEquals(numbers(updated), [1.25, 2.5]);
      for (const each of [...slopes, ...updated]) {
        assertEquals(each.dtype, dtype);
      }
    }
    for (const factor of chain.factors(w, 0.5, 10).values()) {
      assertEquals(factor.dtype, dtype);
    }
  }
});

Deno.test("layerChain() has slopes of 0 behind a relu that is off", () => {
  const chain = layerChain([tanh, relu, sigmoid]);
  const w = [tensor(1), tensor(-1), tensor(2)];
  const { h, e } = chain.forward(w, 1, 0);
  assertEquals(numbers([h[2], h[3], e]), [0, 0.5, 0.5]);
  for (
    const slopes of [
      chain.closedForm(w, 1, 0),
      chain.backward(w, 1, 0),
      grad(chain.error)(w, 1, 0),
    ]
  ) {
    assertEquals(numbers(slopes).map((x) => x + 0), [0, 0, 0]);
  }
});

function assertRefused(
  call: () => unknown,
  kind: ErrorConstructor | TypeErrorConstructor,
  message: string,
): void {
  const error = assertThrows(call, kind as ErrorConstructor);
  assertEquals((error as Error).message, message);
}

Deno.test("layerChain() refuses to have no layer, or what is no activation", () => {
  assertRefused(
    () => layerChain([]),
    RangeError,
    "Cannot create layerChain: at least one activation is needed, current " +
      "number is 0",
  );
  for (
    const [layer, text] of [
      [undefined, "undefined"],
      ["tanh", '"tanh"'],
      [(z: Tensor) => z, "a function"],
      [{ value: tanh.value }, "an object"],
      [{ derivative: tanh.derivative }, "an object"],
    ]
  ) {
    assertRefused(
      () => layerChain([tanh, layer as never]),
      TypeError,
      "Cannot create layerChain: layer 2 must be an activation (value and " +
        `derivative), current value is ${text}`,
    );
  }
});

Deno.test("layerChain() refuses weights or derivatives of another number", () => {
  const chain = layerChain([tanh, tanh]);
  const [one, two, three] = [1, 2, 3].map((n) => Array(n).fill(tensor(1)));
  for (const [w, n] of [[[], 0], [one, 1], [three, 3]] as const) {
    const message = (what: string) =>
      `Cannot run layerChain: it has 2 layers and needs as many ${what}, ` +
      `current number is ${n}`;
    for (
      const call of [
        chain.forward,
        chain.error,
        chain.factors,
        chain.backward,
        chain.closedForm,
      ]
    ) {
      assertRefused(() => call(w, 1, 1), TypeError, message("weights"));
    }
    assertRefused(
      () => chain.update(w, two, 1),
      TypeError,
      message("weights"),
    );
    assertRefused(
      () => chain.update(two, w, 1),
      TypeError,
      message("derivatives"),
    );
  }
});

Deno.test("chainRule() refuses what is no layer", () => {
  const chain = layerChain([tanh, tanh]);
  for (const k of [0, 3, -1, 1.5, NaN, Infinity]) {
    assertRefused(
      () => chain.chainRule(k),
      RangeError,
      `Cannot chainRule: k must be a layer from 1 to 2, current value is ${k}`,
    );
  }
});
