/** Names that are misspelt are refused, wherever laws are asked. */
import { assertRejects, assertThrows } from "@std/assert";
import { adam, type Tensor, tensor } from "../../mod.ts";
import {
  assertOptimizer,
  checkFunction,
  checkOptimizer,
  gradientLaw,
  laws,
  wrap,
} from "../../laws/mod.ts";

const still = {
  id: "still",
  init: () => ({}),
  update: (_grads: number[], state: object, params: number[]) => ({
    params,
    state,
  }),
};
const loss = (w: Tensor) => w.square().sum();
const at = tensor([1]);

const wrapped: [unknown, string][] = [
  [{ take: "list" }, "it has no option take; did you mean takes?"],
  [{ traits: { od: true } }, "it has no trait od; did you mean odd?"],
  [
    { hyperparameters: { learningrate: 1 } },
    "it has no hyperparameter learningrate; did you mean learningRate?",
  ],
  [
    { choices: { epsilonPlacment: "inside" } },
    "it has no choice epsilonPlacment; did you mean epsilonPlacement?",
  ],
  [
    { like: "adagrd" },
    'like must be a rule, current value is "adagrd"; did you mean adagrad?',
  ],
];

for (const [given, message] of wrapped) {
  Deno.test(`wrap() refuses what would claim nothing: ${message}`, () => {
    assertThrows(
      () => wrap({ ...still, ...given as object }),
      TypeError,
      `Cannot wrap still: ${message}`,
    );
  });
}

Deno.test("laws() and checkOptimizer() refuse an option that is misspelt", async () => {
  const asked = (options: unknown) => laws(adam, options as never);
  assertThrows(
    () => asked({ dtpye: "float32" }),
    TypeError,
    "Cannot check laws: it has no option dtpye; did you mean dtype?",
  );
  assertThrows(
    () => asked({ like: "adm" }),
    TypeError,
    'Cannot check laws: like must be a rule, current value is "adm"; did you ' +
      "mean adam?",
  );
  for (const check of [checkOptimizer, assertOptimizer]) {
    await assertRejects(
      () => check(adam, { numRun: 1 } as never),
      TypeError,
      "Cannot check laws: it has no option numRun; did you mean numRuns?",
    );
  }
});

Deno.test("gradientLaw() and checkFunction() refuse an option that is misspelt", async () => {
  const message =
    "Cannot check gradients: it has no option tolerence; did you mean " +
    "tolerance?";
  const options = { tolerence: 1e-3 } as never;
  assertThrows(() => gradientLaw(loss, at, options), TypeError, message);
  await assertRejects(
    () => checkFunction(loss, at, options),
    TypeError,
    message,
  );
});
