import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { overview } from "../../../experiments/lab/overview.ts";
import { withPlots } from "../../../experiments/lab/plot.ts";
import { study } from "../support/studies.ts";

const summary = (answer: string) => `# x\n\n**Question.** Why?\n\n${answer}\n`;
const plot = (name: string, caption: string) => ({ name, caption, spec: {} });
const lecture = study({ id: "lecture-direction", question: "Which way?" });
const flowers = study({ id: "iris", question: "Which flower?" });

Deno.test("overview() shows question, answer, main plot and files of each study", () => {
  const answer = withPlots("**Answer.** This way: 1.5e-7.\n\nMore of it.", [
    plot("main", "The main one, with η."),
    plot("other", "Another one."),
  ]);
  const files = new Map([
    ["trials.csv", ""],
    ["curves.csv", ""],
    ["summary.md", summary(answer)],
    ["other.svg", ""],
    ["main.svg", ""],
    ["manifest.json", ""],
  ]);
  const text = overview([lecture], new Map([[lecture.id, files]]));
  const [introduction, section] = text.split("\n## ");
  assert(introduction.startsWith("# Results\n\n"));
  for (const command of ["deno task experiment", "deno task verify"]) {
    assertStringIncludes(introduction, `\n${command} `);
  }
  assertEquals(
    section,
    `[lecture-direction](lecture-direction/summary.md)

**Question.** Which way?

**Answer.** This way: 1.5e-7.

![The main one, with η.](lecture-direction/main.svg)

The main one, with η.

Tables: [curves](lecture-direction/curves.csv), [trials](lecture-direction/trials.csv). Plots: [main](lecture-direction/main.svg), [other](lecture-direction/other.svg).
`,
  );
});

Deno.test("overview() has the lecture's studies first, and none without results", () => {
  const files = new Map([["summary.md", summary("**Answer.** Yes.")]]);
  const other = study({ id: "unheard-of" });
  const results = new Map([
    [other.id, files],
    [flowers.id, files],
    [lecture.id, files],
    ["absent", new Map()],
  ]);
  const absent = study({ id: "absent" });
  const text = overview([other, flowers, absent, lecture], results);
  assertEquals(
    [...text.matchAll(/^## \[([^\]]+)/gm)].map(([, id]) => id),
    ["lecture-direction", "iris", "unheard-of"],
  );
  assert(!text.includes("!["));
  assert(!text.includes("undefined"));
});

Deno.test("overview() of nothing is the introduction", () => {
  const text = overview([lecture], new Map());
  assert(text.endsWith("```\n"));
  assert(!text.includes("##"));
});
