import { assertEquals } from "@std/assert";
import {
  checkGradient,
  type Tensor,
  tensor,
  where,
} from "../../../autodiff/mod.ts";

/** What is to be refused: there is no derivative that differences can see. */
const refused: Record<string, [(x: Tensor) => Tensor, number]> = {
  "a pole with a number in its middle": [(x) => tensor(1).divideOrZero(x), 0],
  "a pole of even order": [(x) => tensor(1).divideOrZero(x.square()), 0],
  "a jump whose slope overflows": [
    (x) => where(x.greater(0), 1e307, x.mul(0)),
    0,
  ],
  "a slope that overflows along a step": [(x) => x.exp(), 709],
};

for (const [name, [f, at]] of Object.entries(refused)) {
  Deno.test(`checkGradient() refuses ${name}`, () => {
    const { verdict, message } = checkGradient(f, tensor(at));
    assertEquals(verdict, "refused", message);
  });
}
