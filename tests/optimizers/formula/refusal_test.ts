import { assertThrows } from "@std/assert";
import { adam, formula } from "../../../mod.ts";

Deno.test("formula() refuses what is not an optimizer", () => {
  const refused = (candidate: unknown) =>
    assertThrows(
      () => formula(candidate as ReturnType<typeof adam>),
      TypeError,
      "Cannot read a formula: expected what a rule gives when called",
    );
  refused(adam);
  refused(undefined);
  refused({ init: () => {}, update: () => {} });
});
