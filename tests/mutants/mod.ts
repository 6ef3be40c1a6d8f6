/** Every wrong optimizer. */
import { adadeltaMutants } from "./adadelta.ts";
import { adagradMutants } from "./adagrad.ts";
import { adamMutants } from "./adam.ts";
import { adanMutants } from "./adan.ts";
import { adaptedMutants } from "./adapted.ts";
import { afterAdamMutants } from "./after_adam.ts";
import { boundMutants } from "./bounds.ts";
import { centeredMutants } from "./centered.ts";
import { closedFormMutants } from "./closed_forms.ts";
import { hullMutants } from "./hulls.ts";
import { inertiaMutants } from "./inertia.ts";
import type { Mutant } from "./mutant.ts";
import { functionMutants } from "./on_functions.ts";
import { plainMutants } from "./plain.ts";
import { relationMutants } from "./relations.ts";
import { rmspropMutants } from "./rmsprop.ts";
import { signMutants } from "./signs.ts";
import { wholeTensorMutants } from "./whole_tensors.ts";

export type { Mutant } from "./mutant.ts";
export { type WrongGradient, wrongGradients } from "./functions.ts";

/** Every wrong optimizer, by the rule it is a wrong form of. */
export const mutants: readonly Mutant[] = [
  ...inertiaMutants,
  ...adagradMutants,
  ...rmspropMutants,
  ...adadeltaMutants,
  ...centeredMutants,
  ...adamMutants,
  ...afterAdamMutants,
  ...adanMutants,
  ...signMutants,
  ...plainMutants,
  ...boundMutants,
  ...hullMutants,
  ...functionMutants,
  ...closedFormMutants,
  ...wholeTensorMutants,
  ...relationMutants,
  ...adaptedMutants,
];
