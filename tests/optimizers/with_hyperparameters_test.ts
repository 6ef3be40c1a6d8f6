import { assertEquals, assertThrows } from "@std/assert";
import {
  adagrad,
  adam,
  chain,
  clipByValue,
  grad,
  momentum,
  type Optimizer,
  type Slot,
  type Tensor,
  tensor,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";

function stepped(optimizer: Optimizer<Slot>): ArrayLike<number> {
  const [w, g] = [tensor([1, -2, 3]), tensor([0.5, 0, -4])];
  const first = optimizer.update(g, optimizer.init(w), w);
  return optimizer.update(w, first.state, first.params).params.toTypedArray();
}

Deno.test("withHyperparameters() gives what the rule gives for the values", () => {
  const original = adam({ variant: "keras", beta1: 0.5 });
  const changed = original.withHyperparameters!({ learningRate: 0.25 });
  const direct = adam({ variant: "keras", beta1: 0.5, learningRate: 0.25 });
  assertEquals(changed.id, "adam/keras");
  assertEquals(changed.hyperparameters, direct.hyperparameters);
  assertEquals(changed.choices, direct.choices);
  assertEquals(changed.traits, direct.traits);
  assertSameBits(stepped(changed), stepped(direct));
  assertEquals(original.hyperparameters.learningRate, 0.001);
});

Deno.test("withHyperparameters() takes tensors and schedules", () => {
  const optimizer = momentum();
  const ends = (learningRate: Tensor) => {
    const { params } = optimizer.withHyperparameters!({ learningRate })
      .update(tensor(3), optimizer.init(tensor(1)), tensor(1));
    return params;
  };
  assertEquals(grad(ends)(tensor(0.5)).item(), -3);
  const scheduled = optimizer.withHyperparameters!({
    learningRate: (t) => t.mul(0.25),
  });
  assertSameBits(
    stepped(scheduled),
    stepped(momentum({ learningRate: (t) => t.mul(0.25) })),
  );
});

Deno.test("withHyperparameters() of a chain changes its optimizer", () => {
  const made = (learningRate: number) =>
    chain(clipByValue(0.25), adagrad({ learningRate }), clipByValue(0.125));
  const changed = made(1).withHyperparameters!({ learningRate: 0.5 });
  assertEquals(changed.id, made(0.5).id);
  assertEquals(changed.hyperparameters, made(0.5).hyperparameters);
  assertSameBits(stepped(changed), stepped(made(0.5)));
  assertEquals(Object.keys(made(1).table!), Object.keys(adagrad().table!));
});

Deno.test("withHyperparameters() checks names and ranges", () => {
  assertThrows(
    () => adam().withHyperparameters!({ beta: 0.5 }),
    TypeError,
    "Cannot create adam: it has no hyperparameter beta; did you mean beta1?",
  );
  assertThrows(
    () => adam().withHyperparameters!({ beta1: 1 }),
    RangeError,
    "Cannot create adam: beta1 must be in [0, 1), current value is 1",
  );
});
