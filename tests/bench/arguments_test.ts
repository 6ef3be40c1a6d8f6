import { assertEquals, assertThrows } from "@std/assert";
import { Mistake, readArguments } from "../../bench/arguments.ts";
import { chosen } from "../../bench/peers.ts";

Deno.test("readArguments() has usual values", () => {
  assertEquals(readArguments([]), {
    ...{ only: [], against: [], rounds: 7, python: "python3" },
    ...{ resume: false, list: false, help: false },
  });
});

Deno.test("readArguments() reads options with and without =", () => {
  const options = readArguments(
    ["--only=A tiny, B", "--rounds", "9", "--python", "/p", "--resume", "-h"],
  );
  assertEquals(options, {
    ...{ only: ["A tiny", "B"], against: [], rounds: 9, python: "/p" },
    ...{ resume: true, list: false, help: true },
  });
});

Deno.test("readArguments() refuses what is not right, saying what would be", () => {
  const mistakes: readonly (readonly [args: string[], message: string])[] = [
    [["--onyl", "A"], 'Unknown option "--onyl"; did you mean --only?'],
    [["A"], 'Unexpected "A": rows are named by --only'],
    [["--rounds", "4"], "--rounds must be a whole number from 5 to 1000"],
    [["--rounds=-7"], 'current value is "-7"'],
    [["--rounds", "many"], 'current value is "many"'],
    [["--rounds"], "--rounds needs a value: --rounds N"],
    [["--python", "--resume"], "--python needs a value: --python PATH"],
    [["--resume=yes"], '--resume takes no value, current value is "yes"'],
    [["--only", "A", "--only", "B"], "--only is there twice"],
  ];
  for (const [args, message] of mistakes) {
    assertThrows(() => readArguments(args), Mistake, message);
  }
});

Deno.test("chosen() finds rows by how their names begin", () => {
  const rows = chosen({ only: ["A tiny sgd", "D"], against: ["plain"] });
  assertEquals(rows.map(({ id }) => id), [
    ...["A tiny sgd float32", "A tiny sgd float64"],
    ...["D one run", "D 1000 runs"],
  ]);
});

Deno.test("chosen() refuses unknown rows and contestants", () => {
  const refusal = (only: string[], against: string[], message: string) =>
    assertThrows(() => chosen({ only, against }), Mistake, message);
  refusal(["F"], [], 'Unknown row "F"');
  refusal([], ["pytorhc"], "did you mean pytorch?");
});
