import { assertEquals } from "@std/assert";
import {
  type Plot,
  plotMarkdown,
  withPlots,
} from "../../../experiments/lab/plot.ts";

const plot = (name: string): Plot => ({
  name,
  caption: `It shows ${name}.`,
  spec: {},
});
const shown = (name: string) =>
  `![It shows ${name}.](${name}.svg)\n\nIt shows ${name}.`;

Deno.test("plotMarkdown() is the picture with its caption beneath", () => {
  assertEquals(plotMarkdown(plot("a")), shown("a"));
});

Deno.test("plotMarkdown() takes the caption for text, not Markdown", () => {
  const caption = "w_k * [0, 1] <b> `c` \\";
  const escaped = "w\\_k \\* \\[0, 1\\] \\<b> \\`c\\` \\\\";
  assertEquals(
    plotMarkdown({ ...plot("a"), caption }),
    `![${escaped}](a.svg)\n\n${escaped}`,
  );
});

Deno.test("withPlots() sets the first plot after the first paragraph, the others at the end", () => {
  const plots = ["a", "b", "c"].map(plot);
  assertEquals(
    withPlots("Answer.\n\n## More\n\nText.", plots),
    ["Answer.", shown("a"), "## More", "Text.", shown("b"), shown("c")]
      .join("\n\n"),
  );
  assertEquals(withPlots("Answer.", []), "Answer.");
});

Deno.test("withPlots() leaves a plot where the answer shows it", () => {
  const plots = ["a", "b", "c"].map(plot);
  const answer = `Answer.\n\nText.\n\n${shown("b")}\n\n## More`;
  assertEquals(
    withPlots(answer, plots),
    ["Answer.", shown("a"), "Text.", shown("b"), "## More", shown("c")]
      .join("\n\n"),
  );
  assertEquals(
    withPlots(`Answer.\n\n${shown("a")}`, [plot("a")]),
    `Answer.\n\n${shown("a")}`,
  );
});
