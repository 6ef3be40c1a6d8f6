/**
 * Prints by what each variant of each rule is held: the trajectories that a
 * library or a transcription made, the laws, and the wrong forms of the rule
 * that laws reject. Fails where a variant has no trajectory or no law.
 *
 * @module
 */
import { laws } from "../laws/mod.ts";
import { rules } from "../optimizers/rules/mod.ts";
import { functionReferences } from "../tests/optimizers/function_trajectories.ts";
import { references } from "../tests/optimizers/references.ts";
import { mutants } from "../tests/mutants/mod.ts";
import { variants } from "../tests/laws/waivers.ts";
import { refuseOthers } from "./arguments.ts";
import { table } from "./generate/markdown.ts";

/** By what one variant of a rule is held. */
export interface Coverage {
  /** The rule and the variant: `adam/keras`. */
  readonly name: string;
  /** What made its trajectories, with how many: `torch 2.15.0: 2`. */
  readonly trajectories: readonly string[];
  /** The laws that are asked of it and not waived. */
  readonly laws: readonly string[];
  /** How many wrong forms of the rule laws reject. */
  readonly wrongForms: number;
}

/** By what each variant of each rule is held, in the order of the rules. */
export function coverage(): Coverage[] {
  return rules.flatMap((rule) =>
    Object.keys(rule.definition.variants).map((variant) => {
      const setting = variants.find(({ optimizer, options }) =>
        optimizer === rule && options?.variant === variant
      );
      const asked = setting === undefined
        ? []
        : laws(rule, { options: { variant } })
          .filter(({ name, unclaimed }) =>
            unclaimed === undefined && setting.waive?.[name] === undefined
          );
      return {
        name: `${rule.id}/${variant}`,
        trajectories: trajectoriesOf(rule.id, variant),
        laws: asked.map(({ name }) => name),
        wrongForms: mutants.filter(({ options }) => options.like === rule.id)
          .length,
      };
    })
  );
}

function trajectoriesOf(rule: string, variant: string): string[] {
  return [...references, ...functionReferences].flatMap(
    ({ library, version, cases }) => {
      const count =
        cases.filter((each) => each.rule === rule && each.variant === variant)
          .length;
      return count === 0 ? [] : [`${library} ${version}: ${count}`];
    },
  );
}

/** What is missing, in words. */
export function gaps(rows: readonly Coverage[]): string[] {
  return rows.flatMap(({ name, trajectories, laws }) => [
    ...trajectories.length === 0 ? [`${name} has no trajectory`] : [],
    ...laws.length === 0 ? [`${name} is held to no law`] : [],
  ]);
}

if (import.meta.main) {
  refuseOthers(Deno.args, /^$/, "deno task coverage");
  const rows = coverage();
  console.log(table(
    ["optimizer", "trajectories", "laws", "wrong forms"],
    rows.map(({ name, trajectories, laws, wrongForms }) => [
      name,
      trajectories.join("; "),
      String(laws.length),
      String(wrongForms),
    ]),
  ));
  const missing = gaps(rows);
  console.log(
    missing.length === 0
      ? `\n${rows.length} variants of ${rules.length} rules, nothing missing`
      : `\nMissing:\n${missing.map((line) => `- ${line}`).join("\n")}`,
  );
  if (missing.length > 0) Deno.exit(1);
}
