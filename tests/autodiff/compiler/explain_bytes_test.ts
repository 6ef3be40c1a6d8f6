/** What explain() counts: each element that is read or written, once. */
import { assertStringIncludes } from "@std/assert";
import {
  arange,
  compile,
  full,
  ones,
  type Tensor,
} from "../../../autodiff/mod.ts";

const bytes: Record<string, [f: (x: Tensor) => Tensor, bytes: number]> = {
  "what is computed from a tensor": [(x) => x.square(), 8 * 8 * 2],
  "a tensor that is read twice": [(x) => x.add(1).mul(x), 8 * 8 * 2 + 8],
  "a captured tensor": [(x) => x.mul(arange(8)), 8 * 8 * 3],
  "a captured tensor of equal elements": [
    (x) => x.mul(full([8], 2)),
    8 * 8 * 2 + 8,
  ],
  "a captured float32": [
    (x) => x.cast("float32").mul(ones([8], "float32").mul(3)),
    8 * 8 + 8 * 4 + 4,
  ],
};

for (const [name, [f, count]] of Object.entries(bytes)) {
  Deno.test(`explain() counts the bytes of ${name}`, () => {
    assertStringIncludes(
      compile(f).explain(ones([8])),
      `bytes read and written a run: ${count}\n`,
    );
  });
}
