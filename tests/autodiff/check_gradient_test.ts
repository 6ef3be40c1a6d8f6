import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import {
  assertGradient,
  checkGradient,
  grad,
  scalar,
  type Tensor,
  tensor,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";

/** Functions with their derivatives, defined for all numbers. */
const known: readonly [
  name: string,
  f: (x: Tensor) => Tensor,
  derivative: (x: number) => number,
][] = [
  ["sin", (x) => x.sin(), Math.cos],
  ["fast sin", (x) => x.mul(50).sin(), (x) => 50 * Math.cos(50 * x)],
  ["exp", (x) => x.exp(), Math.exp],
  ["cubic", (x) => x.square().mul(x), (x) => 3 * x * x],
  ["steep", (x) => x.mul(20).tanh(), (x) => 20 / Math.cosh(20 * x) ** 2],
  ["pole", (x) => x.square().add(0.01).log(), (x) => 2 * x / (x * x + 0.01)],
  ["constant", () => tensor(3), () => 0],
  ["tiny", (x) => x.sin().mul(1e-6), (x) => 1e-6 * Math.cos(x)],
  ["huge", (x) => x.sin().mul(1e100), (x) => 1e100 * Math.cos(x)],
];

const point = fc.double({ min: -4, max: 4, noNaN: true });

Deno.test("checkGradient() finds derivatives within the error it states", () => {
  for (const [name, f, derivative] of known) {
    check(
      fc.property(point, (x) => {
        const found = checkGradient(f, tensor(x));
        assertEquals(found.verdict, "agrees", `${name}: ${found.message}`);
        const exact = derivative(x);
        const off = Math.abs(found.differences - exact);
        // The error is an estimate, to be trusted within a factor of ten.
        const room = 10 * found.error + 4 * 2 ** -52 * Math.abs(exact);
        assert(off <= room, `${name} at ${x}: ${found.message}, not ${exact}`);
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("checkGradient() rejects a gradient that is wrong by 0.1 %", () => {
  for (const [name, f, derivative] of known) {
    if (name === "constant") continue;
    check(
      fc.property(point, (x) => {
        const exact = derivative(x);
        const size = Math.max(
          ...[-1 / 8, 0, 1 / 8].map((step) =>
            Math.abs(f(tensor(x + step)).item())
          ),
        );
        fc.pre(Math.abs(exact) > 1e-5 * size + 1e-8);
        for (const factor of [1.001, 0.999, 1.00001, -1]) {
          const found = checkGradient(f, tensor(x), {
            gradient: (x) => grad(f)(x).mul(factor),
          });
          assertEquals(found.verdict, "disagrees", `${name} by ${factor}`);
        }
      }),
      { numRuns: 20 },
    );
  }
});

Deno.test("checkGradient() takes parameters of any size", () => {
  for (const x of [1e-100, 1e-6, 1e-3, 1, 1e3, 1e6, 1e100]) {
    const at = tensor([x, -x]);
    const f = (x: Tensor) => x.square().sum();
    assertEquals(checkGradient(f, at).verdict, "agrees", `${x}`);
    const g = (x: Tensor) => x.add(1).log().sum();
    assertEquals(checkGradient(g, tensor(x)).verdict, "agrees", `log ${x}`);
  }
});

Deno.test("checkGradient() rejects a gradient that is not finite", () => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    const { verdict } = checkGradient((x) => x.sin(), tensor(1), {
      gradient: () => tensor(wrong),
    });
    assertEquals(verdict, "disagrees", `${wrong}`);
  }
});

Deno.test("checkGradient() names a number that is not finite wherever it is", () => {
  const at = { a: tensor([1, 2]), b: [tensor([[3], [4]]), tensor(5)] };
  const places = [".a[0]", ".a[1]", ".b[0][0, 0]", ".b[0][1, 0]", ".b[1]"];
  const f = ({ a, b: [b, c] }: typeof at) =>
    a.square().sum().add(b.square().sum()).add(c.square());
  for (const wrong of [NaN, Infinity, -Infinity]) {
    for (const [i, place] of places.entries()) {
      const [a0, a1, b0, b1, c] = [2, 4, 6, 8, 10]
        .map((right, j) => i === j ? wrong : right);
      const right = {
        a: tensor([a0, a1]),
        b: [tensor([[b0], [b1]]), tensor(c)],
      };
      // Of the other numbers all are right, or all but slightly wrong.
      const off = {
        a: right.a.mul(1.0001),
        b: right.b.map((g) => g.mul(1.0001)),
      };
      for (const gradient of [right, off]) {
        const options = { gradient: () => gradient };
        const found = checkGradient<typeof at>(f, at, options);
        assertEquals([found.verdict, found.place], ["disagrees", place]);
        assertSameBits(found.backpropagation, wrong);
        const along = { ...options, directions: 3 };
        assertEquals(
          checkGradient<typeof at>(f, at, along).verdict,
          "disagrees",
          `${wrong} at ${place}`,
        );
      }
    }
  }
});

interface Network {
  layers: { weight: Tensor; bias: Tensor }[];
  scale: Tensor;
}

const network: Network = {
  scale: tensor(2),
  layers: [
    { weight: tensor([[1, 2, 3], [4, 5, 6]]), bias: tensor([1, 2, 3]) },
    { weight: tensor([[0.1], [0.2], [0.3]]), bias: tensor([7]) },
  ],
};

function run({ layers, scale }: Network): Tensor {
  const [first, second] = layers;
  const hidden = first.weight.mul(0.1).add(first.bias).sin().sum({ axis: 0 });
  return hidden.mul(second.weight.reshape([3])).sum().add(second.bias.sum())
    .mul(scale);
}

/** The gradient of `run`, with one number off. */
function spoilt(change: (gradient: Network) => Network) {
  return (at: Network) => change(grad<Network>(run)(at));
}

Deno.test("checkGradient() names the worst place of a tree", () => {
  assertEquals(checkGradient<Network>(run, network).verdict, "agrees");
  const off = tensor([[0, 0, 1e-3], [0, 0, 0]]);
  const weight = checkGradient<Network>(run, network, {
    gradient: spoilt(({ layers: [first, second], scale }) => ({
      layers: [{ ...first, weight: first.weight.add(off) }, second],
      scale: scale.add(1e-9),
    })),
  });
  assertEquals(weight.verdict, "disagrees");
  assertEquals(weight.place, ".layers[0].weight[0, 2]");
  assertMatch(
    weight.message,
    /^Cannot confirm the gradient of f at \.layers\[0\]\.weight\[0, 2\]: backpropagation gives -?[\d.e-]+, finite differences give -?[\d.e-]+ ± [\d.e-]+$/,
  );
  assertSameBits(
    weight.backpropagation,
    grad<Network>(run)(network).layers[0].weight.add(off).toTypedArray()[2],
  );
  const scaleOff = checkGradient<Network>(run, network, {
    gradient: spoilt(({ layers, scale }) => ({ layers, scale: scale.neg() })),
  });
  assertEquals(scaleOff.place, ".scale");
});

Deno.test("checkGradient() sees one wrong number along each direction", () => {
  const at = tensor(Float64Array.from({ length: 60 }, (_, i) => i / 10));
  const f = (x: Tensor) => x.sin().sum();
  const off = tensor(Float64Array.from({ length: 60 }, (_, i) => +(i === 41)));
  const gradient = (x: Tensor) => grad(f)(x).mul(off.mul(1e-3).add(1));
  const slopes = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const options = { directions: 1, seed };
    assertEquals(checkGradient(f, at, options).verdict, "agrees");
    const wrong = checkGradient(f, at, { ...options, gradient });
    assertEquals(wrong.verdict, "disagrees", wrong.message);
    assertEquals(wrong, checkGradient(f, at, { ...options, gradient }));
    slopes.add(wrong.differences);
  }
  assertEquals(slopes.size, 20, "each seed has a direction of its own");
  const { place } = checkGradient(f, at, { directions: 3, seed: 5 });
  assertMatch(place, /^random direction [012] \(seed 5\)$/);
});

Deno.test("checkGradient() sees a wrong second derivative", () => {
  // Its gradient is x, as that of x²/2, but it is constant when differentiated.
  const f = (x: Tensor) => x.mul(x.stopGradient()).sum();
  const at = tensor([1, 2]);
  const slope = (x: Tensor) => grad(f)(x).sum();
  const { verdict, differences } = checkGradient(slope, at);
  assertEquals(verdict, "disagrees");
  assert(Math.abs(differences - 1) < 1e-9);
});

Deno.test("checkGradient() counts rounding of cancelled terms as nothing", () => {
  const centred = (x: Tensor) => x.sub(x.mean()).sum();
  const at = tensor([0.1, 0.2, 0.5]);
  assertEquals(checkGradient(centred, at).verdict, "agrees");
  const wrong = { gradient: () => tensor([0, 0, 1e-12]) };
  assertEquals(checkGradient(centred, at, wrong).verdict, "disagrees");
  const small = (x: Tensor) => x.sin().sum().mul(1e-20);
  const double = { gradient: (x: Tensor) => grad(small)(x).mul(2) };
  assertEquals(checkGradient(small, at, double).verdict, "agrees");
  const strict = { ...double, absoluteTolerance: 0 };
  assertEquals(checkGradient(small, at, strict).verdict, "disagrees");
});

Deno.test("checkGradient() passes what is within its tolerance", () => {
  const gradient = (x: Tensor) => x.cos().mul(1.0001);
  const verdict = (tolerance?: number) =>
    checkGradient((x) => x.sin(), tensor(1), { gradient, tolerance }).verdict;
  assertEquals(verdict(), "disagrees");
  assertEquals(verdict(2e-4), "agrees");
  assertEquals(verdict(5e-5), "disagrees");
});

Deno.test("checkGradient() takes scalars, none, and leaves its point alone", () => {
  const at = tensor([1, 2]);
  const before = at.toTypedArray();
  checkGradient((x) => x.exp().sum(), at);
  assertSameBits(at.toTypedArray(), before);
  assertEquals(checkGradient((x) => x.exp(), scalar(1)).verdict, "agrees");
  const none = checkGradient(() => tensor(1), tensor([]));
  assertEquals(none.verdict, "agrees");
  assertStringIncludes(none.message, "no parameters");
});

Deno.test("assertGradient() throws unless the check agrees", () => {
  assertGradient((x) => x.exp().sum(), tensor([1, 2]));
  assertThrows(
    () => assertGradient((x) => x.relu(), tensor(0)),
    Error,
    "Cannot check the gradient of f at its parameter: the function has a kink",
  );
  assertThrows(
    () => assertGradient((x) => x.sin(), tensor(0), { gradient: (x) => x }),
    Error,
    "Cannot confirm the gradient of f at its parameter",
  );
});
