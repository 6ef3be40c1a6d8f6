import { assertEquals, assertStrictEquals } from "@std/assert";
import { parseArgs } from "@std/cli";
import { parseArgs as sameParseArgs } from "@std/cli/parse-args";

Deno.test("parseArgs() is the same at its own path", () => {
  assertStrictEquals(parseArgs, sameParseArgs);
});

/** Arguments, separated by blanks, and what comes out of them without options. */
const PLAIN: [string, Record<string, unknown>][] = [
  ["", { _: [] }],
  ["a 1 -- --b 2", { _: ["a", 1, "--b", "2"] }],
  ["--foo --bar=baz ./x", { foo: true, bar: "baz", _: ["./x"] }],
  ["--foo a b", { foo: "a", _: ["b"] }],
  ["--foo --bar", { foo: true, bar: true, _: [] }],
  ["--foo=", { foo: "", _: [] }],
  ["--foo=a=b", { foo: "a=b", _: [] }],
  ["--foo true --bar false", { foo: "true", bar: "false", _: [] }],
  ["--n 1 --m=2.5 --e 1e-7 --h 0xff", { n: 1, m: 2.5, e: 1e-7, h: 255, _: [] }],
  ["--n -1", { n: true, 1: true, _: [] }],
  ["--n=-1", { n: -1, _: [] }],
  ["--n=1e999 --m 10f", { n: "1e999", m: "10f", _: [] }],
  ["--n Infinity", { n: "Infinity", _: [] }],
  ["--foo a --foo b", { foo: "b", _: [] }],
  ["--foo.bar 1 --foo.baz 2", { foo: { bar: 1, baz: 2 }, _: [] }],
  ["--no-foo", { "no-foo": true, _: [] }],
  ["--no-foo a", { "no-foo": "a", _: [] }],
  ["-a -b c", { a: true, b: "c", _: [] }],
  ["-abc d", { a: true, b: true, c: "d", _: [] }],
  ["-n5 -m=6", { n: 5, m: 6, _: [] }],
  ["-n -5", { n: true, 5: true, _: [] }],
  ["-", { _: ["-"] }],
  ["-a -", { a: "-", _: [] }],
];

Deno.test("parseArgs() reads options, values, numbers and the rest", () => {
  for (const [line, expected] of PLAIN) {
    const args = line === "" ? [] : line.split(" ");
    assertEquals(parseArgs(args), expected, line);
  }
  assertEquals(parseArgs(["--foo", "", "a b"]), { foo: true, _: ["", "a b"] });
});

Deno.test("parseArgs() keeps what string lists as text", () => {
  const args = parseArgs(["--seeds", "010", "--name", "--", "1"], {
    string: ["seeds", "name", "absent"],
  });
  const text: string | undefined = args.seeds;
  assertEquals(text, "010");
  assertEquals(args, { seeds: "010", name: "", _: ["1"] });
  assertEquals<unknown>(parseArgs(["1"], { string: ["_"] }), { _: ["1"] });
  assertEquals(parseArgs(["--a", "1", "--b", "2"], { string: "a" }), {
    a: "1",
    b: 2,
    _: [],
  });
});

Deno.test("parseArgs() gives what boolean lists no value but true and false", () => {
  const args = parseArgs(
    ["--quick", "a", "--check", "false", "--dry=false", "--wet=yes", "b"],
    { boolean: ["quick", "check", "dry", "wet", "absent"] },
  );
  const flag: boolean = args.absent;
  assertEquals(flag, false);
  assertEquals(args, {
    quick: true,
    check: false,
    dry: false,
    wet: true,
    absent: false,
    _: ["a", "b"],
  });
  assertEquals(parseArgs(["--a", "b", "--c=d"], { boolean: true }), {
    a: true,
    c: "d",
    _: ["b"],
  });
});

Deno.test("parseArgs() collects repeated options, an absent one as []", () => {
  const args = parseArgs(["--id", "a", "--id=b", "--n", "1", "--n", "2"], {
    string: ["id", "none"],
    collect: ["id", "none", "n", "unset"],
  });
  const ids: string[] = args.id;
  assertEquals(ids, ["a", "b"]);
  assertEquals<unknown>(args, { id: ["a", "b"], none: [], n: [1, 2], _: [] });
  assertEquals(parseArgs(["-v", "-v"], { boolean: "v", collect: "v" }).v, [
    true,
    true,
  ]);
});

Deno.test("parseArgs() negates what negatable lists", () => {
  const args = parseArgs(["--no-color", "--no-plot", "--no-x=1"], {
    boolean: ["color", "plot"],
    negatable: ["color"],
    default: { color: true },
  });
  assertEquals(args, {
    color: false,
    plot: false,
    "no-plot": true,
    x: 1,
    _: [],
  });
});

Deno.test("parseArgs() fills in defaults, and sets aliases alike", () => {
  const args = parseArgs(["-s", "3"], {
    string: ["out"],
    alias: { s: "seeds", o: ["out", "output"] },
    default: { out: "results", steps: 10 },
  });
  const out: string = args.out;
  assertEquals(out, "results");
  assertEquals(args, {
    s: 3,
    seeds: 3,
    o: "results",
    out: "results",
    output: "results",
    steps: 10,
    _: [],
  });
  assertEquals(
    parseArgs(["-q"], { boolean: ["quick"], alias: { q: "quick" } }),
    {
      q: true,
      quick: true,
      _: [],
    },
  );
});

Deno.test("parseArgs() tells unknown of what it doesn't know, and drops it at false", () => {
  const seen: unknown[][] = [];
  const args = parseArgs(
    ["--known", "a", "--b", "1", "--c=2", "-d", "pos", "--id", "x"],
    {
      string: ["known"],
      collect: ["id"],
      unknown: (...parts) => {
        seen.push(parts);
        return parts[0] === "--b";
      },
    },
  );
  assertEquals(seen, [
    ["--b", "b", "1"],
    ["--c=2", "c", "2"],
    ["-d", "d", "pos"],
  ]);
  assertEquals(args, { known: "a", b: 1, id: ["x"], _: [] });
  const positional: unknown[][] = [];
  parseArgs(["a"], { unknown: (...parts) => positional.push(parts) });
  assertEquals(positional, [["a"]]);
});

Deno.test("parseArgs() stops early and sets apart what follows --", () => {
  assertEquals(parseArgs(["--a", "b", "c", "--d", "1"], { stopEarly: true }), {
    a: "b",
    _: ["c", "--d", "1"],
  });
  const args = parseArgs(["a", "--", "--b", "--", "1"], { "--": true });
  const rest: string[] = args["--"];
  assertEquals(rest, ["--b", "--", "1"]);
  assertEquals(args._, ["a"]);
});

Deno.test("parseArgs() leaves prototypes alone", () => {
  parseArgs(["--__proto__.polluted", "1", "--constructor.prototype.q", "1"]);
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
  assertEquals(({} as Record<string, unknown>).q, undefined);
});
