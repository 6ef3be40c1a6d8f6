import { checkOptimizer, reportText, laws } from "./laws/mod.ts";
import { rules } from "./mod.ts";
import * as fc from "fast-check";
const [names, lawNames, runs, dtype] = Deno.args;
for (const rule of rules) {
  if (!names.split(",").includes(rule.id)) continue;
  for (const variant of Object.keys(rule.definition.variants)) {
    for (const law of laws(rule as any, { options: { variant }, dtype: (dtype ?? "float64") as any })) {
      if (lawNames !== "all" && !lawNames.split(",").includes(law.name)) continue;
      if (!law.property) { if (lawNames !== "all") console.log(rule.id, variant, law.name, "unclaimed", law.unclaimed); continue; }
      const r = await fc.check(law.property as any, { seed: 7, numRuns: Number(runs) });
      if (r.failed) console.log(rule.id, variant, law.name, "FAILED", r.errorInstance?.message, JSON.stringify(r.counterexample));
      else if (lawNames !== "all") console.log(rule.id, variant, law.name, "ok");
    }
  }
}
