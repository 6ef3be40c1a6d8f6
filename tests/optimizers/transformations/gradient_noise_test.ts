import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  gradientNoise,
  type GradientNoiseOptions,
  key,
  keyOf,
  scalar,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { elements } from "../support.ts";

type Tree = Readonly<Record<string, Tensor>>;

const noisy = (updates: Tree, options: GradientNoiseOptions, t = 1) =>
  gradientNoise(options).apply(updates, { params: updates, t: scalar(t) });

const counts = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 7),
);

Deno.test("gradientNoise() adds √(η/t^γ) times what the documented key draws", () => {
  const options = fc.record({
    seed: fc.integer({ min: 0, max: 99 }),
    variance: fc.constantFrom(0.01, 0.3, 1, 4),
    decay: fc.constantFrom(0, 0.55, 1, undefined),
  });
  check(fc.property(options, counts, ({ seed, variance, decay }, t) => {
    const own = key(seed);
    const w = tensor([1, -2, 3]);
    const b = tensor([[0.5]], "float32");
    const result = noisy({ w, b }, { key: own, variance, decay }, t);
    const [high, low] = own.fold("gradient noise").bits.toTypedArray();
    const ofStep = keyOf(tensor(
      new Uint32Array([high + Math.floor(t / 2 ** 32), low + t % 2 ** 32]),
    ));
    const power = Math.exp((decay ?? 0.55) * Math.log(t));
    const deviation = Math.sqrt(variance / power);
    const near = (actual: Tensor, u: Tensor, name: string, unit: number) => {
      const { shape } = u;
      const dtype = u.dtype as "float64" | "float32";
      const noise = elements(ofStep.fold(name).normal(shape, { dtype }));
      elements(actual).forEach((x, i) => {
        const right = elements(u)[i] + deviation * noise[i];
        // An exponential whose argument is at most 28, and four roundings.
        const size = Math.abs(deviation * noise[i]) + Math.abs(right);
        assert(Math.abs(x - right) <= 64 * size * unit, `${x} for ${right}`);
      });
      assertEquals(actual.dtype, u.dtype);
    };
    near(result.w, w, ".w", 2 ** -53);
    near(result.b, b, ".b", 2 ** -24);
  }));
});

Deno.test("gradientNoise() has the first variance exactly, and mean 0", () => {
  const n = 20000;
  const { w } = noisy({ w: zeros([n]) }, { key: key(3), variance: 4 });
  const draws = elements(w).map((x) => x / 2);
  const mean = draws.reduce((a, b) => a + b, 0) / n;
  const variance = draws.reduce((sum, x) => sum + x * x, 0) / n;
  // Five standard deviations of a mean and of a variance of n draws.
  assert(Math.abs(mean) <= 5 / Math.sqrt(n));
  assert(Math.abs(variance - 1) <= 5 * Math.sqrt(2 / n));
});

Deno.test("gradientNoise() depends on key, step and name alone", () => {
  const of = (tree: Tree, seed: number, t: number) =>
    noisy(tree, { key: key(seed), variance: 1, decay: 0 }, t);
  const w = zeros([4]);
  const alone = elements(of({ w }, 1, 1).w);
  assertSameBits(elements(of({ w }, 1, 1).w), alone);
  const beside = of({ a: zeros([9]), w, z: w }, 1, 1);
  assertSameBits(elements(beside.w), alone);
  assertSameBits(elements(of({ w: zeros([2]) }, 1, 1).w), alone.slice(0, 2));
  const others = [
    of({ w }, 1, 2).w,
    of({ w }, 2, 1).w,
    of({ w }, 1, 1 + 2 ** 32).w,
    beside.z,
    of({ w }, 0, 2).w,
  ].map(elements);
  for (const [i, a] of [alone, ...others].entries()) {
    for (const b of others.slice(i)) {
      assert(a.every((x, j) => x !== b[j]));
    }
  }
});

Deno.test("gradientNoise() of variance 0 changes nothing", () => {
  const u = tensor([1, -2, NaN]);
  const { w } = noisy({ w: u }, { key: key(1), variance: 0 }, 5);
  assertSameBits(elements(w), elements(u));
});

Deno.test("gradientNoise() may be scheduled, differentiated and batched", () => {
  const w = zeros([3]);
  const own = key(5);
  const at = (variance: Tensor | number, t: Tensor) =>
    gradientNoise({ key: own, variance, decay: 1 })
      .apply(w, { params: w, t: t.asScalar() });
  const rising = gradientNoise({ key: own, variance: (t) => t, decay: 0 })
    .apply(w, { params: w, t: scalar(4) });
  const plain = elements(at(4, scalar(4)));
  assertSameBits(elements(rising), plain.map((x) => x * 2));
  const by = grad((v: Tensor) => at(v, tensor(4)).sum())(tensor(4));
  // σ = √(η/4): its derivative by η at 4 is 1/8, and σ itself is 1.
  const sum = plain.reduce((a, b) => a + b, 0);
  assert(Math.abs(by.item() - sum / 8) <= 1e-15 * 8);
  const each = vmap((t: Tensor) => at(1, t))(tensor([1, 2, 7]));
  assertSameBits(
    elements(each),
    [1, 2, 7].flatMap((t) => elements(at(1, scalar(t)))),
  );
});

Deno.test("gradientNoise() refuses wrong options", () => {
  const cases: [unknown, typeof TypeError | typeof RangeError, string][] = [
    [
      { variance: 1 },
      TypeError,
      "key must be a key, as key(seed) makes it, current value is undefined",
    ],
    [
      { variance: 1, key: 7 },
      TypeError,
      "key must be a key, as key(seed) makes it, current value is 7",
    ],
    [{ key: key(1) }, TypeError, "variance must be given, at least 0"],
    [
      { key: key(1), variance: -1 },
      RangeError,
      "variance must be at least 0, current value is -1",
    ],
    [
      { key: key(1), variance: 1, decay: -1 },
      RangeError,
      "decay must be at least 0, current value is -1",
    ],
    [
      { key: key(1), varience: 1 },
      TypeError,
      "it has no option varience; did you mean variance?",
    ],
    [7, TypeError, "options must be a record, current value is 7"],
  ];
  for (const [options, kind, message] of cases) {
    const error = assertThrows(() => gradientNoise(options as never), kind);
    assertEquals(error.message, `Cannot create gradientNoise: ${message}`);
  }
});
