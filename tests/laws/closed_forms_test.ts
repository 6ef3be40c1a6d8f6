import { assertEquals } from "@std/assert";
import { checkOptimizer } from "../../laws/mod.ts";
import { adadeltaWith } from "../mutants/adadelta.ts";

Deno.test("closed-form holds for Adadelta as it was published", async () => {
  const published = adadeltaWith("adadelta", (_, after) => after);
  const { outcomes } = await checkOptimizer(published, { numRuns: 400 });
  const { outcome } = outcomes.find(({ law }) => law === "closed-form")!;
  assertEquals(outcome, "held");
});
