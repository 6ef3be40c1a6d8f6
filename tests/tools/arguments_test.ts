import { assertEquals } from "@std/assert";

/** What a tool says of its arguments, and how it ends. */
async function outcomeOf(tool: string, ...args: string[]) {
  const config = ["-c", "deno.npm.json"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: new URL("../../", import.meta.url),
    args: ["run", "-q", "--no-lock", "--allow-read", ...config].concat(
      `tools/${tool}`,
      args,
    ),
  }).output();
  return { code, text: new TextDecoder().decode(stderr) };
}

Deno.test("tools refuse arguments that they do not know", async () => {
  assertEquals(await outcomeOf("generate.ts", "--chekc"), {
    code: 2,
    text: 'Unknown argument "--chekc"\n' +
      "Usage: deno task generate [--check]\n",
  });
  assertEquals(await outcomeOf("coverage.ts", "adam"), {
    code: 2,
    text: 'Unknown argument "adam"\nUsage: deno task coverage\n',
  });
});
