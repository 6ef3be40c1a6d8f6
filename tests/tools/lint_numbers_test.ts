import { assert, assertEquals } from "@std/assert";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withFolder } from "../import/support.ts";
import { granted } from "../support/permissions.ts";
import numbers from "../../tools/lint/numbers.ts";
import { decidesBits } from "../../tools/lint/scope.ts";

const FILE = "autodiff/operations/add.ts";

/** The ids of the rules that a line breaks. */
function broken(source: string, file = FILE): string[] {
  const found = Deno.lint.runPlugin(numbers, file, source);
  return found.map(({ id }) => id.replace("numbers/", ""));
}

const BANNED: Record<string, string[]> = {
  math: [
    ..."acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot"
      .split(" "),
    ..."log log10 log1p log2 pow random sin sinh tan tanh".split(" "),
  ].map((name) => `export const x: number = Math.${name}(1, 2);`).concat([
    "const { exp } = Math;",
    "const { exp: e, ...rest } = Math;",
    'Math["exp"](1);',
    'Math["sqrt"](1);',
    "Math[name](1);",
    "const M = Math;",
    "apply(Math);",
    "const o = { Math };",
    "globalThis.Math.exp(1);",
    'globalThis["Math"].exp(1);',
    "[1, 2].map(Math.exp);",
    "Math?.exp(1);",
  ]),
  exponent: ["const x = 2 ** 3;", "x **= 2;", "x = -(a ** b);"],
  clock: [
    "Date();",
    "Date.now();",
    "new Date();",
    "const D = Date;",
    "globalThis.Date.now();",
    "performance.now();",
    "Temporal.Now.instant();",
    "const now = { clock: performance };",
  ],
  locale: ["new Intl.NumberFormat();", "globalThis.Intl.Collator();"],
  "locale-method": [
    "x.toLocaleString();",
    "x.toLocaleDateString();",
    "x.toLocaleUpperCase();",
    "a.localeCompare(b);",
    'x["toLocaleString"]();',
    "x[`toLocaleString`]();",
    "const { localeCompare } = name;",
  ],
  "random-bytes": [
    "crypto.getRandomValues(bytes);",
    "crypto.randomUUID();",
    "const { randomUUID: uuid } = crypto;",
  ],
  sort: [
    "xs.sort();",
    "xs.toSorted();",
    "xs.sort(undefined);",
    "Object.keys(o).sort();",
    'xs["sort"]();',
    "xs?.sort();",
    "xs!.sort();",
    "[1].sort(...[]);",
    "xs.sort.call(ys);",
    "xs.sort.call(ys, byName);",
    "apply(xs.toSorted, xs);",
    "const f = xs.sort;",
    "xs[`sort`]();",
    "const { sort } = [];",
    'const { "toSorted": f } = [];',
    "({ sort: f } = []);",
    "function f({ sort }: number[]) {}",
  ],
  global: [
    "self.Math.exp(1);",
    "window.Math.exp(1);",
    "globalThis.Math.exp(1);",
    'globalThis["Math"].exp(1);',
    "globalThis[name].exp(1);",
    "const { Math: M } = globalThis;",
    "const g = globalThis; g.Math.exp(1);",
    "(globalThis as any).Math.exp(1);",
    "apply(globalThis);",
    "x[globalThis];",
    'globalThis[Symbol.keyFor("a")];',
    'x[globalThis][Symbol.for("a")];',
    'Reflect.get(Math, "exp");',
    'eval("Math.exp(1)");',
    '(0, eval)("Math.exp(1)");',
    'new Function("return Math.exp(1)");',
    'Function("return Math.exp(1)");',
    "const F = Function;",
    "{ const self = 1; } self.Math.exp(1);",
  ],
  constructor: [
    '(() => {}).constructor("return Math.exp(1)")();',
    "const { constructor: F } = () => {};",
  ],
};

for (const [rule, lines] of Object.entries(BANNED)) {
  Deno.test(`numbers/${rule} reports what is banned`, () => {
    for (const line of lines) {
      assert(broken(line).includes(rule), `passes: ${line}`);
    }
  });
}

Deno.test("numbers/* lets through what is exact", () => {
  const allowed = [
    ..."abs ceil clz32 floor fround imul max min round sign sqrt trunc"
      .split(" ").map((name) => `Math.${name}(x, y);`),
    "const tau = 2 * Math.PI;",
    "xs.map(Math.floor);",
    "x.exp(); x.pow(2); log(x); sin.random;",
    "const table = { Date: 1, Math: 2, performance: 3 };",
    "measurement.performance; calendar.Date;",
    "xs.sort((a, b) => a - b); xs.toSorted(byName);",
    "sort(xs);",
    "xs?.sort(byName); xs[`sort`](byName); (xs as number[]).sort(byName);",
    "const table = { sort: 1, eval: 2 }; table.self; table.eval;",
    'globalThis[Symbol.for("a")] ??= 1;',
    '(globalThis as unknown as Table)[Symbol.for("a")];',
    "function f() { const self = eye(3); return where(self, 1, x); }",
    "class A { constructor(x: number) { this.x = x; } }",
    "x * x; x *= 2;",
    "x.toString(); String(x); x.toFixed(2);",
    "crypto.subtle.digest(name, bytes);",
    '// Math.exp(1) ** Date.now()\n"Math.exp(1) ** 2";',
  ];
  for (const line of allowed) assertEquals(broken(line), [], line);
});

Deno.test("numbers/* looks at the files that decide bits, and at no others", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const deciding = [
    "autodiff/shapes.ts",
    "optimizers/adagrad.ts",
    "experiments/problems/iris.ts",
    "experiments/studies/iris.ts",
    "experiments/lab/summarise.ts",
    "experiments/cli.ts.ts",
    "experiments/cli_options.ts",
    "experiments/database.ts",
    "experiments/lab/cli.ts",
    "experiments/lab/clock.ts",
    "experiments/lab/progress.ts",
    "experiments/lab/store.ts",
    "experiments/lab/storeroom/a.ts",
    "optimizers/experiments/cli.ts",
    `${root}autodiff/shapes.ts`,
  ];
  const others = [
    "mod.ts",
    "tests/autodiff/shapes_test.ts",
    "autodiff/shapes_test.ts",
    "bench/autodiff/shapes.ts",
    "tools/generate/autodiff.ts",
    "experiments/cli.ts",
    "experiments/data/packages.ts",
    "experiments/lab/store/files.ts",
    `${root}experiments/cli.ts`,
    `${root}tests/autodiff/shapes_test.ts`,
  ];
  for (const path of deciding) assert(decidesBits(path), path);
  for (const path of others) assert(!decidesBits(path), path);
  assertEquals(broken("Math.exp(1);", "tests/autodiff/x_test.ts"), []);
  assertEquals(broken("Math.exp(1);", "experiments/lab/run.ts"), ["math"]);
});

Deno.test({
  name:
    "numbers/* knows the files of a checkout of any name (needs read, write)",
  ignore: !granted({ name: "read" }, { name: "write", path: "/tmp" }),
  fn: () =>
    withFolder(async (folder) => {
      const checkout = `${await Deno.realPath(folder)}/sp ace é %41`;
      const copy = `${checkout}/tools/lint/scope.ts`;
      await Deno.mkdir(`${checkout}/tools/lint`, { recursive: true });
      const original = new URL("../../tools/lint/scope.ts", import.meta.url);
      await Deno.writeTextFile(copy, await Deno.readTextFile(original));
      const scope = await import(pathToFileURL(copy).href);
      assert(scope.decidesBits(`${checkout}/autodiff/shapes.ts`));
      assert(!scope.decidesBits(`${checkout}/tests/autodiff/shapes.ts`));
    }),
});
