/** Descent's own optimizers, each held to the laws in a test of its own. */
import { assert } from "@std/assert";
import { checkOptimizer, reportText } from "../../laws/mod.ts";
import type { Setting } from "./waivers.ts";

/** What a setting is called in the names of tests. */
export function nameOf(
  { optimizer, options, dtype = "float64" }: Setting,
): string {
  const own = Object.entries(options ?? {}).map(([name, x]) => `${name} ${x}`);
  return [optimizer.id, ...own, dtype].join(", ");
}

/** Makes a test of each setting. */
export function noLawRejects(settings: readonly Setting[]): void {
  for (const setting of settings) {
    const { optimizer, ...options } = setting;
    Deno.test(`no law rejects ${nameOf(setting)}`, async () => {
      const report = await checkOptimizer(optimizer, {
        numRuns: 12,
        seed: 20261122,
        ...options,
      });
      assert(report.passed, reportText(report));
    });
  }
}
