import { assert, assertEquals } from "@std/assert";
import { checkOptimizer, reportText } from "../../laws/mod.ts";
import { rules } from "../../mod.ts";
import { type Setting, settings, variants } from "./waivers.ts";

function nameOf({ optimizer, options, dtype = "float64" }: Setting): string {
  const own = Object.entries(options ?? {}).map(([name, x]) => `${name} ${x}`);
  return [optimizer.id, ...own, dtype].join(", ");
}

for (const setting of [...variants, ...settings]) {
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

Deno.test("every variant of every rule is asked, and nothing waived of it", () => {
  const count = rules.reduce(
    (sum, { definition }) => sum + Object.keys(definition.variants).length,
    0,
  );
  assertEquals(variants.length, count);
  assert(variants.every(({ waive }) => waive === undefined));
});

Deno.test("the laws with a rule of their own are asked of all its variants", async () => {
  const asked = async (setting: Setting) => {
    const { optimizer, options } = setting;
    const { outcomes } = await checkOptimizer(optimizer, {
      options,
      numRuns: 1,
    });
    return outcomes.filter(({ outcome }) => outcome !== "not claimed")
      .map(({ law }) => law);
  };
  const special: Record<string, string[]> = {
    adagrad: ["step-never-grows", "idle-keeps-state", "adagrad-regret"],
    rmsprop: [
      "mean-square-in-hull",
      "rmsprop-without-memory",
      "rmsprop-step-bound",
    ],
    momentum: ["momentum-without-inertia", "heavy-ball-rate"],
    nesterov: ["nesterov-without-inertia", "nesterov-rate"],
    "rmsprop-momentum": [
      "rmsprop-momentum-without-inertia",
      "rmsprop-includes-momentum",
      "rmsprop-step-bound",
    ],
    "centered-rmsprop": [],
    "gradient-descent": [
      "idle-keeps-state",
      "descent",
      "gradient-descent-regret",
    ],
    adam: [
      "adam-without-memory",
      "adam-step-bound",
      "adam-mean-square-in-hull",
      "adam-goes-astray",
      "adam-includes-momentum",
    ],
    amsgrad: [
      "amsgrad-goes-right",
      "amsgrad-keeps-the-greatest",
      "amsgrad-on-growing-gradients",
    ],
    adamax: ["adamax-step-bound", "adamax-without-memory"],
    lion: ["lion-with-one-beta", "sign-step-is-learning-rate"],
    "sign-sgd": [
      "idle-keeps-state",
      "sign-step-is-learning-rate",
      "step-never-grows",
    ],
    signum: ["sign-step-is-learning-rate", "signum-without-inertia"],
    rprop: ["rprop-step-in-bounds"],
    adadelta: [],
    nadam: [],
    radam: [],
    adabelief: [],
    adan: [],
    adamw: [
      "adamw-without-decay",
      "adam-step-bound",
      "adam-mean-square-in-hull",
    ],
  };
  const ids = new Set(variants.map(({ optimizer }) => optimizer.id));
  assertEquals(Object.keys(special).filter((id) => !ids.has(id)), []);
  for (const setting of variants) {
    const own = special[setting.optimizer.id];
    if (own === undefined) continue; // a rule that no law knows by name
    const laws = await asked(setting);
    for (const law of [...own, "closed-form", "splitting", "sign-symmetry"]) {
      assert(laws.includes(law), `${nameOf(setting)}: ${law}`);
    }
  }
});
