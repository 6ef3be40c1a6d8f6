/** What the command line says and how it ends, without a study to run. */
import { assertEquals } from "@std/assert";
import { studies } from "../../mod.ts";
import { inTeachingOrder } from "../../experiments/lab/teaching_order.ts";
import { run, test } from "./support/command_line.ts";

const ordered = inTeachingOrder(studies);
const known = `there are ${ordered.map(({ id }) => id).join(", ")}`;
const listed = ordered.map(({ id, question }) => `${id}: ${question}\n`);
const line = (id: string) => listed.find((text) => text.startsWith(`${id}:`))!;

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
  const words = [
    "experiment [STUDY…]",
    "verify [STUDY…]",
    "--list",
    "--help",
    "--seeds N",
    "--optimizer ID",
    "--quick",
    "--out DIR",
    "--workers N",
  ];
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
  const one = { code: 0, out: line("iris"), errors: "" };
  assertEquals(await run(folder, ["experiment", "iris", "--list"]), one);
  assertEquals(await run(folder, ["experiment", "--list", "iris"]), one);
});

test("cli takes what follows -- for names of studies", async (folder) => {
  const name = "lecture-backpropagation";
  const one = { code: 0, out: line(name), errors: "" };
  assertEquals(await run(folder, ["experiment", "--list", "--", name]), one);
  await assertRefused(
    folder,
    ["experiment", "--", "--list"],
    `Unknown study "--list"; ${known}`,
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
  await Promise.all(
    cases.map(([args, line]) => assertRefused(folder, args, line)),
  );
});

test("cli names what there is where nothing is near", async (folder) => {
  const commands = "there are experiment, verify";
  const cases: [string[], string][] = [
    [
      ["experiment", "tulips-and-daffodils"],
      `Unknown study "tulips-and-daffodils"; ${known}`,
    ],
    [["experiment", ""], `Unknown study ""; ${known}`],
    [
      ["experiment", "--parallelism=3"],
      'Unknown option "--parallelism"; there are --list, --help, --quick, ' +
      "--seeds, --optimizer, --out, --workers",
    ],
    [["frobnicate"], `Unknown command "frobnicate"; ${commands}`],
    [[], `Unknown command ""; ${commands}`],
  ];
  await Promise.all(
    cases.map(([args, line]) => assertRefused(folder, args, line)),
  );
});

test("cli refuses a value that is missing, given twice or wrong", async (folder) => {
  const whole = "must be a whole number from 1 to";
  const cases: [string[], string][] = [
    [["--seeds"], "--seeds needs a value: --seeds N"],
    [["--seeds", "--quick"], "--seeds needs a value: --seeds N"],
    [["--seeds="], "--seeds needs a value: --seeds N"],
    [["--out", ""], "--out needs a value: --out DIR"],
    [["--optimizer"], "--optimizer needs a value: --optimizer ID"],
    [["--workers", "--", "iris"], "--workers needs a value: --workers N"],
    [["--seeds", "0"], `--seeds ${whole} 10000, current value is "0"`],
    [["--seeds=abc"], `--seeds ${whole} 10000, current value is "abc"`],
    [["--seeds", "1.5"], `--seeds ${whole} 10000, current value is "1.5"`],
    [["--seeds", "1e3"], `--seeds ${whole} 10000, current value is "1e3"`],
    [["--seeds", "-1"], `--seeds ${whole} 10000, current value is "-1"`],
    [["--seeds=10001"], `--seeds ${whole} 10000, current value is "10001"`],
    [["--workers", "0"], `--workers ${whole} 256, current value is "0"`],
    [["--seeds", "2", "--seeds=3"], "--seeds is there twice"],
    [["--quick", "--quick"], "--quick is there twice"],
    [["--out", "a", "--out", "b"], "--out is there twice"],
    [
      ["--optimizer", "a", "--optimizer=a"],
      "--optimizer a is there twice",
    ],
    [["--quick=no"], '--quick takes no value, current value is "no"'],
  ];
  await Promise.all(
    cases.map(([args, line]) =>
      assertRefused(folder, ["experiment", ...args], line)
    ),
  );
});

test("cli suggests the optimizer that is meant, of the studies that run", async (folder) => {
  const cases: [string[], string][] = [
    [["adagard"], 'Unknown optimizer "adagard"; did you mean adagrad?'],
    [
      ["adagrad/keas"],
      'Unknown optimizer "adagrad/keas"; did you mean adagrad/keras?',
    ],
    // One that is there does not hide one that is not.
    [
      ["adagrad", "--optimizer", "momentun"],
      'Unknown optimizer "momentun"; did you mean momentum?',
    ],
  ];
  await Promise.all(cases.map(([names, line]) =>
    assertRefused(
      folder,
      ["experiment", "iris", "--optimizer", ...names],
      line,
    )
  ));
  await assertRefused(
    folder,
    ["experiment", "lecture-backpropagation", "--optimizer", "adagrad"],
    "No optimizer adagrad in lecture-backpropagation; there is " +
      "gradient-descent",
  );
});

test("cli verify refuses what would narrow it or lead elsewhere", async (folder) => {
  const cases = [
    ["--seeds", "2"],
    ["--optimizer", "adagrad"],
    ["--quick"],
    ["--out", "elsewhere"],
  ];
  await Promise.all(cases.map((options) =>
    assertRefused(
      folder,
      ["verify", "iris", ...options],
      `Cannot verify with ${options[0]}: verify runs whole studies and ` +
        "compares them with results/",
    )
  ));
});
