import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { grad, key, quadratic, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

const keys = { problem: key(0), start: key(1), batches: key(2) };
const numbers = fc.double({ min: -4, max: 4, noNaN: true });
const curvatures = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const turns = fc.double({ min: -1, max: 1, noNaN: true });

/** Half an ulp of 1. */
const u = 2 ** -53;
/** More than what underflow takes away. */
const tiny = 1e-300;

Deno.test("quadratic() is ½·Σ λᵢ·wᵢ² along the axes, with the derivative λᵢ·wᵢ", () => {
  const cases = fc.array(fc.tuple(curvatures, numbers), {
    minLength: 1,
    maxLength: 12,
  });
  check(fc.property(cases, (cases) => {
    const eigenvalues = cases.map(([lambda]) => lambda);
    const w = cases.map(([, each]) => each);
    const problem = quadratic({ id: "q", eigenvalues, start: w });
    const { loss, start } = problem.instance(keys);
    assertSameBits(start.toTypedArray(), new Float64Array(w));
    const right = w.reduce((sum, x, i) => sum + eigenvalues[i] * x * x, 0) / 2;
    // Terms of one sign: 3 roundings each and at most 12 additions, twice.
    const value = loss(tensor(w)).item();
    assert(Math.abs(value - right) <= 30 * u * right + tiny);
    const derivative = grad(loss)(tensor(w)).toTypedArray();
    w.forEach((x, i) => {
      const bound = 4 * u * Math.abs(eigenvalues[i] * x) + tiny;
      assert(Math.abs(derivative[i] - eigenvalues[i] * x) <= bound);
    });
  }));
});

Deno.test("quadratic() has curvature λᵢ along direction vᵢ", () => {
  check(
    fc.property(
      curvatures,
      curvatures,
      turns,
      numbers,
      numbers,
      (a, b, s, x, y) => {
        const c = Math.sqrt(1 - s * s);
        const directions = [[c, s], [-s, c]];
        const problem = quadratic({
          id: "turned",
          eigenvalues: [a, b],
          start: [x, y],
          directions,
        });
        const along = [c * x + s * y, -s * x + c * y];
        const components = problem.components(tensor([x, y])).toTypedArray();
        const size = Math.abs(x) + Math.abs(y) + 1e-150;
        along.forEach((each, i) =>
          assert(Math.abs(components[i] - each) <= 4 * u * size)
        );
        const { loss, metrics } = problem.instance(keys);
        const right = (a * along[0] ** 2 + b * along[1] ** 2) / 2;
        const value = loss(tensor([x, y])).item();
        const bound = 40 * u * (a + b) * size ** 2 + tiny;
        assert(Math.abs(value - right) <= bound);
        const derivative = grad(loss)(tensor([x, y])).toTypedArray();
        const [f, g] = [a * along[0], b * along[1]];
        const expected = [c * f - s * g, s * f + c * g];
        expected.forEach((each, i) =>
          assert(Math.abs(derivative[i] - each) <= 40 * u * (a + b) * size)
        );
        const distance = metrics(tensor([x, y])).distance.item();
        assert(Math.abs(distance - Math.hypot(x, y)) <= 8 * u * size + 1e-150);
      },
    ),
  );
});

Deno.test("quadratic() is least at 0, and starts at one place for all keys", () => {
  check(fc.property(numbers, fc.nat(), (x, seed) => {
    const problem = quadratic({ id: "q", eigenvalues: [3, 1], start: [x, 1] });
    assertEquals(problem.optimum, { value: 0, points: [[0, 0]] });
    assertEquals(problem.eigenvalues, [3, 1]);
    assertEquals(problem.start, [x, 1]);
    const other = { problem: key(seed), start: key(seed + 1), batches: key(2) };
    const { loss, start } = problem.instance(other);
    assertSameBits(start.toTypedArray(), new Float64Array([x, 1]));
    assertEquals(loss(tensor([0, 0])).item(), 0);
    assert(loss(tensor([x, 1])).item() > 0);
  }));
});

Deno.test("quadratic() says what goes wrong", () => {
  const make = (parts: Partial<Parameters<typeof quadratic>[0]>) => () =>
    quadratic({ id: "q", eigenvalues: [1, 2], start: [1, 1], ...parts });
  for (const wrong of [0, -1, NaN, Infinity]) {
    assertThrows(
      make({ eigenvalues: [1, wrong] }),
      RangeError,
      "Cannot create quadratic q: eigenvalues must be numbers greater than " +
        `0, current value is ${wrong}`,
    );
  }
  assertThrows(
    make({ eigenvalues: [], start: [] }),
    RangeError,
    "current value is an empty list",
  );
  assertThrows(
    make({ start: [1] }),
    TypeError,
    "Cannot create quadratic q: start must have 2 coordinates, as many as " +
      "there are eigenvalues, current number is 1",
  );
  for (const directions of [[[1, 0]], [[1, 0], [0]], [[1], [0]]]) {
    assertThrows(
      make({ directions }),
      TypeError,
      "Cannot create quadratic q: directions must be 2 rows of 2 numbers",
    );
  }
  assertThrows(
    make({ directions: [[1, 0], [0.1, 1]] }),
    RangeError,
    "at right angles, the product of 1 and 2 is 0.1",
  );
  assertThrows(
    make({ directions: [[2, 0], [0, 1]] }),
    RangeError,
    "the product of 1 and 1 is 4",
  );
  assertThrows(make({ directions: [[1, 0], [1e-11, 1]] }), RangeError);
  make({ directions: [[1, 0], [1e-13, 1]] })();
});
