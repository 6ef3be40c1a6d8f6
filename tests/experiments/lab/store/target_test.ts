import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../../../../experiments/failure.ts";
import { checkTarget } from "../../../../experiments/lab/store/target.ts";
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

const namesIn = (path: string) =>
  [...Deno.readDirSync(path)].map(({ name }) => name).sort();

/** Makes the folder of a study with these files. */
async function put(folder: string, files: Record<string, string>) {
  await Deno.mkdir(`${folder}/iris`);
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/iris/${name}`, text);
  }
}

async function assertRefused(
  folder: string,
  narrowed: boolean,
  reason: string,
): Promise<void> {
  await assertRejects(
    () => checkTarget(folder, "iris", narrowed),
    Failure,
    `Cannot write ${folder}/iris: ${reason}`,
  );
}

const whole = "it holds a run of the whole study";

test("checkTarget() makes the folder, and leaves none of the study", async (folder) => {
  await checkTarget(`${folder}/a/b`, "iris", true);
  await checkTarget(`${folder}/a/b`, "iris", false);
  assertEquals(namesIn(`${folder}/a/b`), []);
});

test("checkTarget() lets a part replace a part alone", async (folder) => {
  await put(folder, { "manifest.json": "{}", ".run.json": "" });
  const record = (text: string) =>
    Deno.writeTextFile(`${folder}/iris/.run.json`, text);
  for (const text of ['{"narrowed":false}', "{}", "", '{"narrowed":"no"}']) {
    await record(text);
    await assertRefused(folder, true, whole);
    await checkTarget(folder, "iris", false);
  }
  await record('{"narrowed":true}');
  await checkTarget(folder, "iris", true);
  await checkTarget(folder, "iris", false);
  await Deno.remove(`${folder}/iris/.run.json`);
  await assertRefused(folder, true, whole);
  await checkTarget(folder, "iris", false);
  assertEquals(namesIn(`${folder}/iris`), ["manifest.json"]);
});

test("checkTarget() refuses files that are no results, but for hidden ones", async (folder) => {
  await put(folder, { ".hidden": "" });
  await checkTarget(folder, "iris", true);
  await checkTarget(folder, "iris", false);
  await Deno.writeTextFile(`${folder}/iris/thesis.txt`, "");
  for (const narrowed of [true, false]) {
    await assertRefused(
      folder,
      narrowed,
      "it holds files that are no results of a study",
    );
  }
  assertEquals(namesIn(`${folder}/iris`), [".hidden", "thesis.txt"]);
});

test("checkTarget() refuses a file in the place of a folder", async (folder) => {
  await Deno.writeTextFile(`${folder}/iris`, "mine");
  const inside = `${folder}/iris`;
  await assertRefused(folder, false, `${inside} is a file, not a folder`);
  await assertRejects(
    () => checkTarget(inside, "iris", true),
    Failure,
    `Cannot write ${inside}/iris: ${inside} is a file, not a folder`,
  );
  assertEquals(await Deno.readTextFile(inside), "mine");
});
