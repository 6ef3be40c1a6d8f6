import type { Value } from "../../graph.ts";
import { equal } from "../equal.ts";
import { multiply } from "../multiply.ts";
import { where } from "../where.ts";

/**
 * The share of the cotangent `g` that goes to one of the operands `a` and `b`
 * of a choice between them: all of it where that operand is chosen, half of
 * it where the two are equal, else none.
 */
export function shareOnTie(g: Value, chosen: Value, a: Value, b: Value): Value {
  return where(chosen, g, where(equal(a, b), multiply(g, 0.5), 0));
}
