import { assert, assertEquals } from "@std/assert";
import { laws } from "../../laws/mod.ts";
import { adam, rules } from "../../mod.ts";
import { coverage, gaps } from "../../tools/coverage.ts";

Deno.test("coverage() has a row for every variant of every rule", () => {
  const variants = rules.flatMap(({ id, definition }) =>
    Object.keys(definition.variants).map((variant) => `${id}/${variant}`)
  );
  assertEquals(coverage().map(({ name }) => name), variants);
});

Deno.test("coverage() counts trajectories, laws and wrong forms", () => {
  const row = coverage().find(({ name }) => name === "adam/torch");
  assert(row !== undefined);
  assertEquals(row.trajectories.length, 1);
  assert(/^torch [\d.+cu]+: 2$/.test(row.trajectories[0]), row.trajectories[0]);
  assertEquals(
    row.laws,
    laws(adam, { options: { variant: "torch" } }).filter(({ property }) =>
      property
    )
      .map(({ name }) => name),
  );
  assert(row.wrongForms >= 10);
});

Deno.test("gaps() names what has no trajectory and what has no law", () => {
  const full = { name: "a/b", trajectories: ["c: 1"], laws: ["d"] };
  assertEquals(gaps([{ ...full, wrongForms: 0 }]), []);
  assertEquals(
    gaps([
      { ...full, trajectories: [], wrongForms: 1 },
      { ...full, name: "e/f", laws: [], wrongForms: 1 },
    ]),
    ["a/b has no trajectory", "e/f is held to no law"],
  );
});
