import type { Traits } from "./define.ts";
import type { TransformationTraits } from "./transformation.ts";

/** What is known of two things done one after the other. */
export function composed(
  first: TransformationTraits,
  second: TransformationTraits,
): Traits {
  const both = (name: "coordinatewise" | "ignoresWeights" | "odd") =>
    first[name] === true && second[name] === true;
  return {
    coordinatewise: both("coordinatewise"),
    ignoresWeights: both("ignoresWeights"),
    odd: both("odd"),
    degree: first.degree === 1 ? second.degree : first.degree,
  };
}

/** What is known of optimizers of which each moves some of the parameters. */
export function common(all: readonly Traits[]): Traits {
  const every = (name: "ignoresWeights" | "odd") =>
    all.every((traits) => traits[name] === true);
  const [degree] = all.map((traits) => traits.degree);
  return {
    coordinatewise: false,
    ignoresWeights: every("ignoresWeights"),
    odd: every("odd"),
    degree: all.every((traits) => traits.degree === degree)
      ? degree
      : undefined,
  };
}
