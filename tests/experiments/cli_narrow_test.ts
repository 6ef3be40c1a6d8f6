/** Where runs go that are not the whole study, and what they spare. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { readResults } from "../../experiments/lab/store/files.ts";
import { run, test, withOneStudy } from "./support/command_line.ts";

const study = "lecture-backpropagation";
const notWhole = "The studies were not run as defined: results/ is as it was\n";

/** The text of each file below a folder, by its path. */
function texts(folder: string, path = ""): Map<string, string> {
  const entries = [...Deno.readDirSync(`${folder}/${path}`)];
  return new Map(entries.flatMap(({ name, isDirectory }) => {
    const place = `${path}${name}`;
    return isDirectory
      ? [...texts(folder, `${place}/`)]
      : [[place, Deno.readTextFileSync(`${folder}/${place}`)] as const];
  }));
}

const places = (folder: string): string[] =>
  [...texts(folder).keys()].filter((path) => !path.includes("replaced"))
    .map((path) => path.split("/").slice(0, -1).join("/"));

/** The rows of a table of results, by column. */
async function rows(folder: string, path: string) {
  const text = await Deno.readTextFile(`${folder}/${path}`);
  return parse(text, { skipFirstRow: true });
}

test("cli experiment leaves results/ as it was where a study is narrowed", async (folder) => {
  assertEquals((await run(folder, ["experiment", study])).code, 0);
  const before = texts(folder);
  const options = [
    ["--quick"],
    ["--seeds", "1"],
    ["--seeds", "3"],
    ["--optimizer", "gradient-descent"],
  ];
  for (const option of options) {
    const { code, out, errors } = await run(
      folder,
      ["experiment", study, ...option],
    );
    assertEquals([code, errors], [0, ""], errors);
    assertStringIncludes(out, ` files in results/.partial/${study}/\n`);
    assert(out.endsWith(notWhole), out);
    const after = texts(folder);
    for (const [path, text] of before) assertEquals(after.get(path), text);
    const others = [...after.keys()].filter((path) => !before.has(path));
    assert(others.length > 5);
    assert(others.every((path) => path.startsWith("results/.partial/")));
    await Deno.remove(`${folder}/results/.partial`, { recursive: true });
  }
});

test("cli experiment --quick of all studies writes each into the folder given", async (folder) => {
  const flags = await withOneStudy(folder);
  const out = `${folder}/not/yet/there`;
  const args = ["experiment", "--quick", "--out", out];
  const ended = await run(folder, args, flags);
  const files = await readResults(study, out);
  assertEquals(ended, {
    code: 0,
    out: `${study}: ${files.size} files in ${out}/${study}/\n${notWhole}`,
    errors: "",
  });
  assertEquals([...Deno.readDirSync(out)].map(({ name }) => name), [study]);
});

test("cli experiment --out of whole studies is what results/ would be", async (folder) => {
  await run(folder, ["experiment", study]);
  const { code, errors } = await run(
    folder,
    ["experiment", study, "--out", "other"],
  );
  assertEquals([code, errors], [0, ""]);
  assertEquals(
    await readResults(study, `${folder}/other`),
    await readResults(study, `${folder}/results`),
  );
  assertEquals(
    Deno.readTextFileSync(`${folder}/other/README.md`),
    Deno.readTextFileSync(`${folder}/results/README.md`),
  );
});

test("cli experiment never replaces a whole run by a narrower one", async (folder) => {
  await run(folder, ["experiment", study]);
  await run(folder, ["experiment", study, "--out", "full"]);
  // As committed results are checked out: without the record of the run.
  await Deno.remove(`${folder}/results/${study}/.run.json`);
  const before = texts(folder);
  for (const out of ["results", "./results", "full", `${folder}/full`]) {
    assertEquals(
      await run(folder, ["experiment", study, "--quick", "--out", `${out}/`]),
      {
        code: 2,
        out: "",
        errors: `Cannot write ${out}/${study}: it holds a run of the whole ` +
          "study, which this one does not replace; name another folder with " +
          "--out\n",
      },
    );
    assertEquals(texts(folder), before);
  }
});

test("cli experiment replaces a narrower run by a whole one or another", async (folder) => {
  const into = (...options: string[]) =>
    run(folder, ["experiment", study, "--out", "o", ...options]);
  const manifest = () =>
    JSON.parse(
      Deno.readTextFileSync(`${folder}/o/${study}/manifest.json`),
    ).study;
  await into("--seeds", "2");
  assertEquals([manifest().seeds, manifest().trials], [2, 8]);
  await into("--seeds", "3");
  assertEquals([manifest().seeds, manifest().trials], [3, 12]);
  assertEquals((await into()).code, 0);
  assertEquals([manifest().seeds, manifest().trials], [1, 4]);
  assertEquals((await into("--seeds", "2")).code, 2);
});

test("cli experiment removes no files that it did not write", async (folder) => {
  await Deno.mkdir(`${folder}/mine/${study}`, { recursive: true });
  await Deno.writeTextFile(`${folder}/mine/${study}/thesis.txt`, "all of it");
  const before = texts(folder);
  for (const options of [[], ["--quick"]]) {
    assertEquals(
      await run(folder, ["experiment", study, "--out", "mine", ...options]),
      {
        code: 2,
        out: "",
        errors: `Cannot write mine/${study}: it holds files that are no ` +
          "results of a study\n",
      },
    );
  }
  assertEquals(texts(folder), before);
});

test("cli experiment says in one line that a folder cannot be written", async (folder) => {
  await Deno.writeTextFile(`${folder}/file`, "");
  const { code, out, errors } = await run(
    folder,
    ["experiment", "--out", "file"],
  );
  assertEquals([code, out], [2, ""]);
  assert(/^Cannot write file\/[a-z-]+: .+\n$/.test(errors), errors);
  assertEquals(places(folder), [""]);
});

test("cli experiment --optimizer runs these alone, and skips studies without", async (folder) => {
  const ended = await run(folder, [
    "experiment",
    "iris",
    study,
    "--quick",
    "--seeds=1",
    "--optimizer=adagrad/keras",
    "--optimizer=adagrad",
  ]);
  assertEquals([ended.code, ended.errors], [0, ""]);
  const [first, second] = ended.out.split("\n");
  assertEquals(
    first,
    `${study}: skipped, it has none of adagrad/keras, adagrad`,
  );
  assert(/^iris: \d+ files in results\/.partial\/iris\/$/.test(second), second);
  assertEquals([...Deno.readDirSync(`${folder}/results/.partial`)].length, 1);
  const trials = await rows(folder, "results/.partial/iris/trials.csv");
  assertEquals(
    new Set(trials.map(({ optimizer }) => optimizer)),
    new Set(["adagrad", "adagrad/keras"]),
  );
  assertEquals(new Set(trials.map(({ seed }) => seed)), new Set(["0"]));
});
