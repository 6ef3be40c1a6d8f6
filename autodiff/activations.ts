import {
  cast,
  greater,
  multiply,
  relu,
  sigmoid,
  square,
  subtract,
  tanh,
} from "./functions.ts";
import { ones } from "./create.ts";
import type { Tensor } from "./tensor.ts";

/** An activation function f and its derivative f′, both elementwise. */
export interface Activation {
  /** The name in tables: `sigmoid`. */
  readonly name: string;
  /** f(z), from the net input z. */
  readonly value: (z: Tensor) => Tensor;
  /** f′(z), written out, without automatic differentiation. */
  readonly derivative: (z: Tensor) => Tensor;
}

/** The names of the activations that are here. */
export type ActivationName = "identity" | "sigmoid" | "tanh" | "relu";

/**
 * The activations of the worked example, by name:
 * identity, f′ = 1; sigmoid σ, f′ = σ(1 − σ); tanh, f′ = 1 − tanh²;
 * relu, f′ = 1 where z > 0, else 0.
 *
 * @example
 * ```ts
 * import { activations, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(activations.sigmoid.derivative(tensor(0)).item(), 0.25);
 * ```
 */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  identity: {
    name: "identity",
    value: (z) => z,
    derivative: (z) => ones(z.shape, z.dtype),
  },
  sigmoid: {
    name: "sigmoid",
    value: sigmoid,
    derivative: (z) => multiply(sigmoid(z), subtract(1, sigmoid(z))),
  },
  tanh: {
    name: "tanh",
    value: tanh,
    derivative: (z) => subtract(1, square(tanh(z))),
  },
  relu: {
    name: "relu",
    value: relu,
    derivative: (z) => cast(greater(z, 0), z.dtype),
  },
};
