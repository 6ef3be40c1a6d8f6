import { assert, assertEquals } from "@std/assert";
import { allContestants, contestant, rules } from "../../../mod.ts";

Deno.test("allContestants() has every rule with a learning rate once, by family", () => {
  const ids = allContestants().map(({ id }) => id);
  const tunable = rules.filter(({ definition }) =>
    "learningRate" in definition.hyper
  );
  assert(tunable.length >= 9);
  assertEquals([...ids].sort(), tunable.map(({ id }) => id).sort());
  const families = ids.map((id) =>
    rules.find((rule) => rule.id === id)!.definition.family
  );
  const order = ["plain", "direction", "step size", "both"];
  assertEquals(
    families,
    [...families].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
  );
});

Deno.test("allContestants() are the rules' default variants", () => {
  const point = { learningRate: 0.125 };
  for (const each of allContestants()) {
    const rule = rules.find(({ id }) => id === each.id)!;
    const { hyperparameters, id } = each.create(point);
    assertEquals(id, rule.id);
    assertEquals(
      hyperparameters,
      contestant(rule).create(point).hyperparameters,
    );
  }
});
