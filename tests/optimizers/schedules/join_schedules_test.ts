import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  cosineDecay,
  exponentialDecay,
  grad,
  type JoinedSchedule,
  joinSchedules,
  polynomialDecay,
  scalar,
  type Schedule,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 6 });
const part: fc.Arbitrary<Schedule> = fc.oneof(
  rate.map((learningRate) => cosineDecay({ learningRate, steps: 4 })),
  rate.map((learningRate) => polynomialDecay({ learningRate, steps: 3 })),
  rate.map((learningRate) => exponentialDecay({ learningRate, decay: 0.7 })),
  rate.map((learningRate) => (t: Tensor) => t.mul(learningRate)),
);

Deno.test("joinSchedules() takes each part's steps from its first on", () => {
  const parts = fc.array(fc.tuple(part, length), { maxLength: 4 });
  check(fc.property(parts, part, (parts, last) => {
    const schedule = joinSchedules([
      ...parts.map(([rate, steps]) => ({ rate, steps })),
      { rate: last },
    ]);
    const expected = [
      ...parts.flatMap(([rate, steps]) => ratesTo(rate, steps)),
      ...ratesTo(last, 5),
    ];
    assertEquals(ratesTo(schedule, expected.length), expected);
  }));
});

Deno.test("joinSchedules() asks no part for a step outside its own", () => {
  const seen: number[][] = [[], [], []];
  const watched = (i: number) => (t: Tensor) => {
    seen[i].push(t.item());
    return t;
  };
  const schedule = joinSchedules([
    { rate: watched(0), steps: 2 },
    { rate: watched(1), steps: 3 },
    { rate: watched(2) },
  ]);
  assertEquals(ratesTo(schedule, 8), [1, 2, 1, 2, 3, 1, 2, 3]);
  assertEquals(seen, [
    [1, 2, 2, 2, 2, 2, 2, 2],
    [1, 1, 1, 2, 3, 3, 3, 3],
    [1, 1, 1, 1, 1, 1, 2, 3],
  ]);
});

Deno.test("joinSchedules() takes numbers, tensors and joined schedules", () => {
  const inner = joinSchedules([{ rate: 0.5, steps: 1 }, {
    rate: tensor(0.25),
  }]);
  const steps = tensor(3);
  const schedule = joinSchedules([{ rate: inner, steps }, { rate: 2 }]);
  assertEquals(ratesTo(schedule, 5), [0.5, 0.25, 0.25, 2, 2]);
  assertEquals(ratesTo(joinSchedules([{ rate: 3 }]), 3), [3, 3, 3]);
});

Deno.test("joinSchedules() may be used by a rule and in a batch of steps", () => {
  assertUsable(
    joinSchedules([
      { rate: 0.1, steps: 2 },
      { rate: cosineDecay({ learningRate: 0.3, steps: 4 }), steps: 3 },
      { rate: tensor(0.01) },
    ]),
    8,
  );
});

Deno.test("joinSchedules() has the derivative of the part whose step it is", () => {
  // 1/(2 − t) is infinite in step 2, which is not the part's own.
  const pole = (rate: Tensor) => (t: Tensor) => rate.div(t.sub(2).neg());
  for (const [t, right] of [[1, 1], [2, 0], [3, 0]]) {
    const by = grad((rate: Tensor) =>
      joinSchedules([{ rate: pole(rate), steps: 1 }, { rate: 0.5 }])(scalar(t))
    );
    assertEquals(by(tensor(0.3)).item() + 0, right);
  }
});

Deno.test("joinSchedules() gives a batch of options the bits of each alone", () => {
  const [rates, steps] = [[0.1, 0.7, 0.3], [2, 3, 9]];
  const at = (rate: Tensor | number, steps: Tensor | number) =>
    joinSchedules([{ rate, steps }, { rate: (t) => t.div(7) }])(scalar(4));
  assertSameBits(
    vmap(at)(tensor(rates), tensor(steps)).toTypedArray(),
    Float64Array.from(rates, (rate, i) => at(rate, steps[i]).item()),
  );
});

Deno.test("joinSchedules() refuses what are no parts", () => {
  const refuse = (
    parts: unknown,
    kind: typeof TypeError | typeof RangeError,
    message: string,
  ) => {
    const error = assertThrows(
      () => joinSchedules(parts as JoinedSchedule[]),
      kind,
    );
    assertEquals(error.message, `Cannot create joinSchedules${message}`);
  };
  const must = ": parts must be an array of at least one, current value is";
  refuse([], TypeError, `${must} an empty array`);
  refuse(undefined, TypeError, `${must} undefined`);
  refuse({ rate: 1 }, TypeError, `${must} an object`);
  refuse(
    [{ rate: 1 }, { rate: 1 }],
    TypeError,
    ", part 1: steps must be given, a whole number greater than 0",
  );
  refuse(
    [{ rate: 1, steps: 2 }, { rate: 1, steps: 3 }],
    TypeError,
    ", part 2: it has no hyperparameter steps; there is rate",
  );
  refuse(
    [{ rate: 1, steps: 0 }, { rate: 1 }],
    RangeError,
    ", part 1: steps must be a whole number greater than 0, current value is 0",
  );
  refuse(
    [{ rate: -1 }],
    RangeError,
    ", part 1: rate must be greater than 0, current value is -1",
  );
  refuse(
    [{ steps: 2 }, { rate: 1 }],
    TypeError,
    ", part 1: rate must be given, greater than 0",
  );
  refuse(
    [1],
    TypeError,
    ", part 1: options must be a record, current value is 1",
  );
  const wrong = joinSchedules([{ rate: (() => 1) as never }]);
  assertThrows(
    () => rateAt(wrong, 1),
    TypeError,
    "Cannot schedule rate: the schedule must return a float64 tensor",
  );
});
