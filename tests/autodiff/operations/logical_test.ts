import { assertEquals } from "@std/assert";
import {
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";

const a = tensor([true, true, false, false]);
const b = tensor([true, false, true, false]);

/** Each operation with its truth table. */
const tables = [
  [logicalAnd, [true, false, false, false]],
  [logicalOr, [true, true, true, false]],
  [logicalXor, [false, true, true, false]],
] as const;

Deno.test("logicalAnd(), logicalOr(), logicalXor() follow their truth tables", () => {
  for (const [f, expected] of tables) {
    assertEquals(f(a, b).dtype, "bool");
    assertEquals(f(a, b).toArray(), [...expected], f.name);
    assertEquals(f(b, a).toArray(), [...expected], f.name);
  }
});

Deno.test("logicalNot() turns each element", () => {
  assertEquals(logicalNot(a).dtype, "bool");
  assertEquals(logicalNot(a).toArray(), [false, false, true, true]);
});

Deno.test("logical operations take plain booleans and broadcast", () => {
  assertEquals(a.logicalAnd(true).toArray(), a.toArray());
  assertEquals(logicalOr(false, b).toArray(), b.toArray());
  assertEquals(logicalXor(true, false).item(), 1);
  const column = a.reshape([4, 1]);
  assertEquals(column.logicalAnd(b).toArray(), [
    [true, false, true, false],
    [true, false, true, false],
    [false, false, false, false],
    [false, false, false, false],
  ]);
});

Deno.test("logical operations give each instance what it has alone", () => {
  const instances = a.reshape([2, 2]);
  for (const [f, [tt, tf, ft, ff]] of tables) {
    assertEquals(vmap(f)(instances, b.reshape([2, 2])).toArray(), [
      [tt, tf],
      [ft, ff],
    ]);
    const shared = vmap(f, { axes: [0, null] })(
      instances,
      tensor([true, false]),
    );
    assertEquals(shared.toArray(), [[tt, tf], [ft, ff]]);
  }
  assertEquals(vmap(logicalNot)(instances).toArray(), [
    [false, false],
    [true, true],
  ]);
});
