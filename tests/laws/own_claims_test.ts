/** Which laws are asked of Descent's own optimizers. */
import { assert, assertEquals } from "@std/assert";
import { laws } from "../../laws/mod.ts";
import { rules } from "../../mod.ts";
import { nameOf } from "./own_optimizers.ts";
import { type Setting, variants } from "./waivers.ts";

Deno.test("every variant of every rule is asked, and nothing waived of it", () => {
  const count = rules.reduce(
    (sum, { definition }) => sum + Object.keys(definition.variants).length,
    0,
  );
  assertEquals(variants.length, count);
  assert(variants.every(({ waive }) => waive === undefined));
});

Deno.test("the laws with a rule of their own are asked of all its variants", () => {
  const asked = ({ optimizer, options }: Setting) =>
    laws(optimizer, { options })
      .filter(({ property }) => property !== undefined)
      .map(({ name }) => name);
  const special: Record<string, string[]> = {
    adagrad: [
      "rmsprop-includes-momentum",
      "step-never-grows",
      "idle-keeps-state",
      "adagrad-regret",
    ],
    rmsprop: [
      "rmsprop-includes-momentum",
      "mean-square-in-hull",
      "rmsprop-without-memory",
      "rmsprop-step-bound",
    ],
    momentum: ["momentum-without-inertia", "heavy-ball-rate"],
    nesterov: [
      "nesterov-looks-ahead",
      "nesterov-without-inertia",
      "nesterov-rate",
    ],
    "rmsprop-momentum": [
      "rmsprop-momentum-without-inertia",
      "rmsprop-includes-momentum",
      "second-moment-in-hull",
      "rmsprop-step-bound",
    ],
    "centered-rmsprop": ["rmsprop-includes-momentum", "second-moment-in-hull"],
    "gradient-descent": [
      "idle-keeps-state",
      "descent",
      "gradient-descent-regret",
    ],
    adam: [
      "adam-without-inertia",
      "adam-without-memory",
      "adam-step-bound",
      "adam-mean-square-in-hull",
      "adam-goes-astray",
      "adam-includes-momentum",
    ],
    amsgrad: [
      "adam-includes-momentum",
      "adam-step-bound",
      "amsgrad-goes-right",
      "amsgrad-keeps-the-greatest",
      "amsgrad-on-growing-gradients",
      "second-moment-in-hull",
    ],
    adamax: [
      "adamax-keeps-the-greatest",
      "adamax-step-bound",
      "adamax-without-memory",
    ],
    lion: [
      "lion-without-inertia",
      "lion-with-one-beta",
      "sign-step-is-learning-rate",
    ],
    "sign-sgd": [
      "idle-keeps-state",
      "sign-step-is-learning-rate",
      "step-never-grows",
    ],
    signum: ["sign-step-is-learning-rate", "signum-without-inertia"],
    rprop: ["rprop-step-in-bounds"],
    adadelta: ["adadelta-means-in-hull", "adadelta-without-epsilon"],
    nadam: ["adam-mean-square-in-hull", "nadam-step-bound"],
    radam: [
      "radam-step-bound",
      "radam-with-short-memory",
      "second-moment-in-hull",
    ],
    adabelief: [
      "adabelief-without-inertia",
      "adam-includes-momentum",
      "second-moment-in-hull",
    ],
    adan: ["second-moment-in-hull"],
    adamw: [
      "adam-includes-momentum",
      "adamw-without-decay",
      "adam-step-bound",
      "adam-mean-square-in-hull",
    ],
  };
  const formless: Record<string, string[]> = {
    adafactor: ["second-moment-in-hull"],
    "averaged-sgd": ["averaged-sgd-without-decay", "closed-form"],
    lamb: ["closed-form-of-trees", "lamb-at-zero"],
    lars: ["closed-form-of-trees", "lars-at-zero"],
    polyak: ["closed-form-on-functions", "polyak-with-small-steps"],
    prodigy: ["closed-form-of-trees", "prodigy-at-the-start"],
    sam: ["closed-form-on-functions", "sam-without-radius"],
    "schedule-free-adamw": ["closed-form", "schedule-free-without-averaging"],
    "schedule-free-sgd": ["closed-form", "schedule-free-without-averaging"],
    sophia: ["closed-form-on-functions", "sophia-without-curvature"],
    yogi: ["adam-includes-momentum", "yogi-moves-by-the-square"],
  };
  for (const setting of variants) {
    const names = asked(setting);
    for (const law of formless[setting.optimizer.id] ?? []) {
      assert(names.includes(law), `${nameOf(setting)}: ${law}`);
    }
  }
  const ids = new Set(variants.map(({ optimizer }) => optimizer.id));
  assertEquals(Object.keys(special).filter((id) => !ids.has(id)), []);
  for (const setting of variants) {
    const own = special[setting.optimizer.id];
    if (own === undefined) continue; // a rule without a closed form
    const names = asked(setting);
    for (const law of [...own, "closed-form", "splitting", "sign-symmetry"]) {
      assert(names.includes(law), `${nameOf(setting)}: ${law}`);
    }
  }
});
