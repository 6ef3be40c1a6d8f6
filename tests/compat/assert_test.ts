import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
} from "@std/assert";

/** The message of the AssertionError that a function throws. */
function refusal(fn: () => void): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error("The assertion holds");
}

const EQUAL: [unknown, unknown][] = [
  [1, 1],
  [0, -0],
  [NaN, NaN],
  ["a", "a"],
  [1n, 1n],
  [null, null],
  [[0, [NaN]], [-0, [NaN]]],
  [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }],
  [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  [new Float64Array([NaN, 0]), new Float64Array([NaN, -0])],
  [new Map([["a", { x: 1 }]]), new Map([["a", { x: 1 }]])],
  [new Set([1, 2]), new Set([2, 1])],
  [new Date(1), new Date(1)],
  [new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer],
];

const UNEQUAL: [unknown, unknown][] = [
  [1, 2],
  [1, "1"],
  [null, undefined],
  [[1], [1, 2]],
  [[1, 2], [2, 1]],
  [{ a: undefined }, {}],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 2 }],
  [new (class A {})(), {}],
  [[1], new Float64Array([1])],
  [new Float32Array([1]), new Float64Array([1])],
  [new Float64Array([1]), new Float64Array([2])],
  [new Map([["a", 1]]), new Map([["a", 2]])],
  [new Set([1]), new Set([2])],
  [new Date(1), new Date(2)],
  [new Error("a"), new Error("b")],
];

Deno.test("assertEquals() compares deeply, with NaN and both zeros equal", () => {
  for (const [a, b] of EQUAL) assertEquals(a, b);
  for (const [a, b] of UNEQUAL) {
    assert(
      refusal(() => assertEquals(a, b)).startsWith("Values are not equal."),
    );
    assert(
      refusal(() => assertEquals(b, a)).startsWith("Values are not equal."),
    );
  }
});

Deno.test("assertEquals() shows both values and the caller's message", () => {
  const message = refusal(() => assertEquals([1, 77], [1, 99], "why"));
  assert(message.startsWith("Values are not equal: why\n"), message);
  assert(message.includes("77") && message.includes("99"), message);
});

Deno.test("assertNotEquals() is the opposite of assertEquals()", () => {
  for (const [a, b] of UNEQUAL) assertNotEquals(a, b);
  for (const [a, b] of EQUAL) refusal(() => assertNotEquals(a, b));
});

Deno.test("assertStrictEquals() compares by Object.is", () => {
  const list = [1];
  assertStrictEquals(NaN, NaN);
  assertStrictEquals(list, list);
  const text: unknown = "a";
  assertStrictEquals(text, "a" as string);
  assertEquals(text.length, 1); // the type is narrowed
  const zeros = refusal(() => assertStrictEquals(0, -0));
  assert(zeros.startsWith("Values are not strictly equal"), zeros);
  const lists = refusal(() => assertStrictEquals([1], [1]));
  assert(lists.includes("not reference-equal"), lists);
});

Deno.test("assertAlmostEquals() allows 1e-7 of the expected value, or the tolerance", () => {
  assertAlmostEquals(1e10, 1e10 + 999);
  refusal(() => assertAlmostEquals(1e10, 1e10 + 1001));
  assertAlmostEquals(1, 1.5, 0.5);
  refusal(() => assertAlmostEquals(1, 1.5, 0.49));
  refusal(() => assertAlmostEquals(1e-9, 0));
  assertAlmostEquals(0, -0);
  assertAlmostEquals(NaN, NaN);
  assertAlmostEquals(Infinity, Infinity);
  refusal(() => assertAlmostEquals(NaN, 1));
  refusal(() => assertAlmostEquals(1, NaN, 1));
  refusal(() => assertAlmostEquals(Infinity, -Infinity));
  assertEquals(
    refusal(() => assertAlmostEquals(1, 2, 0.5, "why")),
    'Expected actual: "1" to be close to "2": ' +
      'delta "1" is greater than "5e-1": why',
  );
});

Deno.test("assertGreater() and its kin keep the order, and NaN out of it", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(2, 2);
  assertLess(1, 2);
  assertLessOrEqual(2, 2);
  assertEquals(refusal(() => assertGreater(1, 1)), "Expect 1 > 1");
  assertEquals(refusal(() => assertGreaterOrEqual(0, 1)), "Expect 0 >= 1");
  assertEquals(refusal(() => assertLess(1, 1)), "Expect 1 < 1");
  assertEquals(refusal(() => assertLessOrEqual(2, 1)), "Expect 2 <= 1");
  assertEquals(refusal(() => assertLess(1, 1, "why")), "why");
  for (
    const order of [
      assertGreater,
      assertGreaterOrEqual,
      assertLess,
      assertLessOrEqual,
    ]
  ) refusal(() => order(NaN, 1));
});

Deno.test("assertThrows() wants an error of the class and the text, and returns it", () => {
  const error = new RangeError("too far");
  const thrower = () => {
    throw error;
  };
  const caught: RangeError = assertThrows(thrower, RangeError, "too");
  assertStrictEquals(caught, error);
  assertStrictEquals(assertThrows(thrower), error);
  assertStrictEquals(assertThrows(thrower, "why"), error);
  assertThrows(thrower, Error);
  refusal(() => assertThrows(thrower, TypeError));
  refusal(() => assertThrows(thrower, RangeError, "near"));
  const none = refusal(() => assertThrows(() => 1));
  assertEquals(none, "Expected function to throw.");
  const why = refusal(() => assertThrows(() => 1, Error, "", "why"));
  assertEquals(why, "Expected function to throw: why");
  const text = () => {
    throw "text";
  };
  assertEquals(assertThrows(text), "text");
  refusal(() => assertThrows(text, Error));
});

Deno.test("assertRejects() wants a promise that rejects, and gives the reason", async () => {
  const error = new TypeError("bad");
  const rejecting = () => Promise.reject(error);
  const reason: TypeError = await assertRejects(rejecting, TypeError, "bad");
  assertStrictEquals(reason, error);
  assertStrictEquals(await assertRejects(rejecting), error);
  const refused: (() => Promise<unknown>)[] = [
    () => assertRejects(rejecting, RangeError),
    () => assertRejects(rejecting, TypeError, "good"),
    () => assertRejects(() => Promise.resolve(1)),
    () => assertRejects(() => Promise.resolve(1), "why"),
    () =>
      assertRejects(() => {
        throw error;
      }),
    () => assertRejects(() => 1 as unknown as Promise<number>),
  ];
  for (const each of refused) await assertRejects(each, AssertionError);
});

Deno.test("assert() and its kin refuse with an AssertionError", () => {
  const value: string | null = ["a"][0] ?? null;
  assert(value);
  assertExists(value);
  assertEquals(value.length, 1); // the type is narrowed
  assertEquals(refusal(() => assert(0, "why")), "why");
  assertEquals(refusal(() => fail()), "Failed assertion.");
  assertEquals(refusal(() => fail("why")), "Failed assertion: why");
  for (const nothing of [null, undefined]) {
    assertEquals(
      refusal(() => assertExists(nothing)),
      `Expected actual: "${nothing}" to not be null or undefined.`,
    );
  }
  assertExists(0);
  assertMatch("abc", /b/);
  assertEquals(
    refusal(() => assertMatch("abc", /d/)),
    'Expected actual: "abc" to match: "/d/".',
  );
  assertStringIncludes("abc", "b");
  assertEquals(
    refusal(() => assertStringIncludes("abc", "d")),
    'Expected actual: "abc" to contain: "d".',
  );
  const error: unknown = new TypeError("a");
  assertInstanceOf(error, TypeError);
  assertEquals(error.message, "a"); // the type is narrowed
  assertEquals(
    refusal(() => assertInstanceOf(new Map(), Set)),
    'Expected object to be an instance of "Set" but was "Map".',
  );
  assertEquals(
    refusal(() => assertInstanceOf(1, Set)),
    'Expected object to be an instance of "Set" but was "number".',
  );
});

Deno.test("AssertionError has its name and takes a cause", () => {
  const error = new AssertionError("a", { cause: 1 });
  assertEquals([error.name, error.message, error.cause], [
    "AssertionError",
    "a",
    1,
  ]);
});
