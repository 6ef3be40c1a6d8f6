/** What `deno task laws` says and how it ends. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  inCheckout,
  runDeno,
  test,
} from "../experiments/support/command_line.ts";
import { readArguments } from "../../laws/cli/arguments.ts";
import { main } from "../../laws/cli/main.ts";
import { Mistake } from "../../laws/cli/mistake.ts";

const library = new URL("../../", import.meta.url).href;

/** A module with a right optimizer, a wrong one, and what is none. */
const module = `
import { wrap } from "${library}laws/mod.ts";
import { adagrad, momentum } from "${library}mod.ts";
const descent = (size: number) => wrap({
  id: "mine",
  like: "gradient-descent",
  hyperparameters: { learningRate: 0.5 },
  init: () => null,
  update: (g: number[], state: null, w: number[]) => ({
    params: w.map((x, i) => x - size * g[i]),
    state,
  }),
});
export const right = descent(0.5);
export const wrong = descent(0.625);
export const rule = momentum;
export const number = 3;
export default adagrad({ learningRate: 0.1 });
`;

/** Writes modules to a folder, and runs the command there. */
async function laws(folder: string, ...args: string[]) {
  const files = {
    "mine.ts": module,
    "sub folder/bad.ts": "throw new Error('no\\nluck');",
    "lost.ts": "import './nowhere.ts';",
    "broken.ts": "export const x =\n  ;",
    "none.ts": "export const rather = 1;",
  };
  await Deno.mkdir(`${folder}/sub folder`, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const lines: string[] = [];
  const notes: string[] = [];
  const surroundings = {
    locate: (file: string) => new URL(file, `file://${folder}/`).href,
    print: (text: string) => void lines.push(text),
    note: (text: string) => void notes.push(text),
  };
  try {
    const code = await main(args, surroundings);
    return { code, out: lines.join("\n"), notes };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { code: 2, out: error.message, notes };
  }
}

test("laws ends with 0 where all are kept, and with 1 where one is not", async (folder) => {
  const few = ["--runs", "4"];
  const right = await laws(folder, "mine.ts#right", ...few);
  assertEquals(right.code, 0);
  assertStringIncludes(right.out, "mine: 0 violated");
  assertStringIncludes(right.out, "(seed 0, 4 runs a law)");
  const wrong = await laws(folder, "mine.ts#wrong", ...few, "--seed=7");
  assertEquals(wrong.code, 1);
  assertStringIncludes(wrong.out, "violated: closed-form\n  law: Under a");
  assertStringIncludes(wrong.out, "(seed 7, 4 runs a law)");
});

test("laws takes a rule, and a default export", async (folder) => {
  const rule = await laws(folder, "mine.ts#rule", "--runs", "1");
  assertEquals([rule.code, rule.out.split(":")[0]], [0, "momentum"]);
  const other = await laws(folder, "mine.ts", "--runs", "1");
  assertEquals([other.code, other.out.split(":")[0]], [0, "adagrad"]);
});

test("laws tells how far it is", async (folder) => {
  const { notes } = await laws(folder, "mine.ts#right", "--runs", "3");
  assert(notes.length > 20);
  for (const note of notes) {
    assert(/^law \d+ of \d+, [a-z-]+: [1-3] of 3$/.test(note), note);
  }
});

test("laws says in one line what the user got wrong", async (folder) => {
  for (
    const [args, line] of [
      [["absent.ts#x"], "Cannot load absent.ts: there is no such file"],
      [
        ["lost.ts#x"],
        `Cannot load lost.ts: it imports file://${folder}/` +
        "nowhere.ts, which there is not",
      ],
      [["sub folder/bad.ts#x"], "Cannot load sub folder/bad.ts: no"],
      [
        ["broken.ts#x"],
        "Cannot load broken.ts: SyntaxError: Expression expected, at " +
        `file://${folder}/broken.ts:2:3`,
      ],
      [
        ["mine.ts#righ"],
        "Cannot check mine.ts: it has no export righ; did " +
        "you mean right?",
      ],
      [
        ["none.ts"],
        "Cannot check none.ts: it has no default export; there " +
        "is none",
      ],
      [
        ["mine.ts#number"],
        "Cannot check laws: expected an optimizer, a rule " +
        "or what wrap() gives, current value is 3 (mine.ts#number)",
      ],
      [
        ["mine.ts#"],
        'Cannot check "mine.ts#": expected FILE#EXPORT, such as ' +
        "mine.ts#optimizer",
      ],
      [
        ["#x"],
        'Cannot check "#x": expected FILE#EXPORT, such as ' +
        "mine.ts#optimizer",
      ],
      [
        ["a#b", "c#d"],
        "Cannot check a#b and c#d: give one optimizer at a time",
      ],
      [["--run", "3"], "Unknown option --run; did you mean --runs?"],
      [["--runs"], "--runs needs a value: --runs N"],
      [["--seed", "--deep"], "--seed needs a value: --seed N"],
      [
        ["--runs", "0"],
        "--runs must be a whole number from 1 to 2147483647, " +
        'current value is "0"',
      ],
      [
        ["--seed", "-1"],
        "--seed must be a whole number from 0 to " +
        '2147483647, current value is "-1"',
      ],
      [
        ["--seed=1.5"],
        "--seed must be a whole number from 0 to 2147483647, " +
        'current value is "1.5"',
      ],
      [["--deep=2"], '--deep takes no value, current value is "2"'],
      [["--seed", "1", "--seed", "2"], "--seed is there twice"],
    ] as [string[], string][]
  ) {
    const { code, out } = await laws(folder, ...args);
    assertEquals([code, out], [2, line]);
  }
});

Deno.test("readArguments() draws a hundred times as many inputs where --deep is given", () => {
  const runs = (...args: string[]) => readArguments(args).numRuns;
  assertEquals([runs(), runs("--deep")], [100, 10_000]);
  assertEquals(runs("--deep", "--runs", "7"), 700);
});

test("laws holds Descent's own rules to the laws in every variant", async (folder) => {
  const { code, out } = await laws(folder, "--runs", "1");
  assertEquals(code, 0);
  const lines = out.split("\n");
  assertEquals(
    lines.at(-1),
    `No law is violated by the ${lines.length - 1} optimizers of Descent`,
  );
  for (const id of ["adagrad", "adam/keras", "rmsprop-momentum/tfjs"]) {
    assert(lines.some((line) => line.startsWith(`${id}: 0 violated`)), id);
  }
});

test("laws finds files from where the user is, and ends with its code", async (folder) => {
  await laws(folder, "--help");
  const task = await Deno.readTextFile(inCheckout("deno.json"));
  const { command } = JSON.parse(task).tasks.laws;
  const flags = command.match(/--allow-\S+/g).join(" ");
  assertEquals(flags, "--allow-read --allow-env=INIT_CWD");
  const run = (...args: string[]) =>
    runDeno(inCheckout(""), [
      ...["run", "-q", "--no-lock", "--no-check", "-c", "deno.npm.json"],
      ...["--allow-read", "--allow-env=INIT_CWD", "laws/cli.ts", ...args],
    ], { INIT_CWD: folder });
  const [right, wrong, absent] = await Promise.all([
    run("mine.ts#right", "--runs=2"),
    run(`${folder}/mine.ts#wrong`, "--runs=2"),
    run("absent.ts#x"),
  ]);
  assertEquals([right.code, right.errors], [0, ""]);
  assertEquals([wrong.code, wrong.errors], [1, ""]);
  assertStringIncludes(wrong.out, "violated: closed-form");
  assertEquals(absent, {
    code: 2,
    out: "",
    errors: "Cannot load absent.ts: there is no such file\n",
  });
});
