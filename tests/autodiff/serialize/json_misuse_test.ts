import { assertEquals, assertThrows } from "@std/assert";
import { tensor, tensorFromJSON, treeFromJSON } from "../../../mod.ts";

const json = (dtype: unknown, shape: unknown, data: unknown) => ({
  dtype,
  shape,
  data,
});

const record = "must be a record of dtype, shape and data, current value is";

const misuses: [string, unknown, ErrorConstructor, string][] = [
  ["a number", 1, TypeError, `json ${record} 1`],
  ["null", null, TypeError, `json ${record} null`],
  ["an array", [1], TypeError, `json ${record} an array`],
  ["a tensor", tensor(1), TypeError, `json ${record} a tensor`],
  [
    "no data",
    { dtype: "bool", shape: [] },
    TypeError,
    `json ${record} one of "dtype", "shape"`,
  ],
  [
    "another key",
    { ...json("bool", [], [0]), x: 1 },
    TypeError,
    `json ${record} one of "dtype", "shape", "data", "x"`,
  ],
  ["an empty record", {}, TypeError, `json ${record} an empty one`],
  [
    "an unknown dtype",
    json("float16", [], [0]),
    TypeError,
    "json.dtype must be float64, float32, int32, uint32 or bool, current value " +
    'is "float16"',
  ],
  [
    "a shape that is a number",
    json("bool", 1, [0]),
    TypeError,
    "json: shape must be an array of axis lengths, current value is 1",
  ],
  ...[-1, 0.5, "1", null, 2 ** 53].map((
    length,
  ): [string, unknown, ErrorConstructor, string] => [
    `an axis of ${JSON.stringify(length)}`,
    json("bool", [length], [0]),
    RangeError,
    "json: an axis length must be a whole number of at least 0, current " +
    `shape is [${length ?? ""}]`,
  ]),
  [
    "too few elements",
    json("float64", [2, 2], [1, 2, 3]),
    TypeError,
    "json.data must be an array of 4 elements for shape [2, 2], current " +
    "value is one of 3",
  ],
  [
    "too many elements",
    json("float64", [], [1, 2]),
    TypeError,
    "json.data must be an array of 1 elements for shape [], current value is " +
    "one of 2",
  ],
  [
    "data that is text",
    json("float64", [2], "12"),
    TypeError,
    "json.data must be an array of 2 elements for shape [2], current value " +
    'is "12"',
  ],
];

const float = 'a number, "-0", "NaN", "Infinity" or "-Infinity"';
const int32 = "an integer in [-2147483648, 2147483647]";
const uint32 = "an integer in [0, 4294967295]";

/** Elements that a dtype does not have. */
const foreign: [string, string, unknown[]][] = [
  ["float64", float, ["1", "nan", "", null, true, [1], NaN, Infinity]],
  ["float32", float, ["0", null, false, -Infinity]],
  ["int32", int32, [0.5, 2 ** 31, -(2 ** 31) - 1, "-0", "NaN", "1", true]],
  ["uint32", uint32, [-1, 2 ** 32, 1.5, "Infinity", null]],
  ["bool", "0 or 1", [2, -1, 0.5, true, "1", 256]],
];

for (const [dtype, right, elements] of foreign) {
  for (const element of elements) {
    const text = typeof element === "string"
      ? JSON.stringify(element)
      : Array.isArray(element)
      ? "an array"
      : String(element);
    misuses.push([
      `${text} for ${dtype}`,
      json(dtype, [2], [1, element]),
      typeof element === "number" ? RangeError : TypeError,
      `json.data[1] must be ${right} for dtype ${dtype}, current value is ` +
      text,
    ]);
  }
}

Deno.test("tensorFromJSON() refuses what is not a tensor, with the place and what is right", () => {
  for (const [what, value, kind, message] of misuses) {
    const error = assertThrows(() => tensorFromJSON(value), kind, "", what);
    assertEquals(error.message, `Cannot tensorFromJSON: ${message}`, what);
    assertEquals(error.constructor, kind, what);
  }
});

Deno.test("treeFromJSON() refuses what is not a tree, with the place and what is right", () => {
  const leaf =
    "must be a tensor as a record of dtype, shape and data, a record or an " +
    "array, current value is";
  const cases: [unknown, string][] = [
    [1, `json ${leaf} 1`],
    [null, `json ${leaf} null`],
    [{ slots: [{ h: "x" }] }, `json["slots"][0]["h"] ${leaf} "x"`],
    [{ shape: [1], data: [1] }, `json["shape"][0] ${leaf} 1`],
    [{ m: new Map() }, `json["m"] ${leaf} an object`],
    [
      { w: { dtype: "int8", shape: [], data: [0] } },
      'json["w"].dtype must be float64, float32, int32, uint32 or bool, ' +
      'current value is "int8"',
    ],
    [
      [{ dtype: "bool", shape: [1] }],
      `json[0] ${record} one of "dtype", "shape"`,
    ],
  ];
  for (const [value, message] of cases) {
    const error = assertThrows(() => treeFromJSON(value), TypeError);
    assertEquals(error.message, `Cannot treeFromJSON: ${message}`);
  }
});
