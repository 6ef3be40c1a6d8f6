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

/**
 * The names of the ignored tests in a JUnit report. What a filter leaves out
 * is listed as skipped too, but without a time.
 */
export function ignoredTests(report: string): string[] {
  const cases = report.matchAll(
    /<testcase name="([^"]*)"[^>]* time="[^>]*>\s*<skipped/g,
  );
  return [...cases].map(([, name]) => name);
}

/** Parts the paths of files and folders from the options, which go to `deno test` as they are. */
export function readArguments(
  args: readonly string[],
): { paths: string[]; options: string[] } {
  const paths: string[] = [];
  const options: string[] = [];
  for (const [i, arg] of args.entries()) {
    const isOption = arg.startsWith("-") || args[i - 1] === "--filter";
    (isOption ? options : paths).push(arg);
  }
  return { paths, options };
}

/** Files whose examples are also those of generated files. */
const repeated = "autodiff/operations";

/** The pages written by hand that hold examples. */
const pages = ["README.md", "docs/guide.md", "docs/lecture.md"];

/** The tests, and what holds examples: pages and the library's files. */
async function wholeSuite(): Promise<string[]> {
  const entries = await entryPoints();
  const folders = entries.map((path) => path.replace(/\/mod\.ts$/, ""));
  const files = await Promise.all(folders.map(sourceFiles));
  return ["tests", ...pages, ...files.flat()].filter(exists);
}

/** The TypeScript files in a folder and below; a file is itself. */
async function sourceFiles(path: string): Promise<string[]> {
  if (path === repeated || !exists(path)) return [];
  if (!Deno.statSync(path).isDirectory) {
    return path.endsWith(".ts") ? [path] : [];
  }
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  const files = names.map((name) => sourceFiles(`${path}/${name}`));
  return (await Promise.all(files)).flat();
}

async function runTests(args: string[]): Promise<number> {
  const { paths, options } = readArguments(args);
  const absent = paths.filter((path) => !exists(path));
  if (absent.length > 0) {
    console.error(
      `Cannot test ${absent.join(", ")}: no such file or folder ` +
        "(an option takes its value after =)",
    );
    return 2;
  }
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
        `--junit-path=${report}`,
        ...options,
        ...(paths.length > 0 ? paths : await wholeSuite()),
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
