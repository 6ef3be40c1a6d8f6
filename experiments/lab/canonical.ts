import { byCodeUnit } from "../../autodiff/trees.ts";
import { sha256Hex } from "../../autodiff/random/sha256.ts";

/** What a canonical text can say. */
export type Canonical =
  | string
  | number
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

/**
 * A number as text: the shortest decimal that reads back as the same number,
 * `NaN`, `Infinity`, `-Infinity` or `-0`.
 */
export function numberText(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/**
 * JSON with the keys of objects in code-unit order and without spaces;
 * numbers that JSON lacks are strings.
 */
export function canonicalText(value: Canonical): string {
  if (typeof value === "number") {
    const text = numberText(value);
    return Number.isFinite(value) && text !== "-0" ? text : `"${text}"`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalText).join(",")}]`;
  const keys = Object.keys(value).sort(byCodeUnit);
  const members = keys.map((key) =>
    `${JSON.stringify(key)}:${canonicalText(value[key])}`
  );
  return `{${members.join(",")}}`;
}

function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}

/** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function hashText(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}
