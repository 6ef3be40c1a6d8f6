import type { Approximate } from "../approximate.ts";
import type { Past } from "./past.ts";

/** The closed form of a rule. */
export interface ClosedForm {
  /** The hyperparameters without which it says nothing. */
  readonly needs: readonly string[];
  /** The step at a weight. */
  readonly step: (past: Past, w: Approximate) => Approximate;
  /** Where the loss is reported then, of a rule that keeps an average. */
  readonly evaluation?: (past: Past, w: Approximate) => Approximate;
}
