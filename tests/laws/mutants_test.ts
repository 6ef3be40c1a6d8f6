/** The laws themselves are tested: wrong optimizers must not pass. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { allLaws, checkFunction, laws } from "../../laws/mod.ts";
import { mutants, wrongGradients } from "../mutants/mod.ts";

const run = { seed: 20261122, numRuns: 100, endOnFailure: true };

for (const { name, rejectedBy, optimizer, options } of mutants) {
  Deno.test(`the laws named reject ${name}`, async () => {
    const asked = new Map(
      laws(optimizer, options).map((law) => [law.name, law]),
    );
    assert(rejectedBy.length > 0);
    for (const law of rejectedBy) {
      const { property, unclaimed } = asked.get(law) ?? {};
      assert(property !== undefined, `${law} is not asked: ${unclaimed}`);
      const { failed } = await fc.check(property, run);
      assert(failed, `${law} holds`);
    }
  });
}

for (const { name, f, gradient, like } of wrongGradients) {
  Deno.test(`gradients-agree rejects a gradient: ${name}`, async () => {
    const wrong = await checkFunction(f, like, { gradient, numRuns: 20 });
    assertEquals(wrong.outcomes.map(({ outcome }) => outcome), ["violated"]);
    const right = await checkFunction(f, like, { numRuns: 20 });
    assertEquals(right.outcomes.map(({ outcome }) => outcome), ["held"]);
  });
}

Deno.test("every law rejects a wrong optimizer", () => {
  const rejecting = new Set(mutants.flatMap(({ rejectedBy }) => rejectedBy));
  assertEquals(
    allLaws.map(({ name }) => name).filter((name) => !rejecting.has(name)),
    [],
  );
  assert(mutants.length >= 25);
});

Deno.test("wrong optimizers have names of their own", () => {
  const names = mutants.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
});
