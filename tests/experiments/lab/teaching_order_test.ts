import { assertEquals } from "@std/assert";
import { studies } from "../../../mod.ts";
import { inTeachingOrder } from "../../../experiments/lab/teaching_order.ts";

const ids = (names: string[]) =>
  inTeachingOrder(names.map((id) => ({ id }))).map(({ id }) => id);

Deno.test("inTeachingOrder() has the lecture first, and what it does not know last", () => {
  assertEquals(
    ids(["z", "iris", "a", "lecture-direction", "lecture-backpropagation"]),
    ["lecture-backpropagation", "lecture-direction", "iris", "z", "a"],
  );
});

Deno.test("inTeachingOrder() leaves the list as it is and loses nothing", () => {
  const names = studies.map(({ id }) => id);
  const ordered = ids(names);
  assertEquals(ordered.toSorted(), names.toSorted());
  const list = [{ id: "iris" }, { id: "lecture-direction" }];
  inTeachingOrder(list);
  assertEquals(list[0].id, "iris");
});
