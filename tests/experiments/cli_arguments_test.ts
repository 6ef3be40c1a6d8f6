import { assertEquals } from "@std/assert";
import { readArguments } from "../../experiments/cli/arguments.ts";

Deno.test("--out DIR may end with slashes, and may be the root", () => {
  const cases = [
    ["here", "here"],
    ["here/", "here"],
    ["a/b//", "a/b"],
    ["/tmp/x/", "/tmp/x"],
    ["/", "/"],
    ["./", "."],
  ];
  for (const [given, right] of cases) {
    const { out } = readArguments(["experiment", "--out", given]);
    assertEquals(out, right);
  }
});
