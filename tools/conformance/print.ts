/**
 * Prints the hash of every promise as JSON: for engines other than Deno's,
 * which run it as a bundle.
 *
 * @module
 */
import { conformanceEntries } from "./entries.ts";
import { conformanceHash } from "./table.ts";

const hashes = conformanceEntries().map((entry) =>
  [entry.name, conformanceHash(entry)] as const
);
console.log(JSON.stringify(Object.fromEntries(hashes)));
