import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { attempt, Failure } from "../../experiments/failure.ts";

Deno.test("attempt() returns what the work gives", async () => {
  assertEquals(await attempt("work", () => Promise.resolve(7)), 7);
});

Deno.test("attempt() says what failed and the first line of why", async () => {
  const cause = new TypeError("no network\n  0: no route\n  1: no cable");
  const error = await assertRejects(
    () => attempt("load the data", () => Promise.reject(cause)),
    Failure,
  );
  assertEquals(error.message, "Cannot load the data: no network");
  assertEquals(error.name, "Failure");
  assertStrictEquals(error.cause, cause);
});

Deno.test("attempt() takes what is thrown before a promise is there, and what is no error", async () => {
  await assertRejects(
    () =>
      attempt("work", () => {
        throw new Error("at once");
      }),
    Failure,
    "Cannot work: at once",
  );
  await assertRejects(
    () => attempt("work", () => Promise.reject("a text")),
    Failure,
    "Cannot work: a text",
  );
});
