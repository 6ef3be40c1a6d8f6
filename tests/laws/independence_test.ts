import { assertRejects } from "@std/assert";
import * as fc from "fast-check";
import { independence } from "../../laws/laws/independence.ts";
import type { Point, Subject } from "../../laws/subject.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import { gradientDescent } from "../../mod.ts";

const own = subjectOf(gradientDescent);
const someAboveOne = (point: Point) => point.flat().some((x) => x > 1);
const halved = (point: Point) => point.map((row) => row.map((x) => x / 2));

async function assertRejected(subject: Subject): Promise<void> {
  await assertRejects(async () => {
    await fc.assert(independence.property(subject), { seed: 1 });
  });
}

Deno.test("independence rejects who looks at others' gradients", async () => {
  await assertRejected({
    ...own,
    update: (grads, standing) =>
      own.update(someAboveOne(grads) ? halved(grads) : grads, standing),
  });
});

Deno.test("independence rejects who looks at where others begin", async () => {
  await assertRejected({
    ...own,
    init: async (params, shapes) => ({
      inner: await own.init(params, shapes),
      slow: someAboveOne(params),
    }),
    update: async (grads, { params, state }) => {
      const { inner, slow } = state as { inner: unknown; slow: boolean };
      const next = await own.update(slow ? halved(grads) : grads, {
        params,
        state: inner,
      });
      return { ...next, state: { inner: next.state, slow } };
    },
  });
});
