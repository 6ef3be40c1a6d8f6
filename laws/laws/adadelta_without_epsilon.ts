import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { relation } from "../relation.ts";

/** Adadelta without ε never sets out. */
export const adadeltaWithoutEpsilon: Law = relation({
  name: "adadelta-without-epsilon",
  rule: "adadelta",
  at: { epsilon: 0 },
  statement: "Adadelta with ε = 0 stays where it is, whatever the gradients.",
  source:
    "Zeiler (2012), section 3.2: ε starts off the first step, where the " +
    "mean of squares of steps is 0",
  other: () => (gradients) => gradients.map((g) => mapPoint(g, () => 0)),
});
