import { scalar, type Tensor, zerosLike } from "../autodiff/mod.ts";
import {
  adamBeside,
  adamBesideChoices,
  adamBesideHyper,
  type AdamBesideNames,
  type AdamBesideOptions,
} from "./adam_beside.ts";
import type { Choices, ChoiceTable } from "./choices.ts";
import type { Kept, StepInput, Variant } from "./define.ts";
import type { HyperparameterTable } from "./hyperparameters.ts";
import type { Slot } from "./optimizer.ts";
import {
  orthogonalChoices,
  orthogonalDirection,
  orthogonalHyper,
  type OrthogonalOptions,
} from "./orthogonal_direction.ts";

/** What the directions of matrices and of other tensors are made of. */
export interface DirectionOptions extends OrthogonalOptions, AdamBesideOptions {
}

type Names = AdamBesideNames | "momentum" | "epsilon";

/** The rows of the hyperparameters. */
export const directionHyper: HyperparameterTable<Names> = {
  ...orthogonalHyper,
  ...adamBesideHyper,
};

/** The structural options. */
export const directionChoices: ChoiceTable<DirectionOptions> = {
  ...orthogonalChoices,
  ...adamBesideChoices,
};

/** What the libraries have in place of the author's defaults. */
export const directionIn: Readonly<
  Record<"torch" | "optax" | "keras", Variant<DirectionOptions>>
> = {
  torch: { average: "mean", beta2: 0.999, epsilonAdam: 1e-8, adamRatio: 1 },
  optax: {
    average: "corrected",
    sizing: "wide",
    epsilon: 1e-8,
    beta2: 0.999,
    epsilonAdam: 1e-8,
    adamRatio: 1,
    adamForm: "nesterov",
  },
  keras: {
    sizing: "longest",
    beta2: 0.999,
    epsilonAdam: 1e-7,
    adamRatio: 1,
    adamForm: "learning-rate",
  },
};

/** What is kept before the first step: of what is no matrix, v too. */
export function directionStart(w: Tensor): Slot {
  const m = zerosLike(w);
  return w.rank === 2 ? { m } : { m, v: m };
}

/** A tensor's direction, its learning rate as a share of η, and what is kept. */
export function muonDirection(
  input: StepInput<Slot>,
  hyper: Readonly<Record<Names, Tensor>>,
  choices: Choices<DirectionOptions>,
): {
  readonly direction: Tensor;
  readonly share: Tensor;
  readonly state: Slot;
} {
  if (input.w.rank === 2) {
    const own = input as StepInput<Kept<"m">>;
    return { ...orthogonalDirection(own, hyper, choices), share: scalar(1) };
  }
  const own = input as StepInput<Kept<"m" | "v">>;
  const beside = adamBeside(own, hyper, choices.adamForm);
  return { ...beside, share: hyper.adamRatio };
}
