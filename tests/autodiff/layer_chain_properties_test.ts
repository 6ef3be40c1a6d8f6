/** The n-layer model against its formulas, autodiff and differences. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type ActivationName,
  activations,
  grad,
  layerChain,
  type Tensor,
  tensor,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";

const floats = ["float64", "float32"] as const;
const unit = { float64: 2 ** -53, float32: 2 ** -24 };

/** A chain of 1 to 8 layers with numbers for it. */
interface Model {
  readonly dtype: typeof floats[number];
  readonly names: readonly ActivationName[];
  readonly w: readonly number[];
  readonly x: number;
  readonly y: number;
}

/** Weights of both signs, and 0: sizes at which no product underflows. */
function weight(): fc.Arbitrary<number> {
  const grid = fc.integer({ min: -(2 ** 20), max: 2 ** 20 })
    .map((n) => n * 2 ** -19)
    .filter((x) => Math.abs(x) > 2 ** -6);
  return fc.oneof(
    { weight: 12, arbitrary: grid },
    { weight: 1, arbitrary: fc.constant(0) },
  );
}

function models(): fc.Arbitrary<Model> {
  const names = Object.keys(activations) as ActivationName[];
  return fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.record({
      dtype: fc.constantFrom(...floats),
      names: fc.array(fc.constantFrom(...names), {
        minLength: n,
        maxLength: n,
      }),
      w: fc.array(weight(), { minLength: n, maxLength: n }),
      x: weight(),
      y: weight(),
    })
  );
}

function build({ dtype, names, w, x, y }: Model) {
  return {
    chain: layerChain(names.map((name) => activations[name])),
    w: w.map((w) => tensor(w, dtype)),
    x: tensor(x, dtype),
    y: tensor(y, dtype),
  };
}

const item = (x: Tensor) => x.item();

Deno.test("forward() is the composition of the layers, less the target", () => {
  check(fc.property(models(), (model) => {
    const { chain, w, x, y } = build(model);
    const { h, z, e } = chain.forward(w, x, y);
    assertEquals([h.length, z.length], [w.length + 1, w.length + 1]);
    assertSameBits(h[0].item(), x.item());
    let output = x;
    w.forEach((weight, i) => {
      const net = weight.mul(output);
      output = activations[model.names[i]].value(net);
      assertSameBits(z[i + 1].item(), net.item());
      assertSameBits(h[i + 1].item(), output.item());
    });
    assertSameBits(e.item(), output.sub(y).item());
    assertSameBits(chain.error(w, x, y).item(), e.item());
  }));
});

Deno.test("factors() are the factors of the chain rule by name", () => {
  check(fc.property(models(), (model) => {
    const { chain, w, x, y } = build(model);
    const { h, z } = chain.forward(w, x, y);
    const n = w.length;
    const expected: Record<string, number> = { [`∂e/∂h${n}`]: 1 };
    for (let i = 1; i <= n; i++) {
      const { derivative } = activations[model.names[i - 1]];
      expected[`∂h${i}/∂z${i}`] = derivative(z[i]).item();
      expected[`∂z${i}/∂w${i}`] = h[i - 1].item();
      expected[`∂z${i}/∂h${i - 1}`] = w[i - 1].item();
    }
    const factors = chain.factors(w, x, y);
    assertEquals([...factors.keys()].sort(), Object.keys(expected).sort());
    for (const [name, value] of factors) {
      assertSameBits(value.item(), expected[name], name);
      assertEquals(value.dtype, model.dtype);
    }
  }));
});

Deno.test("chainRule() leads from the error back to each weight", () => {
  for (let n = 1; n <= 8; n++) {
    const chain = layerChain(Array(n).fill(activations.tanh));
    for (let k = 1; k <= n; k++) {
      const parts = chain.chainRule(k).map((name) =>
        name.split("/").map((part) => part.slice(1))
      );
      assertEquals(parts.length, 2 * (n - k) + 3);
      assertEquals([parts[0][0], parts.at(-1)![1]], ["e", `w${k}`]);
      // Each factor starts where the one before it ends.
      parts.slice(1).forEach(([from], i) => assertEquals(from, parts[i][1]));
    }
  }
});

Deno.test("backward() multiplies the factors that chainRule() names", () => {
  check(fc.property(models(), (model) => {
    const { chain, w, x, y } = build(model);
    const factors = chain.factors(w, x, y);
    const round = model.dtype === "float64" ? (x: number) => x : Math.fround;
    const products = w.map((_, i) =>
      chain.chainRule(i + 1).map((name) => factors.get(name)!.item())
        .reduce((product, factor) => round(product * factor))
    );
    assertSameBits(chain.backward(w, x, y).map(item), products);
  }));
});

Deno.test("closedForm() multiplies h, the weights, then the slopes, from the left", () => {
  const different: Record<string, number> = {};
  check(
    fc.property(models(), (model) => {
      const { chain, w, x, y } = build(model);
      const { h, z } = chain.forward(w, x, y);
      const round = model.dtype === "float64" ? (x: number) => x : Math.fround;
      const product = (factors: number[]) =>
        factors.reduce((product, factor) => round(product * factor));
      const slopes = model.names.map((name, i) =>
        activations[name].derivative(z[i + 1]).item()
      );
      const closed = chain.closedForm(w, x, y).map(item);
      w.forEach((_, i) => {
        const output = h[i].item();
        const weights = w.slice(i + 1).map(item);
        const own = slopes.slice(i);
        const factors = [output, ...weights, ...own];
        assertSameBits(closed[i], product(factors));
        if (weights.length === 0) return;
        const others = {
          "slopes first": product([output, ...own, ...weights]),
          "h last": product([...weights, ...own, output]),
          "h after the weights": product([...weights, output, ...own]),
          "weights descending": product([
            output,
            ...weights.toReversed(),
            ...own,
          ]),
          "slopes descending": product([
            output,
            ...weights,
            ...own.toReversed(),
          ]),
          "from the right": product(factors.toReversed()),
          "each product alone": product([
            output,
            product(weights),
            product(own),
          ]),
        };
        for (const [name, other] of Object.entries(others)) {
          different[name] = (different[name] ?? 0) + +(other !== closed[i]);
        }
      });
    }),
    { numRuns: 400 },
  );
  // Each other order has other bits, and often.
  assertEquals(Object.keys(different).length, 7);
  for (const [name, count] of Object.entries(different)) {
    assert(count > 50, `${name}: ${count}`);
  }
});

Deno.test("layerChain()'s formulas agree with autodiff at any depth", () => {
  let steep = 0;
  check(
    fc.property(models(), (model) => {
      const { chain, w, x, y } = build(model);
      const closed = chain.closedForm(w, x, y).map(item);
      const byHand = chain.backward(w, x, y).map(item);
      const automatic = grad(chain.error)(w, x, y).map(item);
      closed.forEach((slope, i) => {
        // The three multiply the same 2(n − k) + 2 numbers in other orders,
        // each product rounded: twice as many half ulps apart at most.
        const factors = 2 * (w.length - i - 1) + 2;
        const bound = 2 * (factors - 1) * unit[model.dtype] *
          Math.abs(slope) * (1 + 2 ** -10);
        for (const other of [byHand[i], automatic[i]]) {
          assert(Math.abs(other - slope) <= bound, `${other} for ${slope}`);
        }
        if (Math.abs(slope) > 2 ** -10) steep++;
      });
    }),
    { numRuns: 400 },
  );
  assert(steep > 400, `${steep}`);
});

/** How far the computed error may be from the exact one. */
function roundingOf(w: readonly number[], model: Model): number {
  const { chain, x, y } = build(model);
  const { h, z, e } = chain.forward(w.map((w) => tensor(w)), x, y);
  const u = unit.float64;
  let error = 0;
  for (let i = 1; i <= w.length; i++) {
    // A product is rounded; no activation is steeper than 1, and each is
    // within two ulp, which are at most 4u.
    error = Math.abs(w[i - 1]) * error + u * Math.abs(z[i].item());
    error += 4 * u * Math.abs(h[i].item());
  }
  return error + u * Math.abs(e.item());
}

Deno.test("layerChain()'s formulas agree with finite differences", () => {
  let [compared, refused] = [0, 0];
  check(
    fc.property(models(), (drawn) => {
      const model: Model = { ...drawn, dtype: "float64" };
      const { chain, w, x, y } = build(model);
      const closed = chain.closedForm(w, x, y).map(item);
      closed.forEach((slope, i) => {
        const moved = (by: number) =>
          model.w.map((w, j) => j === i ? w + by : w);
        const at = (by: number) =>
          chain.forward(moved(by).map((w) => tensor(w)), x, y);
        // The weights are whole multiples of 2⁻¹⁹: w ± h is exact.
        const h = 2 ** -8;
        const onSides = (by: number) =>
          at(by).z.map((z, i) => model.names[i - 1] === "relu" && z.item() > 0);
        const [left, middle, right] = [-h, 0, h].map((by) =>
          onSides(by).join()
        );
        if (left !== middle || right !== middle) {
          refused++;
          return;
        }
        const quotients = [h, h / 4, h / 16].map((h) =>
          (at(h).e.item() - at(-h).e.item()) / (2 * h)
        );
        // A symmetric difference is off by c·h² + …, which falls to a
        // sixteenth each time: the last one is off by less than the changes
        // before it, but for the rounding of all of them.
        const changes = Math.abs(quotients[1] - quotients[0]) +
          Math.abs(quotients[2] - quotients[1]);
        const rounding =
          (roundingOf(moved(h), model) + roundingOf(moved(-h), model)) /
          (h / 16);
        const bound = changes + rounding;
        assert(
          Math.abs(slope - quotients[2]) <= bound,
          `${slope}, differences ${quotients}, bound ${bound}`,
        );
        // Only a bound that is far below the slope can tell.
        if (bound < Math.abs(slope) / 1000) compared++;
      });
    }),
    { numRuns: 300 },
  );
  const seen = `${compared} compared, ${refused} refused`;
  assert(compared > 500 && refused < 0.05 * compared, seen);
});

Deno.test("update() subtracts η times each derivative", () => {
  const rate = fc.double({ min: 2 ** -10, max: 1, noNaN: true });
  check(fc.property(models(), rate, (model, rate) => {
    const { chain, w, x, y } = build(model);
    const round = model.dtype === "float64" ? (x: number) => x : Math.fround;
    const slopes = chain.closedForm(w, x, y);
    const expected = w.map((w, i) =>
      round(w.item() - round(round(rate) * slopes[i].item()))
    );
    assertSameBits(chain.update(w, slopes, rate).map(item), expected);
  }));
});
