import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import {
  checkGradient,
  grad,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";

const point = fc.double({ min: -4, max: 4, noNaN: true });

Deno.test("checkGradient() never gives a wrong verdict near a kink", () => {
  const distance = fc.double({ min: -14, max: 1, noNaN: true })
    .map((exponent) => 10 ** exponent);
  const bend = fc.constantFrom(-1, 1);
  check(
    fc.property(distance, bend, point, (distance, bend, slope) => {
      const at = tensor(0.5 + bend * distance);
      const f = (x: Tensor) => x.sub(0.5).relu().add(x.mul(slope).sin());
      const { verdict, message } = checkGradient(f, at);
      assertNotEquals(verdict, "disagrees", `${distance}: ${message}`);
      if (distance > 1e-3) assertEquals(verdict, "agrees", message);
      if (distance < 1e-11) assertEquals(verdict, "refused", message);
    }),
    { numRuns: 300 },
  );
});

Deno.test("checkGradient() refuses at a kink and says so", () => {
  const kinks: [(x: Tensor) => Tensor, number][] = [
    [(x) => x.relu(), 0],
    [(x) => x.abs(), 0],
    [(x) => x.maximum(2), 2],
    [(x) => x.clip(-1, 1), 1],
    [(x) => x.square().sqrt().mul(x.cos()), 0],
    [(x) => x.abs().mul(1e-3).add(x), 0],
    // Slopes as far apart as the tolerance for a gradient, and a little more.
    [(x) => x.abs().mul(5e-7).add(x), 0],
    [(x) => x.abs().mul(1e-6).add(x), 0],
  ];
  for (const [f, at] of kinks) {
    const { verdict, message } = checkGradient(f, tensor(at));
    assertEquals(verdict, "refused", message);
  }
  const { message } = checkGradient((x) => x.abs(), tensor(0));
  assertEquals(
    message,
    "Cannot check the gradient of f at its parameter: the function has a " +
      "kink, with slope -1 before and 1 after",
  );
});

Deno.test("checkGradient() agrees where only a higher derivative jumps", () => {
  for (const x of [0, 1e-9, -1e-3]) {
    const f = (x: Tensor) => x.relu().square().add(x);
    assertEquals(checkGradient(f, tensor(x)).verdict, "agrees", `${x}`);
    const { verdict } = checkGradient((x) => grad(f)(x), tensor(x));
    assertEquals(verdict, x === -1e-3 ? "agrees" : "refused", `${x}`);
  }
});

Deno.test("checkGradient() goes on where a kink is gone at smaller steps", () => {
  // The slope is continuous, but rises so fast next to the point that to
  // greater steps it looks like a kink.
  const bend = fc.double({ min: 3, max: 6, noNaN: true });
  const distance = fc.double({ min: 7.5e-6, max: 1.2e-5, noNaN: true });
  check(fc.property(bend, distance, (exponent, x) => {
    const f = (x: Tensor) => x.relu().square().mul(10 ** exponent).add(x);
    const { verdict, message } = checkGradient(f, tensor(x));
    assertEquals(verdict, "agrees", message);
  }));
});

Deno.test("checkGradient() refuses next to a jump", () => {
  const { verdict, message } = checkGradient((x) => x.floor(), tensor(1));
  assertEquals(verdict, "refused");
  assertStringIncludes(message, "finite differences do not settle");
  assertEquals(checkGradient((x) => x.floor(), tensor(1.5)).verdict, "agrees");
});

Deno.test("checkGradient() refuses outside the domain and at its end", () => {
  const reason = (f: (x: Tensor) => Tensor, x: number) => {
    const { verdict, message } = checkGradient(f, tensor(x));
    assertEquals(verdict, "refused", message);
    return message;
  };
  assertMatch(reason((x) => x.log(), 0), /: the function is -Infinity$/);
  assertMatch(reason((x) => x.sqrt(), -1), /: the function is NaN$/);
  assertMatch(reason((x) => x.sqrt(), 0), /is not finite next to it$/);
  assertEquals(checkGradient((x) => x.sqrt(), tensor(1e-5)).verdict, "agrees");
  assertEquals(checkGradient((x) => x.log(), tensor(1e-5)).verdict, "agrees");
});

Deno.test("checkGradient() gives a disagreement before a refusal", () => {
  const f = (x: Tensor) => x.relu().sum();
  const at = tensor([0, 1]);
  const refused = checkGradient(f, at);
  assertEquals([refused.verdict, refused.place], ["refused", "[0]"]);
  const wrong = checkGradient(f, at, { gradient: () => tensor([0, 2]) });
  assertEquals([wrong.verdict, wrong.place], ["disagrees", "[1]"]);
});

Deno.test("checkGradient() refuses what it can't work with", () => {
  const f = (x: Tensor) => x.sum();
  const at = tensor([1, 2]);
  const refuses = (run: () => unknown, kind: ErrorConstructor, text: string) =>
    void assertThrows(run, kind, text);
  refuses(
    () => checkGradient(f, tensor([1], "float32")),
    TypeError,
    "Cannot checkGradient: a parameter must be float64; dtype of parameters " +
      "is float32",
  );
  refuses(
    () => checkGradient(({ w }) => f(w), { w: tensor([1], "int32") }),
    TypeError,
    "dtype of parameters.w is int32",
  );
  refuses(() => checkGradient((x) => x, at), TypeError, "shape [2]");
  refuses(
    () => checkGradient((x) => f(x).cast("float32"), at),
    TypeError,
    "Cannot checkGradient: the function must return float64, it returned " +
      "float32",
  );
  refuses(
    () => checkGradient(f, at, { gradient: () => tensor([1, 2, 3]) }),
    TypeError,
    "Cannot checkGradient: the gradient must be float64 of shape [2], it is " +
      "float64 of shape [3]",
  );
  const range: [string, number[]][] = [
    ["directions", [0, -1, 1.5, NaN]],
    ["seed", [-1, 0.5, 2 ** 32, NaN]],
    ["tolerance", [0, 1, -1, NaN]],
    ["absoluteTolerance", [-1, Infinity, NaN]],
  ];
  for (const [option, values] of range) {
    for (const value of values) {
      refuses(
        () => checkGradient(f, at, { [option]: value }),
        RangeError,
        `Cannot checkGradient: ${option} must be`,
      );
    }
  }
});
