import { sha256Hex } from "../../autodiff/random/sha256.ts";
import type { Tensor } from "../../autodiff/mod.ts";
import type { Entry } from "./entries.ts";

/** The committed promises: a revision and a hash for each name. */
export type ConformanceTable = Readonly<
  Record<string, { readonly revision: number; readonly hash: string }>
>;

/** The hash of an entry's bits, little-endian, with one NaN. */
export function conformanceHash(entry: Entry): string {
  const parts = entry.compute().map(littleEndian);
  const bytes = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return sha256Hex(bytes);
}

function littleEndian(x: Tensor): Uint8Array {
  const data = x.toTypedArray();
  const width = x.dtype === "float64" ? 8 : 4;
  const view = new DataView(new ArrayBuffer(width * data.length));
  data.forEach((element, i) => {
    const at = width * i;
    const one = Number.isNaN(element) ? NaN : element;
    if (x.dtype === "float64") view.setFloat64(at, one, true);
    else if (x.dtype === "float32") view.setFloat32(at, one, true);
    else view.setInt32(at, element, true);
  });
  return new Uint8Array(view.buffer);
}

/** How an entry stands to what was promised. */
export function compareEntry(
  { name, revision }: Entry,
  hash: string,
  table: ConformanceTable,
): "same" | "new" | "raised" | "broken" {
  const promised = table[name];
  if (promised === undefined) return "new";
  if (promised.revision !== revision) return "raised";
  return promised.hash === hash ? "same" : "broken";
}
