import { assert, assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../../../../experiments/failure.ts";
import {
  readResults,
  readText,
  writeResults,
  writeText,
} from "../../../../experiments/lab/store/files.ts";
import { canMakeFolder, inFolder } from "../../support/folder.ts";
import { granted } from "../../../support/permissions.ts";

const ignore = !granted({ name: "read" }) || !canMakeFolder();

/** A test in a folder of its own. */
function test(name: string, fn: (folder: string) => Promise<void>): void {
  Deno.test({
    name: `${name} (needs read and write)`,
    ignore,
    fn: () => inFolder(fn),
  });
}

const first = new Map([["a.csv", "1\r\n"], ["b.csv", "2\r\n"]]);
const second = new Map([["a.csv", "ü, ∂\r\n"], ["b.csv", "4\r\n"]]);

const namesIn = (path: string) =>
  [...Deno.readDirSync(path)].map(({ name }) => name).sort();

test("writeResults() writes what readResults() reads", async (folder) => {
  await writeResults("iris", first, folder);
  assertEquals(await readResults("iris", folder), first);
  assertEquals(namesIn(`${folder}/iris`), ["a.csv", "b.csv"]);
  assertEquals(await Deno.readTextFile(`${folder}/iris/a.csv`), "1\r\n");
  await writeResults("iris", second, folder);
  assertEquals(await readResults("iris", folder), second);
});

test("writeResults() makes the folders that are not there", async (folder) => {
  await writeResults("iris", first, `${folder}/new/results`);
  assertEquals(await readResults("iris", `${folder}/new/results`), first);
});

test("writeResults() removes files of an earlier layout", async (folder) => {
  await writeResults("iris", first, folder);
  await Deno.mkdir(`${folder}/iris/folder`);
  await writeResults("iris", new Map([["b.csv", "5"]]), folder);
  assertEquals(namesIn(`${folder}/iris`), ["b.csv", "folder"]);
});

test("writeResults() leaves other studies alone", async (folder) => {
  await writeResults("iris", first, folder);
  await writeResults("other", second, folder);
  assertEquals(await readResults("iris", folder), first);
});

test("writeResults() leaves each file whole where it is interrupted", async (folder) => {
  await writeResults("iris", first, folder);
  // A folder of that name can't be replaced by a file.
  await Deno.remove(`${folder}/iris/b.csv`);
  await Deno.mkdir(`${folder}/iris/b.csv`);
  const error = await assertRejects(
    () => writeResults("iris", second, folder),
    Failure,
    `Cannot write ${folder}/iris: `,
  );
  assert(!error.message.includes("\n"));
  assert(error.cause instanceof Error);
  assertEquals(namesIn(`${folder}/iris`), ["a.csv", "b.csv"]);
  const whole = await readResults("iris", folder);
  assertEquals(whole, new Map([["a.csv", second.get("a.csv")]]));
});

test("writeResults() replaces no file before all are written", async (folder) => {
  await writeResults("iris", first, folder);
  // A name that no file can have makes writing the second one fail.
  const impossible = new Map([["a.csv", "3"], ["no/such/folder.csv", "4"]]);
  await assertRejects(() => writeResults("iris", impossible, folder), Failure);
  assertEquals(await readResults("iris", folder), first);
  assertEquals(namesIn(`${folder}/iris`), ["a.csv", "b.csv"]);
});

test("writeResults() lets several runs write at once", async (folder) => {
  const runs = [first, second, first, second, first, second];
  await Promise.all(runs.map((run) => writeResults("iris", run, folder)));
  assertEquals(namesIn(`${folder}/iris`), ["a.csv", "b.csv"]);
  for (const [name, text] of await readResults("iris", folder)) {
    assert([first, second].some((run) => run.get(name) === text));
  }
});

test("writeResults() says where it cannot make a folder", async (folder) => {
  await Deno.writeTextFile(`${folder}/results`, "");
  await assertRejects(
    () => writeResults("iris", first, `${folder}/results`),
    Failure,
    `Cannot write ${folder}/results/iris: `,
  );
});

test("readResults() finds nothing where nothing was written", async (folder) => {
  assertEquals(await readResults("iris", folder), new Map());
});

test("readResults() leaves out unfinished files and folders", async (folder) => {
  await writeResults("iris", first, folder);
  await Deno.writeTextFile(`${folder}/iris/.run.json`, "");
  await Deno.mkdir(`${folder}/iris/folder`);
  assertEquals(await readResults("iris", folder), first);
});

test("readResults() says where it cannot read", async (folder) => {
  await Deno.writeTextFile(`${folder}/iris`, "");
  await assertRejects(
    () => readResults("iris", folder),
    Failure,
    `Cannot read ${folder}/iris: `,
  );
});

test("writeText() writes what readText() reads, and leaves the rest alone", async (folder) => {
  assertEquals(await readText(`${folder}/README.md`), undefined);
  await Deno.writeTextFile(`${folder}/notes.txt`, "mine");
  for (const text of ["# Results\n", "ü"]) {
    await writeText(folder, "README.md", text);
    assertEquals(await readText(`${folder}/README.md`), text);
  }
  assertEquals(namesIn(folder), ["README.md", "notes.txt"]);
  assertEquals(await readText(`${folder}/notes.txt`), "mine");
});

test("writeText() gives the file the permissions that others have", async (folder) => {
  await writeText(folder, "README.md", "");
  await Deno.writeTextFile(`${folder}/other.md`, "");
  const mode = (name: string) => Deno.statSync(`${folder}/${name}`).mode;
  assertEquals(mode("README.md"), mode("other.md"));
});

test("readText() and writeText() say what they cannot do", async (folder) => {
  await Deno.mkdir(`${folder}/README.md`);
  const place = `${folder}/README.md`;
  await assertRejects(() => readText(place), Failure, `Cannot read ${place}: `);
  await assertRejects(
    () => writeText(folder, "README.md", ""),
    Failure,
    `Cannot write ${place}: `,
  );
  assertEquals(namesIn(folder), ["README.md"]);
});
