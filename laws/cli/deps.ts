/**
 * The package that the command line needs, with its version.
 *
 * @module
 */
export { parseArgs } from "jsr:@std/cli@^1.0.32/parse-args";
