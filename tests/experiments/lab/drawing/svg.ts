/** Reading SVG texts, as far as tests of plots need it. */
import { assert, assertEquals } from "@std/assert";

const TOKEN =
  /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/;

/** Asserts that a text is one element of well-formed XML without loose ends. */
export function assertWellFormed(svg: string): void {
  const open: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < svg.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(svg);
    assert(token !== null, `no XML at ${svg.slice(at, at + 80)}`);
    const [, closes, name, attributes = "", closed, text = ""] = token;
    assert(!ENTITY.test(attributes + text), `& in ${token[0].slice(0, 80)}`);
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, n]) => n);
    assertEquals(new Set(names).size, names.length, token[0].slice(0, 80));
    if (name === undefined) continue;
    if (closes) assertEquals(open.pop(), name);
    else if (!closed) open.push(name);
    else assert(open.length > 0, `${name} stands alone`);
  }
  assertEquals(open, []);
  const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const [, id] of svg.matchAll(/(?:url\(|href=")#([\w-]+)/g)) {
    assert(ids.includes(id), `${id} is not there`);
  }
  assert(!/NaN|Infinity|undefined/.test(svg), "has NaN, Infinity or undefined");
}

/** The texts that a picture shows, in order. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text
  );
}
