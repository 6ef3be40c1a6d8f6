/** Laws see the whole range of numbers, or their tests would prove little. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { courses } from "../../laws/course.ts";
import { formats, ordinary, squarable, wide } from "../../laws/numbers.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import { wrap } from "../../laws/mod.ts";
import { adagrad } from "../../mod.ts";

const dtypes = ["float64", "float32"] as const;
const run = { seed: 7, numRuns: 3000 };

for (const dtype of dtypes) {
  const { greatest, least, round, safe, top } = formats[dtype];
  const root = Math.sqrt(greatest);

  Deno.test(`wide() draws from all of ${dtype}`, () => {
    const drawn = fc.sample(wide(dtype), run);
    const share = (holds: (x: number) => boolean) =>
      drawn.filter(holds).length / drawn.length;
    assert(drawn.every((x) => Number.isFinite(x) && round(x) === x));
    const kinds: Record<string, (x: number) => boolean> = {
      "positive zeros": (x) => Object.is(x, 0),
      "negative zeros": (x) => Object.is(x, -0),
      negative: (x) => x < 0,
      "subnormal numbers": (x) => x !== 0 && Math.abs(x) < least * 2 ** 23,
      "squares that overflow": (x) => Math.abs(x) > root,
      "squares that underflow": (x) => x !== 0 && round(x * x) === 0,
      "the greatest": (x) => Math.abs(x) === greatest,
      "large ones below it": (x) =>
        Math.abs(x) > 2 ** (0.75 * top) && Math.abs(x) < greatest,
    };
    for (const [kind, holds] of Object.entries(kinds)) {
      assert(share(holds) > 0.005, `${kind}: ${share(holds)}`);
    }
    assert(share((x) => Math.abs(x) > 1e-3 && Math.abs(x) < 1e3) > 0.3);
    assert(share((x) => !Number.isInteger(x * 2 ** 20)) > 0.2);
  });

  Deno.test(`ordinary() and squarable() keep their promises in ${dtype}`, () => {
    const plain = fc.sample(ordinary(dtype), run).map(Math.abs);
    assert(plain.every((x) => x === 0 || x >= 2 ** -20 && x <= 2 ** 20));
    assert(plain.some((x) => x === 0) && plain.every((x) => round(x) === x));
    assert(plain.some((x) => x > 2 ** 15));
    assert(plain.some((x) => x > 0 && x < 2 ** -15));
    const squares = fc.sample(squarable(dtype), run).map(Math.abs);
    assert(squares.every((x) => x >= 2 ** -safe && x <= 2 ** safe));
    assert(squares.some((x) => x < 2 ** (-safe / 2)));
    assert(squares.some((x) => x > 2 ** (safe / 2)));
  });
}

Deno.test("courses() draws parameters of several shapes, empty ones too", () => {
  const subject = subjectOf(adagrad);
  const drawn = fc.sample(courses(subject, { gradient: ordinary("float64") }), {
    seed: 1,
    numRuns: 500,
  });
  const shapes = new Set(
    drawn.flatMap((course) => course.shapes.map((s) => s.join("x") || "()")),
  );
  for (const shape of ["()", "0", "1", "5", "0x1", "3x1", "2x2", "2x0"]) {
    assert(shapes.has(shape), shape);
  }
  const counts = new Set(drawn.map((course) => course.shapes.length));
  assertEquals([...counts].sort((a, b) => a - b), [1, 2, 3]);
  const steps = new Set(drawn.map((course) => course.gradients.length));
  assertEquals([...steps].sort((a, b) => a - b), [1, 2, 3, 4, 5, 6]);
  for (const { shapes, weights, gradients } of drawn) {
    for (const point of [weights, ...gradients]) {
      assertEquals(
        point.map((row) => row.length),
        shapes.map((shape) => shape.reduce((n, axis) => n * axis, 1)),
      );
    }
  }
});

Deno.test("courses() draws a single parameter for what takes no more", () => {
  const subject = wrap<number[], null>({
    id: "one",
    init: () => null,
    update: (_grads, state, params) => ({ params, state }),
  });
  const drawn = fc.sample(courses(subject, { gradient: ordinary("float64") }));
  assert(drawn.every(({ shapes }) => shapes.length === 1));
});
