import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adam, muon, type Tensor, tensor } from "../../../mod.ts";
import { orthogonalized } from "../../../optimizers/newton_schulz.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, unit } from "../support.ts";

type Options = Parameters<typeof muon>[0];

/** What the iteration makes of a singular value. */
function quintic(x: number): number {
  for (let i = 0; i < 5; i++) {
    x = 3.4445 * x - 4.775 * x * x * x + 2.0315 * x * x * x * x * x;
  }
  return x;
}

/** A rotation of the plane by an angle of that cosine and sine. */
const rotation = ([c, s]: readonly number[]) => tensor([[c, -s], [s, c]]);
const angles = fc.constantFrom([1, 0], [0.6, 0.8], [0.28, -0.96], [0, 1]);

Deno.test("orthogonalized() maps singular values by the quintic, vectors not", () => {
  const values = fc.double({ min: 0, max: 0.7, noNaN: true });
  check(fc.property(values, values, angles, angles, (a, b, left, right) => {
    const [u, v] = [rotation(left), rotation(right)];
    const x = u.matmul(tensor([[a, 0], [0, b]])).matmul(v);
    const image = tensor([[quintic(a), 0], [0, quintic(b)]]);
    const expected = elements(u.matmul(image).matmul(v));
    elements(orthogonalized(x)).forEach((y, i) => {
      // Each of five steps rounds some ten times and multiplies what is off by
      // up to 3.5 where values are small: 3.5⁵ is 525.
      assert(Math.abs(y - expected[i]) <= 6000 * unit.float64, `${y}`);
    });
  }));
});

Deno.test("orthogonalized() brings singular values from 0.002 on near to 1", () => {
  for (let i = 20; i <= 10000; i++) {
    const y = quintic(i / 10000);
    assert(y >= 0.68 && y <= 1.21, `${i}: ${y}`);
  }
  const [least, most] = [0.002, 1].map((x) =>
    elements(orthogonalized(tensor([[x]])))[0]
  );
  assert(least > 0.68 && most < 1.21);
});

Deno.test("orthogonalized() of a tall matrix is that of the wide one, turned", () => {
  const six = fc.array(moderateDouble(), { minLength: 6, maxLength: 6 });
  check(fc.property(six, (row) => {
    const wide = tensor(row).reshape([2, 3]).mul(0.125);
    const tall = orthogonalized(wide.transpose());
    assertEquals(tall.shape, [3, 2]);
    assertSameBits(
      elements(tall.transpose()),
      elements(orthogonalized(wide)),
    );
  }));
});

/** The first step of matrices from 0. */
function first(g: Tensor, options: Options): Tensor {
  const optimizer = muon({ learningRate: 1, epsilon: 0, ...options });
  const w = g.mul(0);
  return optimizer.step(g, optimizer.init(w), w).step;
}

Deno.test("muon() gives a matrix the size that its shape asks for", () => {
  const shapes = [[2, 8], [8, 2], [3, 3]];
  const factors: Record<string, number[]> = {
    tall: [1, 2, 1],
    wide: [2, 1, 1],
    longest: [0.2 * Math.sqrt(8), 0.2 * Math.sqrt(8), 0.2 * Math.sqrt(3)],
  };
  const sizings = Object.keys(factors) as NonNullable<Options>["sizing"][];
  for (const sizing of sizings) {
    shapes.forEach((shape, i) => {
      const size = shape[0] * shape[1];
      const g = tensor(Array.from({ length: size }, (_, k) => (k * 7) % 5 - 2))
        .reshape(shape);
      const base = orthogonalized(g.div(g.norm()));
      const step = elements(first(g, { sizing }));
      elements(base).forEach((x, k) => {
        // The norm's roundings, of which the iteration makes up to 525 times.
        const slack = 10000 * unit.float64;
        assert(Math.abs(step[k] - factors[sizing!][i] * x) <= slack);
      });
    });
  }
});

Deno.test("muon() adds ε to the norm of the sum, or takes it for the least", () => {
  const one = (options: Options) =>
    elements(first(tensor([[3]]), { momentum: 0.5, ...options }))[0];
  const near = (x: number, right: number) =>
    assert(Math.abs(x - right) <= 10000 * unit.float64, `${x} for ${right}`);
  // g + μ·m is 3 + 1.5 as a sum, and half of that as a mean.
  near(one({ epsilon: 4.5 }), quintic(0.5));
  near(one({ average: "mean", epsilon: 4.5 }), quintic(0.5));
  near(one({ average: "mean", epsilon: 2 }), quintic(1));
  // Corrected for a start at 0: 0.5 · 1.5/0.75 + 0.5 · 3/0.5.
  near(one({ average: "corrected", epsilon: 4 }), quintic(0.5));
});

Deno.test("muon() looks ahead by its inertia once more", () => {
  const optimizer = muon({ learningRate: 1, momentum: 0.5, epsilon: 0 });
  const w = tensor([[0, 0], [0, 0]]);
  const one = optimizer.step(tensor([[8, 0], [0, 0]]), optimizer.init(w), w);
  assertEquals(one.state.slots.m.toArray(), [[4, 0], [0, 0]]);
  const { step, state } = optimizer.step(
    tensor([[0, 0], [0, 4]]),
    one.state,
    w,
  );
  assertEquals(state.slots.m.toArray(), [[2, 0], [0, 2]]);
  // 0.5·m + 0.5·g is diagonal, with 1 and 3.
  const [a, , , d] = elements(step);
  const slack = 10000 * unit.float64;
  assert(Math.abs(a - quintic(1 / Math.sqrt(10))) <= slack, `${a}`);
  assert(Math.abs(d - quintic(3 / Math.sqrt(10))) <= slack, `${d}`);
});

Deno.test("muon() leaves what is no matrix to Adam", () => {
  const row = fc.array(moderateDouble(), { minLength: 8, maxLength: 8 });
  check(fc.property(row, row, (w, g) => {
    for (const shape of [[8], [2, 2, 2]]) {
      for (const adamForm of ["moments", "learning-rate"] as const) {
        const ours = muon({
          learningRate: 0.5,
          adamRatio: 1,
          beta2: 0.999,
          epsilonAdam: 1e-8,
          adamForm,
        });
        const theirs = adam({ learningRate: 0.5, biasCorrection: adamForm });
        const [start, grad] = [w, g].map((x) => tensor(x).reshape(shape));
        const one = ours.update(grad, ours.init(start), start);
        const right = theirs.update(grad, theirs.init(start), start);
        assertSameBits(elements(one.params), elements(right.params));
        assertEquals(Object.keys(one.state.slots).sort(), ["m", "v"]);
      }
    }
  }));
  const scalars = muon({ learningRate: 0.5, weightDecay: 0.5 });
  const w = tensor(4);
  const { step } = scalars.step(tensor(0), scalars.init(w), w);
  assertEquals(step.item(), 0.5 * 0.015 * 2);
});

Deno.test("muon() as optax has Adam look ahead", () => {
  const optimizer = muon({
    variant: "optax",
    learningRate: 1,
    beta1: 0.5,
    epsilonAdam: 0,
  });
  const w = tensor([0]);
  const { step } = optimizer.step(tensor([2]), optimizer.init(w), w);
  // 0.5 · 1/0.75 + 0.5 · 2/0.5 over 2.
  const [x] = elements(step);
  assert(Math.abs(x - 4 / 3) <= 8 * unit.float64, `${x}`);
});

Deno.test("muon() decays weights beside the direction", () => {
  const optimizer = muon({ learningRate: 0.5, weightDecay: 0.25 });
  const w = tensor([[8, 0], [0, -8]]);
  const { step } = optimizer.step(w.mul(0), optimizer.init(w), w);
  assertEquals(step.toArray(), [[1, 0], [0, -1]]);
});

Deno.test("muon() has its defaults", () => {
  const paper = {
    momentum: 0.95,
    epsilon: 1e-7,
    beta1: 0.9,
    beta2: 0.95,
    epsilonAdam: 1e-10,
    adamRatio: 0.015,
    learningRate: 0.02,
    weightDecay: 0,
  };
  assertEquals(muon().hyperparameters, paper);
  assertEquals(muon().choices, {
    average: "sum",
    sizing: "tall",
    adamForm: "moments",
  });
  const library = { ...paper, beta2: 0.999, adamRatio: 1 };
  assertEquals(muon({ variant: "torch" }).hyperparameters, {
    ...library,
    epsilonAdam: 1e-8,
    learningRate: 0.001,
    weightDecay: 0.1,
  });
  assertEquals(muon({ variant: "optax" }).hyperparameters, {
    ...library,
    epsilon: 1e-8,
    epsilonAdam: 1e-8,
  });
  assertEquals(muon({ variant: "keras" }).hyperparameters, {
    ...library,
    epsilonAdam: 1e-7,
    learningRate: 0.001,
    weightDecay: 0.004,
  });
});
