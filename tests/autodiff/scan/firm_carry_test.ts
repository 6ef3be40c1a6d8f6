/**
 * A scalar that takes the dtype it meets, where the carry has an ordinary one:
 * a state read from a file goes on in a loop.
 */
import { assertEquals, assertThrows } from "@std/assert";
import {
  adam,
  compile,
  compileLoop,
  decodeTree,
  encodeTree,
  grad,
  scalar,
  scan,
  type Tensor,
  tensor,
  treeFromJSON,
  valueAndGrad,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";

const bowl = (w: Tensor) => w.sub(0.3).square().mul(w).sum();
const optimizer = adam({ learningRate: 0.1 });
const begin = (dtype: "float64" | "float32") => {
  const params = tensor([3, -1, 0.1]).cast(dtype);
  return { params, state: optimizer.init(params) };
};
type Point = ReturnType<typeof begin>;
const step = ({ params, state }: Point): readonly [Point, Tensor] => {
  const { value, grad } = valueAndGrad(bowl)(params);
  return [optimizer.update(grad, state, params), value];
};

const ways: Record<string, (point: Point) => Point> = {
  JSON: (point) => treeFromJSON(JSON.parse(JSON.stringify(point))) as Point,
  bytes: (point) => decodeTree(encodeTree(point as never)) as unknown as Point,
};

for (const [way, keep] of Object.entries(ways)) {
  Deno.test(`a point read from ${way} goes on in a loop, with the same bits`, () => {
    for (const dtype of ["float64", "float32"] as const) {
      const points = [begin(dtype)];
      const losses: number[] = [];
      for (let i = 0; i < 6; i++) {
        const [next, loss] = step(points[i]);
        points.push(next);
        losses.push(loss.item());
      }
      const check = ({ params, state }: Point) => {
        const expected = points[6];
        assertSameBits(params.toTypedArray(), expected.params.toTypedArray());
        assertEquals(state.count.item(), 6);
        for (const slot of ["m", "v"] as const) {
          const [own, other] = [state, expected.state].map(({ slots }) =>
            slots[slot].toTypedArray()
          );
          assertSameBits(own, other, slot);
        }
      };
      for (const at of [0, 2]) {
        const kept = keep(points[at]);
        const count = 6 - at;
        using training = compileLoop(step);
        const run = training.start(kept);
        const records = [...run.steps(count).toTypedArray()];
        check(run.state());
        check(training.start(keep(run.state())).state());
        assertSameBits(records, losses.slice(at));

        const scanned = () => scan(step, kept, undefined, { length: count });
        check(scanned()[0]);
        using whole = compile((point: Point) =>
          scan(step, point, undefined, { length: count })[0]
        );
        check(whole(kept));

        using once = compile((point: Point) => step(point)[0]);
        check(once.repeat(count, kept));
      }
    }
  });
}

Deno.test("scan() has the derivative by an ordinary carry that comes back weak", () => {
  // Three halvings and squarings: x ↦ (x/2)² three times.
  const turns = (x: Tensor) =>
    scan(
      (c: Tensor) => [c.asScalar().mul(0.5).square(), undefined],
      x,
      undefined,
      { length: 3 },
    )[0];
  assertEquals(turns(tensor(4)).item(), 4);
  assertEquals(grad(turns)(tensor(4)).item(), 8);
  // A last carry is what the first is: it does not take another's dtype.
  assertThrows(
    () => turns(tensor(4)).mul(tensor(1, "float32")),
    TypeError,
    "do not mix",
  );
  assertEquals(turns(scalar(4)).mul(tensor(1, "float32")).item(), 4);
});
