/**
 * Running studies, storing and reporting their results, for Deno.
 *
 * @module
 */
export * from "./definitions.ts";
export { packagedData } from "./data/packages.ts";
export { Failure } from "./failure.ts";
export {
  type CompareOptions,
  compareResults,
  type ParseCSV,
} from "./lab/compare.ts";
export { drawingDeno, toSVG } from "./lab/drawing/draw.ts";
export { resultFiles } from "./lab/results.ts";
export { toCSV } from "./lab/store/csv.ts";
export { readResults, writeResults } from "./lab/store/files.ts";
