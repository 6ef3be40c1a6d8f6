/** Functions with wrong gradients, for the law on gradients. */
import { grad, type Tensor, tensor, zeros } from "../../mod.ts";

/** A function of a vector with a gradient that isn't its own. */
export interface WrongGradient {
  readonly name: string;
  readonly f: (x: Tensor) => Tensor;
  readonly gradient: (x: Tensor) => Tensor;
  readonly like: Tensor;
}

const wave = (x: Tensor) => x.sin().mul(x.exp()).sum();
const product = (x: Tensor) => x.square().add(1).prod();

/** Wrong gradients. */
export const wrongGradients: readonly WrongGradient[] = [
  {
    name: "0.1 % too large",
    f: wave,
    gradient: (x) => grad(wave)(x).mul(1.001),
    like: zeros([3]),
  },
  {
    name: "the wrong sign",
    f: wave,
    gradient: (x) => grad(wave)(x).neg(),
    like: zeros([3]),
  },
  {
    name: "a factor of the product rule forgotten",
    f: wave,
    gradient: (x) => x.cos().mul(x.exp()),
    like: zeros([2]),
  },
  {
    name: "coordinates swapped",
    f: product,
    gradient: (x) => grad(product)(x).flip([0]),
    like: zeros([2]),
  },
  {
    name: "a coordinate left out",
    f: product,
    gradient: (x) => grad(product)(x).mul(tensor([1, 1, 0])),
    like: zeros([3]),
  },
];
