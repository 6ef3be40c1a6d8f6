import { assertEquals, assertThrows } from "@std/assert";
import { wrap, type WrapOptions } from "../../laws/mod.ts";

const named = { id: "named", make: () => ({ step: (w: number[]) => w }) };

Deno.test("wrap() refuses misuse in words", () => {
  const refused = (options: unknown, message: string) => {
    const error = assertThrows(
      () => wrap(options as WrapOptions & { make: () => never }),
      TypeError,
    );
    assertEquals((error as Error).message, message);
  };
  refused(
    undefined,
    "Cannot wrap: expected { init, update } or { make }, current value is " +
      "undefined",
  );
  refused(
    { make: 1 },
    "Cannot wrap: id must be a name, current value is undefined",
  );
  refused(
    { id: "x" },
    "Cannot wrap x: init must be a function, current value is undefined",
  );
  refused(
    { id: "x", init: () => 0, update: 3 },
    "Cannot wrap x: update must be a function, current value is 3",
  );
  refused(
    { id: "x", make: {} },
    "Cannot wrap x: make must be a function, current value is an object",
  );
  refused(
    { ...named, trait: {} },
    "Cannot wrap named: it has no option trait; did you mean traits?",
  );
  refused(
    { ...named, takes: "rows" },
    'Cannot wrap named: takes must be array or list, current value is "rows"',
  );
  refused(
    { ...named, dtype: "float16" },
    "Cannot wrap named: dtype must be float64 or float32, current value is " +
      '"float16"',
  );
});
