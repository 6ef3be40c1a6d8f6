import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  compile,
  crossEntropy,
  grad,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  arrays,
  coordinates,
  elementsOf,
  floats,
  mapRows,
  roundedTerms,
  sumAlong,
  sumInEights,
  toTensor,
} from "./array_support.ts";

/** Shapes of logits: up to two axes in front of the classes. */
const logitShapes = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
  fc.integer({ min: 1, max: 10 }),
).map(([leading, classes]) => [...leading, classes]);

for (const [dtype, round] of floats) {
  const logits = arrays(logitShapes, roundedTerms(round));

  Deno.test(`crossEntropy() is the mean of -Σ t·logSoftmax, bit for bit, ${dtype}`, () => {
    const input = logits.chain((logits) =>
      fc.tuple(
        fc.constant(logits),
        fc.array(roundedTerms(round), {
          minLength: logits.elements.length,
          maxLength: logits.elements.length,
        }),
      )
    );
    check(fc.property(input, ([logits, elements]) => {
      const { shape } = logits;
      const x = toTensor(logits, dtype);
      const logs = elementsOf(x.logSoftmax());
      const targets = toTensor({ shape, elements }, dtype);
      const terms = elements.map((t, i) => round(t * -logs[i]));
      const axes = shape.map((_, axis) => axis);
      const rows = mapRows(
        { shape, elements: terms },
        shape.length - 1,
        (row) => [sumInEights(row, round)],
      );
      const leading = { shape: shape.slice(0, -1), elements: rows.elements };
      const [total] = sumAlong(leading, axes.slice(0, -1), round).elements;
      const expected = round(total / rows.elements.length);
      const actual = crossEntropy(x, targets);
      assertEquals([actual.shape, actual.dtype], [[], dtype]);
      assertSameBits(actual.item(), expected);
    }));
  });

  Deno.test(`crossEntropy() of class indices is that of their one-hot rows, ${dtype}`, () => {
    check(fc.property(logits, fc.nat(1000), (logits, seed) => {
      const { shape } = logits;
      const classes = shape.at(-1)!;
      const right = coordinates(shape.slice(0, -1)).map((_, i) =>
        (seed + 7 * i * i) % classes
      );
      const rows = right.flatMap((c) =>
        Array.from({ length: classes }, (_, j) => j === c ? 1 : 0)
      );
      const x = toTensor(logits, dtype);
      const indices = toTensor(
        { shape: shape.slice(0, -1), elements: right },
        "int32",
      );
      const hot = toTensor({ shape, elements: rows }, dtype);
      const loss = crossEntropy(x, indices).item();
      assertSameBits(loss, crossEntropy(x, hot).item());
      const slopes = elementsOf(
        grad((x: Tensor) => crossEntropy(x, indices))(x),
      );
      const others = elementsOf(grad((x: Tensor) => crossEntropy(x, hot))(x));
      slopes.forEach((slope, i) => assertEquals(slope, others[i]));
    }));
  });
}

Deno.test("crossEntropy() has derivative (p - t) / n", () => {
  const logits = [[1, -2, 0.5], [0, 3, -1]];
  const targets = [[0.2, 0.3, 0.5], [1, 0, 0]];
  const loss = (x: Tensor) => crossEntropy(x, tensor(targets));
  const actual = elementsOf(grad(loss)(tensor(logits)));
  const expected = logits.flatMap((row, i) => {
    const powers = row.map((x) => Math.exp(x));
    const total = powers.reduce((sum, p) => sum + p);
    return powers.map((p, j) => (p / total - targets[i][j]) / 2);
  });
  // Some dozens of roundings of numbers below 1.
  actual.forEach((slope, i) =>
    assert(Math.abs(slope - expected[i]) <= 1e-14, `${slope}`)
  );
});

Deno.test("crossEntropy() has the derivative -logSoftmax by its targets", () => {
  const logits = tensor([0, 1, -1]);
  const loss = (t: Tensor) => crossEntropy(logits, t);
  assertEquals(
    grad(loss)(tensor([1, 0, 0])).toArray(),
    logits.logSoftmax().neg().toArray(),
  );
});

Deno.test("crossEntropy() of a sure and right class is +0", () => {
  const logits = tensor([[1000, 0]]);
  assertSameBits(crossEntropy(logits, tensor([0], "int32")).item(), 0);
  assertSameBits(crossEntropy(logits, tensor([[1, 0]])).item(), 0);
});

Deno.test("crossEntropy() ignores an impossible class of target 0", () => {
  const logits = tensor([[-Infinity, 0, 0]]);
  const shares = tensor([[0, 0.5, 0.5]]);
  const right = tensor([1], "int32");
  for (const targets of [shares, right]) {
    const loss = (x: Tensor) => crossEntropy(x, targets);
    assertSameBits(loss(logits).item(), Math.LN2);
    assertEquals(elementsOf(grad(loss)(logits)).some(Number.isNaN), false);
  }
  const wrong = tensor([0], "int32");
  assertEquals(crossEntropy(logits, wrong).item(), Infinity);
  const half = tensor([[0.5, 0.5, 0]]);
  assertEquals(crossEntropy(logits, half).item(), Infinity);
});

Deno.test("crossEntropy() of one example and of none", () => {
  const one = crossEntropy(tensor([0, 0]), tensor(1, "int32"));
  assertSameBits(one.item(), Math.LN2);
  const none = crossEntropy(zeros([0, 3]), zeros([0], "int32"));
  assertEquals(none.item(), NaN);
});

Deno.test("crossEntropy() refuses what does not fit", () => {
  const logits = zeros([2, 3]);
  const cases: [Tensor, Tensor, string][] = [
    [
      logits,
      zeros([3, 2]),
      "targets must have shape [2, 3] where they are probabilities and logits " +
      "have shape [2, 3], current shape is [3, 2]",
    ],
    [
      logits,
      zeros([3], "int32"),
      "targets must have shape [2] where they are class indices and logits " +
      "have shape [2, 3], current shape is [3]",
    ],
    [
      logits,
      zeros([2, 3], "float32"),
      "dtypes float64 and float32 do not mix",
    ],
    [tensor(1), tensor(1), "logits must have an axis of classes"],
    [
      zeros([2, 3], "int32"),
      zeros([2], "int32"),
      "dtype must be float64 or float32, current dtype is int32",
    ],
  ];
  for (const [x, targets, text] of cases) {
    assertThrows(
      () => crossEntropy(x, targets),
      TypeError,
      `Cannot crossEntropy: ${text}`,
    );
  }
  const compiled = compile(crossEntropy);
  for (const index of [-1, 3]) {
    for (const f of [crossEntropy, compiled]) {
      assertThrows(
        () => f(logits, tensor([0, index], "int32")),
        RangeError,
        `Cannot crossEntropy: class index must be in [0, 3), current value is ` +
          `${index}`,
      );
    }
  }
});
