/** What the transformations claim of themselves. */
import * as fc from "fast-check";
import {
  adaptiveGradientClipping,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  gradientCentralization,
  gradientNoise,
  key,
  masked,
  scalar,
  tensor,
  type Transformation,
  weightDecay,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { elements, wideNumbers } from "../support.ts";

const ordinary = fc.double({ min: 0.1, max: 10, noNaN: true });
const made: fc.Arbitrary<Transformation> = fc.oneof(
  ordinary.map(clipByGlobalNorm),
  ordinary.map(clipByValue),
  ordinary.map(weightDecay),
  ordinary.map(clipByNorm),
  ordinary.map((clipping) => adaptiveGradientClipping({ clipping })),
  fc.constant(gradientCentralization()),
  fc.constant(gradientNoise({ key: key(1), variance: 1 })),
  ordinary.map((decay) => masked(weightDecay(decay), true)),
);

/** Updates and two rows of weights. */
const wide = wideNumbers("float64");
const rows = fc.array(fc.tuple(wide, wide, wide), {
  minLength: 1,
  maxLength: 6,
});

function of(
  part: Transformation,
  updates: readonly number[],
  weights: readonly number[],
): number[] {
  const context = { params: tensor([...weights]), t: scalar(1) };
  return elements(part.apply(tensor([...updates]), context));
}

/** −x, with zeros alike: both are +0. */
const negated = (numbers: readonly number[]) => numbers.map((x) => 0 - x);
const plain = (numbers: readonly number[]) => numbers.map((x) => x + 0);

Deno.test("transformations have the traits that they claim", () => {
  check(
    fc.property(made, rows, (part, rows) => {
      const [u, w, other] = [0, 1, 2].map((i) => rows.map((row) => row[i]));
      const result = of(part, u, w);
      if (part.traits.ignoresWeights) {
        assertSameBits(of(part, u, other), result, part.id);
      }
      if (part.traits.odd) {
        const opposite = of(part, negated(u), negated(w));
        assertSameBits(plain(negated(opposite)), plain(result), part.id);
      }
      if (part.traits.coordinatewise) {
        const alone = u.flatMap((each, i) => of(part, [each], [w[i]]));
        assertSameBits(alone, result, part.id);
      }
    }),
    { numRuns: 300 },
  );
});
