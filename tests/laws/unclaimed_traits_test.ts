/** What a rule does not claim is not so: each trait left out is refuted. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { allLaws, type Subject } from "../../laws/mod.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import { rules } from "../../mod.ts";

type Traits = Subject["traits"];

/** A trait that may be claimed, and the law that refutes it. */
const claims: readonly (readonly [name: string, claim: Traits, law: string])[] =
  [
    ["ignoresWeights", { ignoresWeights: true }, "translation"],
    ["odd", { odd: true }, "sign-symmetry"],
    ["degree 0", { degree: 0 }, "scale"],
    ["degree 1", { degree: 1 }, "scale"],
    ["coordinatewise", { coordinatewise: true }, "splitting"],
    ["tensorwise", { tensorwise: true }, "tensors-apart"],
    ["followsWeights", { followsWeights: true }, "follows-weights"],
    ["rotations whole", { rotations: "whole" }, "rotations"],
    ["rotations sides", { rotations: "sides" }, "rotations"],
    ["idleKeepsState", { idleKeepsState: true }, "idle-keeps-state"],
    ["stepNeverGrows", { stepNeverGrows: true }, "step-never-grows"],
    ["meanSquare", { meanSquare: true }, "mean-square-in-hull"],
  ];

/** What follows from what is claimed, and is not claimed beside it. */
const implied = ({ coordinatewise, rotations }: Traits): string[] => [
  ...coordinatewise ? ["tensorwise"] : [],
  ...rotations === "whole" ? ["rotations sides"] : [],
];

const still = "without ε it never moves";
const withoutDecay = "only at its default, where no weight decays";
const neverZero = "only where the mean of a gradient never becomes 0";
const oneSize = "a step of one size tells of no mean but the last square";
const ofLoss = "it hangs on the loss, which here is made of the gradients";
const diagonal = "only where the Hessian is diagonal, as of the loss made here";

/** Traits that hold, or whose laws do not refute them, and are not claimed. */
const waivers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adadelta: {
    "degree 0": still,
    "degree 1": still,
    followsWeights: still,
  },
  adafactor: { "degree 1": "at w = 0 and ε₂ = 0 it never moves" },
  "averaged-sgd": {
    ignoresWeights: withoutDecay,
    "degree 1": withoutDecay,
    idleKeepsState: withoutDecay,
    stepNeverGrows: withoutDecay,
  },
  "d-adaptation": { ignoresWeights: withoutDecay },
  lars: { "degree 1": "only at w = 0, where no norm divides" },
  lion: {
    ignoresWeights: withoutDecay,
    stepNeverGrows: neverZero,
    meanSquare: oneSize,
  },
  muon: { ignoresWeights: withoutDecay },
  polyak: {
    ignoresWeights: ofLoss,
    "degree 0": ofLoss,
    idleKeepsState: ofLoss,
    stepNeverGrows: ofLoss,
  },
  sam: { "degree 1": ofLoss, stepNeverGrows: ofLoss },
  "sign-sgd": { meanSquare: oneSize },
  signum: { stepNeverGrows: neverZero, meanSquare: oneSize },
  sophia: {
    "degree 0": "only where curvatures are scaled with the gradients",
    coordinatewise: diagonal,
    tensorwise: diagonal,
  },
  yogi: { odd: "only where m and v start from 0: κ = 0" },
};

/** The subject with a trait that it does not claim. */
function claiming(subject: Subject, claim: Traits): Subject {
  const { with: make } = subject;
  return {
    ...subject,
    traits: { ...subject.traits, ...claim },
    ...make && { with: (changes) => claiming(make(changes), claim) },
  };
}

function isClaimed(traits: Traits, claim: Traits): boolean {
  return Object.entries(claim).every(([name, value]) =>
    traits[name as keyof Traits] === value
  );
}

for (const rule of rules) {
  Deno.test(`${rule.id} claims each trait that it has`, async () => {
    const subject = subjectOf(rule);
    const held: string[] = [];
    for (const [name, claim, lawName] of claims) {
      const { traits } = subject;
      if (isClaimed(traits, claim) || implied(traits).includes(name)) continue;
      const law = allLaws.find((law) => law.name === lawName)!;
      const claimant = claiming(subject, claim);
      if (law.unclaimed(claimant) !== undefined) continue;
      const { failed } = await fc.check(law.property(claimant), {
        seed: 20261122,
        numRuns: 100,
        endOnFailure: true,
      });
      if (!failed) held.push(name);
    }
    assertEquals(held, Object.keys(waivers[rule.id] ?? {}));
  });
}
