import { assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { compareResults } from "../../../experiments/lab/compare.ts";

const trials = "trial,loss\r\n51d8,0.5\r\na1b2,0.25\r\n";
const curves = "trial,step,loss\r\n51d8,0,1\r\n51d8,4,0.5\r\na1b2,0,NaN\r\n";

/** The lines about one file whose text was changed. */
function compare(before: string, after: string, name = "curves.csv"): string[] {
  return compareResults(
    "iris",
    new Map([["trials.csv", trials], [name, before]]),
    new Map([["trials.csv", trials], [name, after]]),
    (text) => parse(text),
  );
}

Deno.test("compareResults() finds nothing where the bytes are the same", () => {
  assertEquals(compare(curves, curves), []);
  assertEquals(compare("", "", "summary.md"), []);
});

Deno.test("compareResults() names study, file, line, trial, step, column and ulps", () => {
  assertEquals(
    compare(curves.replace("4,0.5", "4,0.5000000000000002"), curves),
    [
      "iris/curves.csv: line 3, trial 51d8, step 4, loss: " +
      "committed 0.5000000000000002, computed 0.5 (2 ulps apart)",
    ],
  );
  assertEquals(compare(curves.replace("0,1\r", "0,-1\r"), curves), [
    "iris/curves.csv: line 2, trial 51d8, step 0, loss: " +
    `committed -1, computed 1 (${2n * 1023n * 2n ** 52n} ulps apart)`,
  ]);
});

Deno.test("compareResults() gives the first difference of each file", () => {
  const [first, second] = compareResults(
    "iris",
    new Map([["trials.csv", trials], ["curves.csv", curves]]),
    new Map([
      ["curves.csv", curves.replaceAll("0.5", "0.75").replace("NaN", "2")],
      ["trials.csv", trials.replace("51d8,0.5", "41d8,3")],
    ]),
    (text) => parse(text),
  );
  assertEquals(
    [first, second].map((line) => line.split(": committed")[0]),
    [
      "iris/curves.csv: line 3, trial 51d8, step 4, loss",
      "iris/trials.csv: line 2, trial 41d8, trial",
    ],
  );
});

Deno.test("compareResults() gives no ulps for what is not a number", () => {
  assertEquals(compare(curves.replace("NaN", "7"), curves), [
    "iris/curves.csv: line 4, trial a1b2, step 0, loss: " +
    "committed 7, computed NaN",
  ]);
  assertEquals(compare(curves.replace("trial,", "tryal,"), curves), [
    "iris/curves.csv: line 1, trial: committed tryal, computed trial",
  ]);
});

Deno.test("compareResults() tells -0 from 0", () => {
  assertEquals(compare(curves.replace("4,0.5", "4,-0"), curves).length, 1);
  assertEquals(compare("x\r\n-0\r\n", "x\r\n0\r\n"), [
    "iris/curves.csv: line 2, x: committed -0, computed 0 (0 ulps apart)",
  ]);
});

Deno.test("compareResults() counts lines and fields that are too many or too few", () => {
  const longer = curves + "a1b2,1,NaN\r\n";
  assertEquals(compare(longer, curves), [
    "iris/curves.csv: 5 lines where there should be 4",
  ]);
  assertEquals(compare(curves, longer), [
    "iris/curves.csv: 4 lines where there should be 5",
  ]);
  assertEquals(compare("", curves), [
    "iris/curves.csv: 0 lines where there should be 4",
  ]);
  const wider = curves.replace("4,0.5", "4,0.5,8");
  assertEquals(compare(wider, curves), [
    "iris/curves.csv: line 3, trial 51d8, step 4: 4 fields where there " +
    "should be 3",
  ]);
  assertEquals(compare(curves, wider), [
    "iris/curves.csv: line 3, trial 51d8, step 4: 3 fields where there " +
    "should be 4",
  ]);
});

Deno.test("compareResults() sees quotes and line ends", () => {
  const lines = ["iris/curves.csv: differs in quotes or line ends"];
  assertEquals(compare(curves.replaceAll("\r\n", "\n"), curves), lines);
  assertEquals(compare(curves.replace("4,0.5", '"4",0.5'), curves), lines);
});

Deno.test("compareResults() compares as text what is not a table", () => {
  assertEquals(compare("# iris\n\nA.\n", "# iris\n\nB.\n", "summary.md"), [
    'iris/summary.md: line 3: committed "A.", computed "B."',
  ]);
  assertEquals(compare("a\nb\n", "a\n", "summary.md"), [
    'iris/summary.md: line 2: committed "b", computed ""',
  ]);
  const broken = curves.replace("4,0.5", '4,0"5');
  assertEquals(compare(broken, curves), [
    `iris/curves.csv: line 3: committed "51d8,4,0\\"5\\r", ` +
    `computed "51d8,4,0.5\\r"`,
  ]);
});

Deno.test("compareResults() names files that are missing and that do not belong", () => {
  const lines = compareResults(
    "iris",
    new Map([["curves.csv", curves], ["notes.txt", ""]]),
    new Map([["trials.csv", trials], ["curves.csv", curves]]),
    (text) => parse(text),
  );
  assertEquals(lines, [
    "iris/trials.csv: is missing",
    "iris/notes.txt: does not belong there",
  ]);
});

/** The results of a study with one plot. */
function withPlot(svg: string, hash: string, more = {}): Map<string, string> {
  return new Map([
    ["trials.csv", trials],
    ["main.svg", svg],
    [
      "manifest.json",
      JSON.stringify({ schema: 1, ...more, plots: { "main.svg": hash } }),
    ],
  ]);
}

function comparePictures(
  before: Map<string, string>,
  after: Map<string, string>,
  pictures?: boolean,
): string[] {
  return compareResults("iris", before, after, (text) => parse(text), {
    pictures,
  });
}

Deno.test("compareResults() compares pictures unless told not to", () => {
  const [before, after] = [withPlot("<a/>\n", "5"), withPlot("<b/>\n", "6")];
  for (const pictures of [undefined, true]) {
    assertEquals(
      comparePictures(before, after, pictures).map((line) =>
        line.split(": ")[0]
      ),
      ["iris/main.svg", "iris/manifest.json"],
    );
  }
  assertEquals(comparePictures(before, after, false), []);
});

Deno.test("compareResults() without pictures compares the rest of the manifest", () => {
  const [before, after] = [
    withPlot("", "5", { seeds: 2 }),
    withPlot("", "5", { seeds: 3 }),
  ];
  assertEquals(comparePictures(before, after, false), [
    'iris/manifest.json: line 3: committed "  \\"seeds\\": 2", ' +
    'computed "  \\"seeds\\": 3"',
  ]);
  const hashed = (hash: string) =>
    withPlot("", "5", { files: { "trials.csv": hash } });
  assertEquals(comparePictures(hashed("1"), hashed("2"), false).length, 1);
  const broken = new Map([...before, ["manifest.json", "{"]]);
  assertEquals(comparePictures(broken, before, false).length, 1);
});

Deno.test("compareResults() without pictures names those that are missing or do not belong", () => {
  const drawn = withPlot("<a/>", "5");
  const undrawn = new Map(drawn);
  undrawn.delete("main.svg");
  assertEquals(comparePictures(undrawn, drawn, false), [
    "iris/main.svg: is missing",
  ]);
  assertEquals(comparePictures(drawn, undrawn, false), [
    "iris/main.svg: does not belong there",
  ]);
});

Deno.test("compareResults() shows of a long line what is around the difference", () => {
  const path = (x: string) => "M".repeat(200) + x + "L".repeat(200);
  assertEquals(compare(path("1"), path("2"), "main.svg"), [
    `iris/main.svg: line 1: committed …"${"M".repeat(20)}1${"L".repeat(59)}"…` +
    `, computed …"${"M".repeat(20)}2${"L".repeat(59)}"…`,
  ]);
});
