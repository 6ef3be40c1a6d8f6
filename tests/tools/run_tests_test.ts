import { assertEquals } from "@std/assert";
import { granted } from "../support/permissions.ts";
import { ignoredTests, testArguments } from "../../tools/run_tests.ts";

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

Deno.test({
  name: "testArguments() replaces the suite by the paths given (needs read)",
  ignore: !granted({ name: "read" }),
  fn: () => {
    const here = new URL(import.meta.url).pathname;
    assertEquals(testArguments([], ["tests"]), ["tests"]);
    assertEquals(testArguments(["--fail-fast"], ["tests"]), [
      "--fail-fast",
      "tests",
    ]);
    assertEquals(testArguments([here, "--fail-fast"], ["tests"]), [
      "--fail-fast",
      here,
    ]);
  },
});
