/**
 * The packages that experiments need, with their versions.
 *
 * @module
 */
export { parseArgs } from "jsr:@std/cli@^1.0.32/parse-args";
export { parse, stringify } from "jsr:@std/csv@^1.0.6";
