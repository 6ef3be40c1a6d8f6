import { signSgd } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

const size = 0.125;

/** Rprop whose sizes cannot change steps along signs. */
export const rpropOfOneSize: Law = relation({
  name: "rprop-of-one-size",
  rule: "rprop",
  at: { learningRate: size, increase: 1, minStep: size, maxStep: size },
  statement: "Rprop whose sizes are all the same takes the steps of signSGD, " +
    "in every bit, unless it rests on a change of sign.",
  source: "Riedmiller and Braun (1993): all but the sizes is sign descent",
  unclaimed: ({ choices: { signChange = "rest" } }) =>
    signChange === "rest" ? "it rests on a change of sign" : undefined,
  other: (subject) => stepsOf(subject, signSgd({ learningRate: size })),
});
