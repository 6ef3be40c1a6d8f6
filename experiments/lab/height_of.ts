import { compile, type Tensor, tensor } from "../../autodiff/mod.ts";

/** A loss of two parameters as a function of numbers, for contours. */
export function heightOf(
  loss: (w: Tensor) => Tensor,
): (x: number, y: number) => number {
  const compiled = compile<[Tensor], Tensor>(loss);
  return (x, y) => compiled(tensor([x, y])).item();
}
