/**
 * Runs the tests and the examples in comments, with no more permissions than
 * they need, and fails if one of them is ignored.
 *
 * Arguments that name files or folders take the place of the whole suite; all
 * others go to `deno test`.
 *
 * @module
 */
import { configFile } from "./config.ts";
import { entryPoints, exists } from "./project.ts";

/** The names of the ignored tests in a JUnit report. */
export function ignoredTests(report: string): string[] {
  const cases = report.matchAll(/<testcase name="([^"]*)"[^>]*>\s*<skipped/g);
  return [...cases].map(([, name]) => name);
}

/** What `deno test` gets: the given paths or the whole suite, then the other arguments. */
export function testArguments(args: string[], suite: string[]): string[] {
  const paths = args.filter(exists);
  const others = args.filter((arg) => !paths.includes(arg));
  return [...others, ...(paths.length > 0 ? paths : suite)];
}

/** The tests, and what holds examples: the folders of the entry points and the README. */
async function wholeSuite(): Promise<string[]> {
  const entries = await entryPoints();
  const folders = entries.map((path) => path.replace(/\/mod\.ts$/, ""));
  return ["tests", "README.md", ...folders].filter(exists);
}

async function runTests(args: string[]): Promise<number> {
  const folder = await Deno.makeTempDir();
  const report = `${folder}/report.xml`;
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        `--config=${await configFile()}`,
        "--doc",
        "--parallel",
        "--allow-read",
        `--allow-write=${folder.slice(0, folder.lastIndexOf("/"))}`,
        `--allow-run=${Deno.execPath()},node`,
        "--allow-net=127.0.0.1",
        "--ignore=autodiff/operations", // its examples are also those of generated files
        `--junit-path=${report}`,
        ...testArguments(args, await wholeSuite()),
      ],
    }).spawn().status;
    const ignored = exists(report)
      ? ignoredTests(await Deno.readTextFile(report))
      : [];
    if (ignored.length === 0) return code;
    console.error(`error: ignored tests:\n  ${ignored.join("\n  ")}`);
    return 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exit(await runTests(Deno.args));
