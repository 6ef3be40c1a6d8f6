import { conformanceEntries } from "../conformance/entries.ts";
import {
  compareEntry,
  conformanceHash,
  type ConformanceTable,
} from "../conformance/table.ts";

const path = "tests/golden/conformance.json";

/**
 * The table of promised bits. A promise is never changed in silence.
 *
 * @throws {Error} naming what has other bits than promised under the same
 * revision.
 */
export async function generateConformance(): Promise<Map<string, string>> {
  const table: ConformanceTable = await readTable();
  const next: Record<string, ConformanceTable[string]> = {};
  for (const entry of conformanceEntries()) {
    const hash = conformanceHash(entry);
    if (compareEntry(entry, hash, table) === "broken") {
      throw new Error(
        `Cannot write ${path}: the bits of ${entry.name} changed, and its ` +
          `revision is still ${entry.revision}. Raise numericsVersion, or the ` +
          `rule's revision, or undo the change`,
      );
    }
    next[entry.name] = { revision: entry.revision, hash };
  }
  return new Map([[path, JSON.stringify(next, null, 2)]]);
}

async function readTable(): Promise<ConformanceTable> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}
