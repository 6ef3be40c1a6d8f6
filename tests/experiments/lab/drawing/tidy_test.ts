import { assertEquals } from "@std/assert";
import { tidySVG } from "../../../../experiments/lab/drawing/tidy.ts";

/** What becomes of one element. */
function tidied(element: string): string {
  const text = tidySVG(`<svg a="b">${element}</svg>`, "t");
  return text.split("\n").slice(2, -2).join("\n");
}

Deno.test("tidySVG() writes an element a line, with a title and an end of line", () => {
  assertEquals(
    tidySVG('<svg a="b"><g c="d"><text x="1">a</text></g></svg>', "a<b"),
    '<svg a="b" font-family="sans-serif">\n<title>a&lt;b</title>\n' +
      '<g c="d">\n<text x="1">a</text>\n</g>\n</svg>\n',
  );
});

Deno.test("tidySVG() leaves out groups that say nothing, and not what is in them", () => {
  const [a, b, c] = ["a", "b", "c"].map((text) => `<text>${text}</text>`);
  assertEquals(
    tidied(
      `<g>${a}<g role="x"><g fill="red">${b}<g>${c}</g></g></g></g><g>${a}</g>`,
    ),
    [a, '<g fill="red">', b, c, "</g>", a].join("\n"),
  );
});

Deno.test("tidySVG() says the usual font once, and another where it is", () => {
  const text = (font: string) => `<text font-family="${font}" x="1">a</text>`;
  assertEquals(
    tidied(text("sans-serif") + text("serif")),
    '<text x="1">a</text>\n<text font-family="serif" x="1">a</text>',
  );
});

Deno.test("tidySVG() rounds positions to a hundredth, those in paths to a tenth", () => {
  assertEquals(
    tidied(
      '<path d="M1.25,-0.04L12.3456e1,1e-9" transform="translate(-0.001,1.239)"/>',
    ),
    '<path d="M1.3,0L123.5,0" transform="translate(0,1.24)"/>',
  );
  assertEquals(
    tidied('<rect x="0.004" y2="1.006" width="3.14159" stroke-width="0.125"/>'),
    '<rect x="0" y2="1.01" width="3.14" stroke-width="0.125"/>',
  );
});

Deno.test("tidySVG() leaves texts and labels as they are", () => {
  const text = '<text font-family="serif">1.23456, x="9.8765"</text>';
  assertEquals(tidied(text), text);
  const label = '<g aria-label="value 0.123456"/>';
  assertEquals(tidied(label), label);
});

Deno.test("tidySVG() leaves out what is not seen and what has no effect", () => {
  const seen = '<rect x="1" opacity="0.5"/>';
  const unseen = '<path d="M0,0h0v0h0Z"/><path d="" display="none"/>' +
    '<text x="1" opacity="0">1.1</text>';
  assertEquals(tidied(unseen + seen + unseen), seen);
  assertEquals(
    tidied('<text opacity="1" pointer-events="none">a</text>'),
    "<text>a</text>",
  );
});

Deno.test("tidySVG() writes a long path that is repeated once, others as they are", () => {
  const path = (x: number) => `<path d="M${x}${",1".repeat(150)}" fill="red"/>`;
  assertEquals(
    tidied(path(1) + path(2) + path(1) + path(1)),
    [
      path(1).replace("<path ", '<path id="path1" '),
      path(2),
      '<use href="#path1"/>',
      '<use href="#path1"/>',
    ].join("\n"),
  );
  const short = '<path d="M1,1"/>';
  assertEquals(tidied(short + short), `${short}\n${short}`);
});
