import { shareRepeated } from "./share.ts";

/** The attributes that say where something is, and how large. */
const GEOMETRY =
  / (?:d|transform|[xy][12]?|d[xy]|c[xy]|r|width|height|viewBox)="[^"]*"/g;

/** A number that may have more decimals than a picture shows. */
const LONG_NUMBER = /-?\d+\.\d{2,}(?:e[-+]?\d+)?|-?\d+(?:\.\d+)?e-\d+/g;

/** Elements that show nothing: hidden, transparent or without size. */
const UNSEEN =
  /<(?:path|line|rect)\b[^>]*(?: display="none"| d="M0,0h0v0h0Z")[^>]*\/>|<text\b[^>]* opacity="0"[^>]*>[^<]*<\/text>/g;

/** Attributes without effect in a file that is only looked at. */
const IDLE =
  / (?:pointer-events="none"|opacity="1"|aria-hidden="true"|role="[^"]*"|aria-roledescription="[^"]*"|xmlns:xlink="[^"]*"|class="[^"]*")/g;

/** The font of nearly all texts, said once for the whole picture. */
const FONT = ' font-family="sans-serif"';

/**
 * The text of an SVG file as it is kept: an element a line, positions to a
 * hundredth of a pixel, in paths to a tenth, without what is not seen and groups
 * that say nothing, and with a title; the font, and a long path that is
 * repeated, are written once.
 */
export function tidySVG(svg: string, title: string): string {
  const lines = svg
    .replace(UNSEEN, "")
    .replace(/<[^<>]+>/g, tidyTag)
    .replaceAll(FONT, "")
    .replace(
      /^<svg([^>]*)>/,
      (_, rest) => `<svg${rest}${FONT}><title>${escaped(title)}</title>`,
    )
    .replaceAll("><", ">\n<").split("\n");
  return shareRepeated(withoutBareGroups(lines)).join("\n") + "\n";
}

/** The lines but for groups without attributes; what is in them stays. */
function withoutBareGroups(lines: readonly string[]): string[] {
  const bare: boolean[] = [];
  return lines.filter((line) => {
    if (/^<g[ >]/.test(line) && !line.endsWith("/>")) {
      bare.push(line === "<g>");
      return line !== "<g>";
    }
    return line !== "</g>" || bare.pop() !== true;
  });
}

function tidyTag(tag: string): string {
  return tag.replace(IDLE, "").replace(GEOMETRY, (text) => {
    const parts = text.startsWith(" d=") ? 10 : 100;
    return text.replace(LONG_NUMBER, (number) => rounded(number, parts));
  });
}

function rounded(number: string, parts: number): string {
  return String(Math.round(Number(number) * parts) / parts);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
