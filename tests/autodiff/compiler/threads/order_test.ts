/** In which order a thread tells the others of a job. */
import { assert, assertEquals } from "@std/assert";
import { control } from "../../../../autodiff/compiler/threads/control.ts";
import { CrewWriter } from "../../../../autodiff/compiler/threads/crew_writer.ts";
import type { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";

/** A writer that keeps what it is told, and runs the bodies it is given. */
function recorder(): { code: FunctionWriter; told: unknown[][] } {
  const told: unknown[][] = [];
  const code: unknown = new Proxy({}, {
    get: (_, name) => (...args: unknown[]) => {
      told.push([name, ...args]);
      for (const arg of args) if (typeof arg === "function") arg(0);
      return name === "local" ? told.length : code;
    },
  });
  return { code: code as FunctionWriter, told };
}

Deno.test("CrewWriter announces a job when all that others look at is ready", () => {
  const { code, told } = recorder();
  const crew = new CrewWriter(new ModuleWriter({ pages: 1 }), 2);
  crew.share(code, [7, 8, 9]);
  const at = (...what: unknown[]) => {
    const found = told.findIndex((each) =>
      what.every((part, i) => each[i] === part)
    );
    assert(found >= 0, `${what.join(" ")} is missing`);
    return found;
  };
  const places = [
    // No part has ended: else one that ends at once would be forgotten.
    at("i32", control.done),
    // The parts may be claimed.
    at("i32", control.claims),
    // Those that look for news find the parts, those that sleep are woken.
    at("i32", control.news),
    at("i32", control.asleep),
    at("memory", "memory.atomic.notify"),
    // This thread claims parts too, then waits for all of them.
    at("call"),
    at("i32", 3),
  ];
  assertEquals(places, [...places].sort((a, b) => a - b));
  const stores = told.flatMap((each, i) =>
    each[1] === "i32.atomic.store" ? [told[i - 2][1]] : []
  );
  assertEquals(stores, [control.done, control.claims]);
});
