import { type Tensor, where } from "../autodiff/mod.ts";
import { unwrap } from "../autodiff/handle.ts";

/**
 * What one of two functions gives, by a condition: a bool of shape `[]`. Where
 * the condition is known only the one is called; inside a traced function both
 * are, and their tensors are chosen from. The bits are the same.
 */
export function either(
  condition: Tensor,
  yes: () => readonly Tensor[],
  no: () => readonly Tensor[],
): readonly Tensor[] {
  const known = unwrap("choose", condition).data?.[0];
  if (known !== undefined) return known ? yes() : no();
  const others = no();
  return yes().map((x, i) => where(condition, x, others[i]));
}
