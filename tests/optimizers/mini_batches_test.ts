import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import {
  type Key,
  key,
  keyOf,
  type MiniBatches,
  miniBatches,
  type MiniBatchesOptions,
  tensor,
  vmap,
} from "../../mod.ts";
import { check } from "../support/property.ts";
import { elements } from "./support.ts";

const options: fc.Arbitrary<MiniBatchesOptions> = fc.record({
  seed: fc.maxSafeInteger().map(Math.abs),
  samples: fc.integer({ min: 1, max: 40 }),
  part: fc.nat(),
  remainder: fc.constantFrom("drop" as const, "keep" as const, undefined),
}).map(({ seed, samples, part, remainder }) => ({
  key: key(seed),
  samples,
  size: 1 + part % samples,
  remainder,
}));

/** The batches of an epoch, 1 the first. */
function epochOf(batch: MiniBatches, epoch: number): number[][] {
  const first = (epoch - 1) * batch.stepsPerEpoch + 1;
  return Array.from(
    { length: batch.stepsPerEpoch },
    (_, i) => elements(batch(first + i)),
  );
}

const ascending = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b);

Deno.test("miniBatches() has each sample in one batch of an epoch", () => {
  check(fc.property(options, fc.integer({ min: 1, max: 9 }), (given, epoch) => {
    const { samples, size, remainder } = given;
    const batches = epochOf(miniBatches(given), epoch);
    const rest = samples % size;
    const kept = remainder === "keep" ? rest : 0;
    assertEquals(
      batches.map(({ length }) => length),
      [...Array(Math.floor(samples / size)).fill(size), ...kept ? [kept] : []],
    );
    const seen = ascending(batches.flat());
    assertEquals(new Set(seen).size, seen.length);
    assertEquals(seen.length, samples - rest + kept);
    assert(seen.every((i) => Number.isInteger(i) && i >= 0 && i < samples));
  }));
});

Deno.test("miniBatches() cuts the documented permutation of the epoch", () => {
  check(fc.property(options, fc.integer({ min: 1, max: 9 }), (given, epoch) => {
    const { key, samples } = given;
    const seen = epochOf(miniBatches(given), epoch).flat();
    const order = elements(key.fold(`epoch ${epoch}`).permutation(samples));
    assertEquals(seen, order.slice(0, seen.length));
  }));
});

Deno.test("miniBatches() gives any step without those before it, in any order", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
  check(fc.property(options, steps, (given, steps) => {
    const batch = miniBatches(given);
    for (const step of [...steps, ...steps.toReversed()]) {
      const alone = miniBatches({ ...given })(step);
      assertEquals(elements(batch(step)), elements(alone));
      assertEquals(batch(step).dtype, "int32");
    }
  }));
});

Deno.test("miniBatches() has another order in each epoch, and of each key", () => {
  const size = 20;
  const orders = [0, 1, 2].flatMap((seed) => {
    const batch = miniBatches({ key: key(seed), samples: size, size });
    return [1, 2, 3, 1000].map((epoch) => epochOf(batch, epoch)[0].join());
  });
  assertEquals(new Set(orders).size, 12);
});

Deno.test("miniBatches() drops other samples in other epochs", () => {
  const batch = miniBatches({ key: key(1), samples: 5, size: 2 });
  const dropped = new Set<number>();
  for (let epoch = 1; epoch <= 40; epoch++) {
    const seen = epochOf(batch, epoch).flat();
    [0, 1, 2, 3, 4].filter((i) => !seen.includes(i))
      .forEach((i) => dropped.add(i));
  }
  // That one of them is never dropped has a chance of 5·0.8⁴⁰, 0.0007.
  assertEquals(dropped.size, 5);
});

Deno.test("miniBatches() puts each sample in each place equally often", () => {
  const batch = miniBatches({ key: key(3), samples: 4, size: 1 });
  const epochs = 2000;
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    epochOf(batch, epoch).forEach(([i], place) => counts[i][place]++);
  }
  // A count has the standard deviation √(2000·¼·¾), 19: five of them.
  for (const count of counts.flat()) assert(Math.abs(count - 500) < 97);
});

Deno.test("miniBatches() orders the samples once an epoch", () => {
  let drawn = 0;
  const counting = (from: Key): Key =>
    Object.assign(Object.create(from), {
      fold: (name: string) => counting(from.fold(name)),
      permutation: (n: number) => (drawn++, from.permutation(n)),
    });
  const batch = miniBatches({ key: counting(key(1)), samples: 12, size: 3 });
  for (let step = 1; step <= 12; step++) batch(step);
  assertEquals(drawn, 3);
});

Deno.test("miniBatches() reaches the last step that a number can tell", () => {
  const batch = miniBatches({ key: key(5), samples: 7, size: 7 });
  const last = Number.MAX_SAFE_INTEGER;
  assertEquals(
    elements(batch(last)),
    elements(key(5).fold("epoch 9007199254740991").permutation(7)),
  );
  assertNotEquals(elements(batch(last)), elements(batch(last - 1)));
});

Deno.test("miniBatches() gives keys mapped by vmap what each gives alone", () => {
  const seeds = [1, 2, 3];
  for (const step of [1, 2, 3, 4]) {
    const of = (own: Key) => miniBatches({ key: own, samples: 5, size: 2 });
    const together = vmap((bits) => of(keyOf(bits))(step))(
      tensor(seeds.map((seed) => [0, seed]), "uint32"),
    );
    const alone = seeds.flatMap((seed) => elements(of(key(seed))(step)));
    assertEquals(elements(together), alone);
  }
});

Deno.test("miniBatches() refuses wrong options and steps", () => {
  const right = { key: key(1), samples: 5, size: 2 };
  const refused = (
    change: unknown,
    kind: typeof TypeError | typeof RangeError,
    message: string,
  ) => {
    const given = { ...right, ...change as Partial<MiniBatchesOptions> };
    const error = assertThrows(() => miniBatches(given), kind) as Error;
    assertEquals(error.message, `Cannot create miniBatches: ${message}`);
  };
  const wholes = [
    ["samples", 0, "0", 2147483647],
    ["samples", 2147483648, "2147483648", 2147483647],
    ["samples", undefined, "undefined", 2147483647],
    ["size", 0, "0", 5],
    ["size", 6, "6", 5],
    ["size", 1.5, "1.5", 5],
    ["size", NaN, "NaN", 5],
    ["size", "2", '"2"', 5],
  ] as const;
  for (const [name, value, text, most] of wholes) {
    refused(
      { [name]: value },
      RangeError,
      `${name} must be a whole number in [1, ${most}], current value is ${text}`,
    );
  }
  for (const [value, text] of [[3, "3"], [undefined, "undefined"]] as const) {
    refused(
      { key: value },
      TypeError,
      `key must be a key, as key(seed) makes it, current value is ${text}`,
    );
  }
  refused(
    { remainder: "kep" },
    TypeError,
    'remainder cannot be "kep"; did you mean keep?',
  );
  refused(
    { sizes: 2 },
    TypeError,
    "it has no option sizes; did you mean size?",
  );
  const error = assertThrows(() => miniBatches(3 as never), TypeError);
  assertEquals(
    (error as Error).message,
    "Cannot create miniBatches: options must be a record, current value is 3",
  );
  const batch = miniBatches(right);
  for (const step of [0, -1, 1.5, NaN, 2 ** 53, "1", undefined]) {
    const text = typeof step === "string" ? `"${step}"` : step;
    const error = assertThrows(() => batch(step as number), RangeError);
    assertEquals(
      (error as Error).message,
      "Cannot miniBatches: step must be a whole number of at least 1, " +
        `current value is ${text}`,
    );
  }
});
