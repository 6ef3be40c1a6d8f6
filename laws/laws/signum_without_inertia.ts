import { signSgd } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Signum without inertia is signSGD. */
export const signumWithoutInertia: Law = relation({
  name: "signum-without-inertia",
  rule: "signum",
  at: { momentum: 0 },
  statement: "Signum with β = 0 takes the steps of signSGD, in every bit.",
  source: "Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), algorithms 1 " +
    "and 2",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, signSgd({ learningRate }));
  },
});
