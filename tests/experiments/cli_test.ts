/** What the command line says and how it ends, without a study to run. */
import { assertEquals } from "@std/assert";
import { studies } from "../../mod.ts";
import { canRun, run } from "./support/command_line.ts";
import { inFolder } from "./support/folder.ts";

const ignore = !canRun();

/** A test in a folder of its own. */
function test(name: string, fn: (folder: string) => Promise<void>): void {
  Deno.test({
    name: `${name} (needs read, write and run)`,
    ignore,
    fn: () => inFolder(fn),
  });
}

const listed = studies.map(({ id, question }) => `${id}: ${question}\n`);

/** Asserts that a command ends with code 2 and this one line. */
async function assertRefused(
  folder: string,
  args: string[],
  line: string,
): Promise<void> {
  const expected = { code: 2, out: "", errors: `${line}\n` };
  assertEquals(await run(folder, args), expected);
  assertEquals([...Deno.readDirSync(folder)], []);
}

test("cli --help says what there is, with or without a command", async (folder) => {
  const [first, ...others] = await Promise.all([
    run(folder, ["experiment", "--help"]),
    run(folder, ["verify", "iris", "-h"]),
    run(folder, ["--help"]),
    run(folder, ["frobnicate", "--help"]),
  ]);
  for (const other of others) assertEquals(other, first);
  assertEquals([first.code, first.errors], [0, ""]);
  const words = ["experiment [STUDY…]", "verify [STUDY…]", "--list", "--help"];
  const missing = words.filter((word) => !first.out.includes(word));
  assertEquals(missing, []);
});

test("cli --list says what each study asks", async (folder) => {
  const all = { code: 0, out: listed.join(""), errors: "" };
  assertEquals(await run(folder, ["experiment", "--list"]), all);
  assertEquals(await run(folder, ["verify", "--list"]), all);
  assertEquals([...Deno.readDirSync(folder)], []);
});

test("cli takes a flag before and after the name of a study", async (folder) => {
  const one = { code: 0, out: listed[0], errors: "" };
  assertEquals(await run(folder, ["experiment", "iris", "--list"]), one);
  assertEquals(await run(folder, ["experiment", "--list", "iris"]), one);
});

test("cli takes what follows -- for names of studies", async (folder) => {
  const one = { code: 0, out: listed[1], errors: "" };
  const name = "lecture-backpropagation";
  assertEquals(await run(folder, ["experiment", "--list", "--", name]), one);
  await assertRefused(
    folder,
    ["experiment", "--", "--list"],
    'Unknown study "--list"; there are iris, lecture-backpropagation',
  );
});

test("cli suggests the study, the option or the command that is meant", async (folder) => {
  const cases: [string[], string][] = [
    [["experiment", "Iris "], 'Unknown study "Iris "; did you mean iris?'],
    [
      ["verify", "iris", "lecture-backpropagatoin"],
      'Unknown study "lecture-backpropagatoin"; did you mean ' +
      "lecture-backpropagation?",
    ],
    [
      ["experiment", "iris", "--lst"],
      'Unknown option "--lst"; did you mean --list?',
    ],
    [["verfy"], 'Unknown command "verfy"; did you mean verify?'],
  ];
  for (const [args, line] of cases) await assertRefused(folder, args, line);
});

test("cli names what there is where nothing is near", async (folder) => {
  const cases: [string[], string][] = [
    [
      ["experiment", "tulips-and-daffodils"],
      'Unknown study "tulips-and-daffodils"; there are iris, ' +
      "lecture-backpropagation",
    ],
    [
      ["experiment", ""],
      'Unknown study ""; there are iris, lecture-backpropagation',
    ],
    [
      ["experiment", "--parallelism=3"],
      'Unknown option "--parallelism"; there are --list, --help',
    ],
    [
      ["frobnicate"],
      'Unknown command "frobnicate"; there are experiment, verify',
    ],
    [[], 'Unknown command ""; there are experiment, verify'],
  ];
  for (const [args, line] of cases) await assertRefused(folder, args, line);
});
