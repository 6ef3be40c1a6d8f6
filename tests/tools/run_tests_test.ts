import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { run, withFolder } from "../import/support.ts";
import { granted } from "../support/permissions.ts";
import { ignoredTests, readArguments } from "../../tools/run_tests.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="3" failures="0" errors="0" time="0.011">
    <testsuite name="./a_test.ts" tests="3" disabled="2" errors="0" failures="0">
        <testcase name="a" classname="./a_test.ts" time="0.000" line="1" col="6">
            <skipped/>
        </testcase>
        <testcase name="b" classname="./a_test.ts" time="0.002" line="2" col="6">
        </testcase>
        <testcase name="b &gt; s" classname="./a_test.ts" time="0.000" line="2">
            <skipped/>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("ignoredTests() finds the ignored tests and steps of a report", () => {
  assertEquals(ignoredTests(REPORT), ["a", "b &gt; s"]);
  assertEquals(ignoredTests(REPORT.replaceAll("<skipped/>", "")), []);
});

const deno = Deno.execPath();
const writes = granted({ name: "write", path: "/tmp" });
const runs = granted({ name: "read" }, { name: "run", command: deno });

Deno.test({
  name: "ignoredTests() tells ignored tests from those that a filter leaves " +
    "out (needs read, run, write)",
  ignore: !(runs && writes),
  fn: () =>
    withFolder(async (folder) => {
      await Deno.writeTextFile(
        `${folder}/a_test.ts`,
        `Deno.test("sum", () => {});
        Deno.test.ignore("sum, ignored", () => {});
        Deno.test("sum, in steps", async (t) => {
          await t.step({ name: "step", ignore: true, fn: () => {} });
        });
        Deno.test("product", () => {});
        Deno.test.ignore("product, ignored", () => {});`,
      );
      const ignored = async (...options: string[]) => {
        const args = ["test", "-q", "--no-config", "--junit-path=report.xml"];
        await run(deno, [...args, ...options], folder);
        return ignoredTests(await Deno.readTextFile(`${folder}/report.xml`));
      };
      const sums = ["sum, ignored", "sum, in steps &gt; step"];
      assertEquals((await ignored()).sort(), ["product, ignored", ...sums]);
      assertEquals(await ignored("--filter=sum"), sums);
      assertEquals(await ignored("--filter=/product$/"), []);
    }),
});

Deno.test("readArguments() parts paths from options", () => {
  assertEquals(readArguments([]), { paths: [], options: [] });
  assertEquals(
    readArguments(["a", "--fail-fast", "--filter", "sum", "b", "--filter=c"]),
    {
      paths: ["a", "b"],
      options: ["--fail-fast", "--filter", "sum", "--filter=c"],
    },
  );
});

Deno.test({
  name: "deno task test refuses a path that is not there (needs read, run)",
  ignore: !runs,
  fn: async () => {
    const args = ["run", "-q", "--no-lock", "-R", "tools/run_tests.ts"];
    const { code, stdout, stderr } = await run(
      deno,
      [...args, "tests/tools", "tests/nope"],
      fileURLToPath(new URL("../../", import.meta.url)),
    );
    assertEquals({ code, stdout }, { code: 2, stdout: "" });
    assertMatch(stderr, /^Cannot test tests\/nope: no such file .*\n$/);
  },
});
