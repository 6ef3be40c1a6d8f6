import { assert, assertEquals } from "@std/assert";
import * as rules from "./support/architecture.ts";
import { type Modules, readProject, readSources } from "./support/modules.ts";
import { granted } from "./support/permissions.ts";

const ROOT = new URL("../", import.meta.url);
const ignore = !granted({ name: "read", path: ROOT });

// deno-lint-ignore no-explicit-any
type Configuration = Record<string, any>;

async function configuration(name: string): Promise<Configuration> {
  return JSON.parse(await Deno.readTextFile(new URL(name, ROOT)));
}

let project: Promise<Modules> | undefined;

const PACKAGES = { "fast-check": "npm:fast-check@4.10.2" };

type Sources = Record<string, string>;

/** The rules, each with sources that keep it and sources that break it. */
const RULES: Record<string, {
  rule: (modules: Modules, packages: Record<string, string>) => string[];
  good: Sources[];
  bad: Sources[];
}> = {
  "Folders import only those below them": {
    rule: rules.layersAreKept,
    good: [
      { "optimizers/a.ts": 'import { b } from "../autodiff/b.ts";' },
      { "laws/a.ts": 'import { b } from "../optimizers/b.ts";' },
      { "experiments/lab/a.ts": 'import { b } from "../../laws/b.ts";' },
      { "mod.ts": 'export * from "./experiments/problems/mod.ts";' },
      { "tests/a.ts": 'import "../experiments/cli.ts";' },
    ],
    bad: [
      { "autodiff/a.ts": 'import { b } from "../optimizers/b.ts";' },
      { "autodiff/a.ts": 'import type { B } from "../optimizers/b.ts";' },
      { "autodiff/a.ts": 'export { b } from "../laws/b.ts";' },
      { "autodiff/a.ts": 'export * from "../experiments/b.ts";' },
      { "autodiff/a.ts": 'const b = await import("../mod.ts");' },
      { "autodiff/a.ts": 'type B = import("../optimizers/b.ts").B;' },
      { "autodiff/a.ts": 'new URL("../tests/b.ts", import.meta.url);' },
      { "autodiff/a.ts": 'import.meta.resolve("../optimizers/b.ts");' },
      { "optimizers/a.ts": 'import { b } from "../laws/b.ts";' },
      { "laws/a.ts": 'import { b } from "../experiments/b.ts";' },
      { "experiments/a.ts": 'import { b } from "../tests/b.ts";' },
      { "experiments/a.ts": 'import { b } from "../mod.ts";' },
      { "mod.ts": 'export * from "./laws/mod.ts";' },
      { "elsewhere/a.ts": 'import { b } from "../autodiff/b.ts";' },
    ],
  },
  "Packages are imported by name, in the library through deps.ts": {
    rule: (modules, packages) =>
      rules.packagesComeThroughDeps(modules, Object.keys(packages)),
    good: [
      { "laws/deps.ts": 'export * from "npm:fast-check@4.10.2";' },
      { "laws/cli/deps.ts": 'export * from "jsr:@std/cli@^1.0.32";' },
      { "laws/cli.ts": 'import "node:path";' },
      { "laws/cli/load.ts": "import(url);" },
      { "experiments/deps.ts": 'export * from "jsr:@std/csv@^1.0.6";' },
      { "experiments/deps.ts": 'import("npm:vega@6.4.0/build/x.js");' },
      { "experiments/deps.ts": 'import(new URL("x.js", entry).href);' },
      { "experiments/lab/store/a.ts": 'import "node:sqlite";' },
      { "tests/a.ts": 'import "fast-check"; import "@descent/lab";' },
      { "compat/csv/a.ts": 'import "npm:csv-parse@7.0.3/sync";' },
    ],
    bad: [
      { "laws/a.ts": 'import * as fc from "npm:fast-check@4.10.2";' },
      { "laws/a.ts": 'import * as fc from "fast-check";' },
      { "laws/deps.ts": 'export * from "jsr:@std/csv@^1.0.6";' },
      { "laws/deps.ts": 'export * from "jsr:@std/cli@^1.0.32";' },
      { "laws/cli/load.ts": 'import "node:path";' },
      { "laws/deps.ts": 'export * from "npm:fast-check";' },
      { "laws/deps.ts": "import(name);" },
      { "experiments/deps.ts": 'export * from "npm:vega@6";' },
      { "experiments/deps.ts": 'export * from "https://deno.land/x/a.ts";' },
      { "autodiff/deps.ts": 'export * from "npm:fast-check@4.10.2";' },
      { "autodiff/a.ts": 'import "node:fs";' },
      { "experiments/a.ts": "const b = await import(`npm:${name}`);" },
      { "tests/a.ts": 'import "npm:fast-check@4.10.2";' },
      { "tools/a.ts": 'import "unheard-of";' },
    ],
  },
  "Packages have one version": {
    rule: rules.versionsAgree,
    good: [
      { "laws/deps.ts": 'export * from "npm:fast-check@4.10.2";' },
      { "experiments/deps.ts": 'export * from "npm:vega@6.4.0";' },
    ],
    bad: [
      { "laws/deps.ts": 'export * from "npm:fast-check@4.10.1";' },
      { "laws/deps.ts": 'export * from "npm:fast-check@^4.10.2";' },
      {
        "experiments/deps.ts": 'export * from "npm:vega@6.4.0";',
        "experiments/data/deps.ts": 'export * from "npm:vega@6.3.0";',
      },
    ],
  },
  "What mod.ts reaches is pure": {
    rule: rules.publicFaceIsPure,
    good: [
      {
        "mod.ts": 'export * from "./autodiff/a.ts";',
        "autodiff/a.ts":
          'export const a = { Date: 1, "console": Math.floor(b.process) };',
        "autodiff/compiler/threads/crew.ts": "new Worker(url);",
        "experiments/cli.ts": "Deno.exit(1);",
      },
    ],
    bad: [
      { "mod.ts": 'export * from "npm:fast-check@4.10.2";' },
      { "mod.ts": 'export * from "./absent.ts";' },
      { "mod.ts": "", "autodiff/a.ts": 'import("@std/csv");' },
      { "mod.ts": "", "autodiff/a.ts": "import(name);" },
      {
        "mod.ts": "",
        "autodiff/compiler/threads/crew.ts": "new Worker(Deno.cwd());",
      },
      ...[
        "Deno.env",
        "console.log(1)",
        "Date.now()",
        "new Date()",
        "globalThis.Date()",
        "performance.now()",
        "process.env",
        "Math.random()",
        "crypto.randomUUID()",
        "new Worker(url)",
      ].map((text) => ({
        "mod.ts": 'export * from "./experiments/problems/a.ts";',
        "experiments/problems/a.ts": 'import type { B } from "./b.ts";',
        "experiments/problems/b.ts": `${text};`,
      })),
    ],
  },
  "Only the edge of laws and experiments touches Deno": {
    rule: rules.onlyTheEdgeTouchesDeno,
    good: [
      { "experiments/cli.ts": "Deno.args;" },
      { "laws/cli.ts": 'import "node:url"; Deno.args;' },
      { "experiments/lab/store/a.ts": 'import "node:sqlite"; Deno.cwd();' },
    ],
    bad: [
      { "experiments/studies/a.ts": "Deno.cwd();" },
      { "experiments/lab/run.ts": 'import "node:fs";' },
      { "laws/a.ts": "Deno.args;" },
      { "laws/cli/main.ts": "Deno.args;" },
    ],
  },
  "Imports have no cycle": {
    rule: rules.importsHaveNoCycle,
    good: [
      {
        "autodiff/a.ts": 'import { b } from "./b.ts";',
        "autodiff/b.ts": 'import type { A } from "./a.ts";',
      },
      {
        "autodiff/a.ts": 'import { b } from "./b.ts";',
        "autodiff/b.ts":
          'import { type A } from "./a.ts"; export type * from "./a.ts";',
      },
      {
        "autodiff/operations/sin.ts": 'import { cos } from "./cos.ts";',
        "autodiff/operations/cos.ts": 'import { sin } from "./sin.ts";',
      },
      {
        "experiments/lab/a.ts": 'new URL("./b.ts", import.meta.url);',
        "experiments/lab/b.ts": 'import "./a.ts";',
      },
    ],
    bad: [
      { "autodiff/a.ts": 'import "./a.ts";' },
      {
        "autodiff/a.ts": 'import { b } from "./b.ts";',
        "autodiff/b.ts": 'export { c } from "./c.ts";',
        "autodiff/c.ts": 'import { type A, a } from "./a.ts";',
      },
      {
        "autodiff/a.ts": 'import { b } from "./b.ts";',
        "autodiff/b.ts": 'import("./a.ts");',
      },
      {
        "autodiff/graph.ts": 'import { sin } from "./operations/sin.ts";',
        "autodiff/operations/cos.ts": 'import { graph } from "../graph.ts";',
      },
    ],
  },
  "Files are short": {
    rule: rules.filesAreShort,
    good: [
      {
        "tests/a.ts": "\n".repeat(300),
        "autodiff/a.ts": "\n".repeat(99),
        "autodiff/b.ts": "// Generated by deno task generate. Do not edit.\n" +
          "\n".repeat(1000),
      },
    ],
    bad: [
      { "tests/a.ts": "\n".repeat(301) },
      { "autodiff/a.ts": "\n".repeat(120), "autodiff/b.ts": "\n".repeat(80) },
    ],
  },
};

for (const [claim, { rule, good, bad }] of Object.entries(RULES)) {
  Deno.test({
    name: `${claim} (needs read)`,
    ignore,
    fn: async () => {
      project ??= readProject(ROOT);
      const { imports } = await configuration("deno.json");
      assertEquals(rule(await project, imports), []);
    },
  });

  Deno.test(`${claim}: sources that break it are reported`, () => {
    for (const sources of good) {
      assertEquals(rule(readSources(sources), PACKAGES), []);
    }
    for (const sources of bad) {
      const found = rule(readSources(sources), PACKAGES);
      assert(found.length > 0, `passes: ${JSON.stringify(sources)}`);
    }
  });
}

Deno.test({
  name: "The configurations differ in links, lock and tasks alone (needs read)",
  ignore,
  fn: async () => {
    const jsr = await configuration("deno.json");
    const npm = await configuration("deno.npm.json");
    const { tasks: _tasks, ...expected } = jsr;
    const { links: _links, lock: _lock, ...actual } = npm;
    // linked packages count as part of what a dry run publishes
    expected.publish.include.push("compat/");
    assertEquals(actual, expected);
  },
});

Deno.test({
  name: "The stand-ins satisfy the versions in deno.json (needs read)",
  ignore,
  fn: async () => {
    const { imports } = await configuration("deno.json");
    const { links } = await configuration("deno.npm.json");
    for (const link of links) {
      const { name, version } = await configuration(`${link}/deno.json`);
      assertEquals(imports[name], `jsr:${name}@^${version}`);
    }
  },
});
