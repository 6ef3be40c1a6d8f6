import { isFloat } from "../../dtypes.ts";
import type { Value } from "../../graph.ts";
import { dtypeError } from "./elementwise.ts";

/**
 * Checks that a value has fractions.
 *
 * @throws {TypeError} for an integer dtype and for `bool`.
 */
export function checkFloat(name: string, { dtype }: Value): void {
  if (!isFloat(dtype)) throw dtypeError(name, dtype, ["float"]);
}
