import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { suggest } from "../../autodiff/suggest.ts";
import { check } from "../support/property.ts";

const names = ["learningRate", "momentum", "decay"];

Deno.test("suggest() names the nearest name, whatever its case", () => {
  for (
    const [name, right] of [
      ["learningrate", "learningRate"],
      ["LEARNING_RATE", "learningRate"],
      ["learning_rate", "learningRate"],
      ["lerningRate", "learningRate"],
      ["learnRate", "learningRate"],
      ["momentun", "momentum"],
      ["Decay", "decay"],
      ["dcay", "decay"],
      ["decays", "decay"],
    ]
  ) {
    assertEquals(suggest(name, names), `; did you mean ${right}?`);
  }
});

Deno.test("suggest() lists what there is where nothing is near", () => {
  assertEquals(suggest("epsilon", names), `; there are ${names.join(", ")}`);
  assertEquals(suggest("keras", ["lecture"]), "; there is lecture");
  assertEquals(suggest("", names), `; there are ${names.join(", ")}`);
  assertEquals(suggest("beta", []), "; there is none");
});

Deno.test("suggest() reaches a third of the name's letters, and two at least", () => {
  assertEquals(suggest("decxy", ["decay"]), "; did you mean decay?");
  assertEquals(suggest("dexxy", ["decay"]), "; did you mean decay?");
  assertEquals(suggest("xxxxy", ["decay"]), "; there is decay");
  assertEquals(
    suggest("learninxxxxx", ["learningRate"]),
    "; there is learningRate",
  );
  assertEquals(
    suggest("learningxxxx", ["learningRate"]),
    "; did you mean learningRate?",
  );
});

Deno.test("suggest() finds a name that two letters were changed in", () => {
  const change = fc.record({
    kind: fc.constantFrom("drop", "add", "replace"),
    at: fc.nat(),
    letter: fc.constantFrom(..."qxz"),
  });
  const changed = fc.tuple(
    fc.constantFrom(...names),
    fc.array(change, { minLength: 0, maxLength: 2 }),
  );
  check(fc.property(changed, ([right, changes]) => {
    let name = right;
    for (const { kind, at, letter } of changes) {
      const place = at % name.length;
      const after = name.slice(kind === "add" ? place : place + 1);
      name = name.slice(0, place) + (kind === "drop" ? "" : letter) + after;
    }
    assertEquals(suggest(name, names), `; did you mean ${right}?`);
  }));
});
