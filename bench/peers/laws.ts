/**
 * Holds the optimizers of TensorFlow.js and jax-js, as they are shipped, to the
 * laws, and writes docs/peers.md in the checkout that it is run from:
 *
 *     deno run -A --no-lock -c deno.npm.json bench/peers/laws.ts [DATE] [OPTAX]
 *     deno fmt docs/peers.md
 *
 * DATE is the day it is run, OPTAX the URL of a module in the place of the
 * package. The project depends on neither library, so their packages are
 * named here alone.
 *
 * @module
 */
import {
  checkOptimizer,
  type LawOutcome,
  type Report,
  type Subject,
} from "../../laws/mod.ts";
import { formatValue } from "../../laws/format.ts";
import { jaxSubjects } from "./jax.ts";
import { tensorflowSubjects } from "./tensorflow.ts";
import { versions } from "./versions.ts";

const run = { seed: 20261122, numRuns: 50 };

const [date = "", optax = `npm:@jax-js/optax@${versions.optax}`] = Deno.args;
const day = date || new Date().toISOString().slice(0, 10);

async function reports(subjects: readonly Subject[]): Promise<Report[]> {
  const all: Report[] = [];
  for (const subject of subjects) {
    console.error(subject.id);
    all.push(await checkOptimizer(subject, run));
  }
  return all;
}

const of = ({ outcomes }: Report, kind: LawOutcome["outcome"]) =>
  outcomes.filter(({ outcome }) => outcome === kind);

function table(all: readonly Report[]): string[] {
  const names = (report: Report, kind: LawOutcome["outcome"]) =>
    of(report, kind).map(({ law }) => `\`${law}\``).join(", ");
  return [
    "| optimizer | violated | held | not asked |",
    "| --- | --- | --- | --- |",
    ...all.map((report) =>
      `| ${
        [
          report.id,
          names(report, "violated") || "none",
          names(report, "held"),
          String(of(report, "not claimed").length),
        ].join(" | ")
      } |`
    ),
  ];
}

function violations(
  all: readonly Report[],
  shown: (law: string) => boolean = () => true,
): string[] {
  return all.flatMap((report) =>
    of(report, "violated").filter(({ law }) => shown(law)).flatMap((
      { law, statement, counterexample },
    ) => [
      `### ${report.id}: ${law}`,
      "",
      statement,
      "",
      "```text",
      `seen: ${counterexample?.message}`,
      `counterexample: ${formatValue(counterexample?.input)}`,
      ...rightLines(counterexample?.right),
      "```",
      "",
    ])
  );
}

function rightLines(
  right: NonNullable<LawOutcome["counterexample"]>["right"],
): string[] {
  return right === undefined ? [] : [
    `a right ${right.rule} goes to: ${formatValue(right.params)}`,
    `this one goes to: ${formatValue(right.found)}`,
  ];
}

/** Laws that tell whether one parameter minds another. */
const ofOthers = ["independence", "permuting-parameters", "splitting"];

/** What the violations below come from, as the libraries' sources show. */
const faults: readonly (readonly [ids: RegExp, law: string, words: string])[] =
  [
    [
      /centered-rmsprop/,
      "finite-steps",
      "`tf.train.rmsprop` with `centered` subtracts ε under the root, where it " +
      "should be added: at a gradient of 0 it takes the root of -ε, and the " +
      "weights become NaN.",
    ],
    [
      /adadelta/,
      "closed-form",
      "`tf.train.adadelta` divides by the mean of squares of the step before: " +
      "its first step is √ε/√ε·g, and it can become NaN.",
    ],
    [
      /adam$/,
      "resume",
      "`tf.train.adam` keeps βᵗ as a product in float32, and `setWeights` makes " +
      "it anew by a power: a run that goes on from what `getWeights` gave has " +
      "other last bits.",
    ],
    [
      /adamax$/,
      "resume",
      "`tf.train.adamax` cannot be resumed: its `getWeights` throws.",
    ],
    [
      /momentum/,
      "independence",
      "Every optimizer of TensorFlow.js with memory keeps it by the place of a " +
      "parameter among the gradients of a step: when one is left out, those " +
      "after it take the memory of others, or an error is thrown because its " +
      "shape is another.",
    ],
    [
      /tf\.train\.rmsprop$/,
      "rmsprop-without-memory",
      "`tf.train.rmsprop`, and so `adadelta`, `adam` and `adamax`, with ε = 0, " +
      "which they take, divides 0 by 0 where a parameter has had no gradient.",
    ],
    [
      /optax/,
      "splitting",
      "jax-js does not round as IEEE 754 float32 operations do one by one: the " +
      "last bit, and the sign of a zero, of a number depend on the shape of the " +
      "array that it is in. No formula was found wrong.",
    ],
  ];

/** Makes sure that what is said of the outcomes is what came out. */
function found(all: readonly Report[]): string[] {
  return faults.map(([ids, law, words]) => {
    const seen = all.some((report) =>
      ids.test(report.id) &&
      of(report, "violated").some((outcome) => outcome.law === law)
    );
    if (!seen) throw new Error(`${law} is not violated by ${ids.source}`);
    return `- ${words} (\`${law}\`)`;
  });
}

const { given, leftOut } = await tensorflowSubjects(versions.tfjs);
const zeros = await reports(given);
const absent = await reports(leftOut);
const jax = await reports(await jaxSubjects(versions.jax, optax));
const fromSource = optax.startsWith("npm:")
  ? ""
  : ", from its source at that version, since the registry at hand did not " +
    "deliver the package";

const text = [
  "<!-- Written by bench/peers/laws.ts. Do not edit. -->",
  "# Peers, held to the laws",
  "",
  `Run on ${day} with Deno ${Deno.version.deno}, seed ${run.seed}, ` +
  `${run.numRuns} inputs a law, by \`bench/peers/laws.ts\`. The laws know ` +
  "these libraries through adapters (`laws/adapters/`) that hand over numbers, " +
  "put optimizers of TensorFlow.js away through their own `getWeights` and " +
  "`setWeights`, and know no fault. What is claimed of an optimizer are the traits and the " +
  "formula of the rule whose name it bears; laws of which nothing is claimed " +
  "are not asked. All is in float32, and bounds allow for its rounding.",
  "",
  "Laws that speak of every bit are violated by a difference in the last bit " +
  "or in the sign of a zero too: such a difference is no wrong formula, but " +
  "makes runs depend on how they are batched. The counterexamples below tell " +
  "the one from the other.",
  "",
  "## What was found",
  "",
  ...found([...zeros, ...absent, ...jax]),
  "",
  `## TensorFlow.js ${versions.tfjs} (tfjs-core, cpu backend)`,
  "",
  "Every parameter is handed over in every step, with gradients of 0 where " +
  "there is none.",
  "",
  ...table(zeros),
  "",
  ...violations(zeros),
  `## TensorFlow.js ${versions.tfjs}, unused parameters left out`,
  "",
  "A parameter whose gradients are all 0 is not handed over in that step, as " +
  "`minimize` does with one that the loss does not use. Such a parameter then " +
  "rests, which a rule with memory need not do, so that `closed-form` tells of " +
  "that alone; `independence` and `splitting` ask whether it is moved, or " +
  "forgotten, because of others.",
  "",
  ...table(absent),
  "",
  "Shown are the counterexamples to these two and to `permuting-parameters`.",
  "",
  ...violations(absent, (law) => ofOthers.includes(law)),
  `## jax-js ${versions.jax} with optax ${versions.optax} (cpu backend)`,
  "",
  `\`@jax-js/optax\` ${versions.optax}${fromSource}.`,
  "",
  ...table(jax),
  "",
  ...violations(jax),
].join("\n");

await Deno.writeTextFile("docs/peers.md", text);
Deno.exit();
