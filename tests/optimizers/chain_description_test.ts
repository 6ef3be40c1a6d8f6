/** What a chain says of itself. */
import { assertEquals } from "@std/assert";
import {
  adagrad,
  chain,
  clipByGlobalNorm,
  clipByValue,
  defineTransformation,
  gradientDescent,
  type HyperparameterValue,
  momentum,
  type Optimizer,
  rmsprop,
  tensor,
  type Traits,
  type Transformation,
  type TransformationTraits,
  weightDecay,
} from "../../mod.ts";

Deno.test("chain() is named after its parts, in their order", () => {
  const id = (...parts: Parameters<typeof chain>) => chain(...parts).id;
  const [clip, decay] = [clipByGlobalNorm(1), weightDecay(0.1)];
  assertEquals(id(clip, adagrad() as never), "clip-by-global-norm, adagrad");
  assertEquals(
    id(decay, momentum() as never, clipByValue(1), decay),
    "weight-decay, momentum, clip-by-value, weight-decay",
  );
  const keras = adagrad({ variant: "keras" }) as never;
  assertEquals(id(clip, keras), "clip-by-global-norm, adagrad/keras");
});

Deno.test("chain() has the hyperparameters of all parts, none lost", () => {
  const rate: HyperparameterValue = (t) => t;
  const own = { learningRate: rate, decay: 0.75 };
  const rule = rmsprop(own);
  const inner = chain(weightDecay(0.1), rule, clipByValue(2));
  const expected = {
    ...rule.hyperparameters,
    ...own,
    "weight-decay.decay": 0.1,
    "clip-by-value.limit": 2,
  };
  assertEquals(inner.hyperparameters, expected);
  const limit = tensor(3);
  const outer = chain(
    clipByValue(limit),
    inner,
    weightDecay(0.2),
    clipByValue(4),
  );
  assertEquals(outer.hyperparameters, {
    ...expected,
    "clip-by-value#2.limit": limit,
    "weight-decay#2.decay": 0.2,
    "clip-by-value#3.limit": 4,
  });
  assertEquals(inner.hyperparameters, expected);
});

Deno.test("chain() has the choices of its optimizer", () => {
  const rule = adagrad({ variant: "keras" });
  assertEquals(chain(clipByValue(1), rule).choices, rule.choices);
});

/** An optimizer, and transformations, that claim what is asked of them. */
const claiming = (traits: Traits) =>
  ({ ...gradientDescent(), traits }) as Optimizer<Record<never, never>>;

const transformation = (traits: TransformationTraits) =>
  defineTransformation({ id: "t", hyper: {}, traits, apply: (u) => u })({});

Deno.test("chain() claims what all of its parts claim, and no more", () => {
  const names = ["coordinatewise", "ignoresWeights", "odd"] as const;
  for (const name of names) {
    for (
      const [a, b, c] of [0, 1, 2, 3, 4, 5, 6, 7].map((
        n,
      ) => [n & 1, n & 2, n & 4])
    ) {
      const { traits } = chain(
        transformation({ coordinatewise: false, [name]: a > 0 }),
        claiming({ coordinatewise: false, [name]: b > 0 }),
        transformation({ coordinatewise: false, [name]: c > 0 }),
      );
      const expected = a > 0 && b > 0 && c > 0;
      for (const each of names) {
        assertEquals(traits[each], each === name && expected);
      }
    }
  }
});

Deno.test("chain() claims no trait that a transformation could break", () => {
  const all: Traits = {
    coordinatewise: true,
    ignoresWeights: true,
    odd: true,
    degree: 0,
    stepNeverGrows: true,
    meanSquare: true,
  };
  const claims = (...parts: (Transformation | undefined)[]) => {
    const { traits } = chain(
      ...parts.map((part) => part ?? claiming(all)),
    );
    return Object.entries(traits).filter(([, value]) => value === true)
      .map(([name]) => name);
  };
  const [clip, limit, decay] = [
    clipByGlobalNorm(1),
    clipByValue(1),
    weightDecay(1),
  ];
  for (
    const [part, expected] of [
      [clip, ["ignoresWeights", "odd"]],
      [limit, ["coordinatewise", "ignoresWeights", "odd"]],
      [decay, ["coordinatewise", "odd"]],
    ] as const
  ) {
    assertEquals(claims(part, undefined), [...expected]);
    assertEquals(claims(undefined, part), [...expected]);
  }
  assertEquals(claims(clip, undefined, decay), ["odd"]);
});

Deno.test("chain() claims the degree of parts one after the other", () => {
  const degrees = [0, 1, undefined] as const;
  // A part of degree 0 hides the scale from all that follow it; one of degree
  // 1 hands it on; after any other nothing is known.
  for (const a of degrees) {
    for (const b of degrees) {
      for (const c of degrees) {
        const part = (degree?: 0 | 1): Traits => ({
          coordinatewise: true,
          degree,
        });
        const { traits } = chain(
          transformation(part(a)),
          claiming(part(b)),
          transformation(part(c)),
        );
        const first = [a, b, c].find((degree) => degree !== 1);
        const expected = [a, b, c].every((degree) => degree === 1) ? 1 : first;
        assertEquals(traits.degree, expected, `${a} ${b} ${c}`);
      }
    }
  }
  for (const part of [clipByGlobalNorm(1), clipByValue(1), weightDecay(1)]) {
    assertEquals(part.traits.degree, undefined);
  }
});
