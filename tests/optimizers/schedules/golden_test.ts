/** Schedules against the rates of optax' and PyTorch's own. */
import { assert, assertEquals } from "@std/assert";
import * as lab from "../../../mod.ts";
import type { Schedule } from "../../../mod.ts";
import optax from "../../golden/schedules/optax.json" with { type: "json" };
import torch from "../../golden/schedules/torch.json" with { type: "json" };
import { ratesTo } from "./support.ts";

/** A schedule by name, whose rates may be such schedules. */
interface Named {
  readonly schedule: string;
  readonly options: unknown;
}

function made({ schedule, options }: Named): Schedule {
  const functions = lab as unknown as Record<
    string,
    (options: unknown) => Schedule
  >;
  return functions[schedule](filled(options));
}

/** Options with the schedules among them made. */
function filled(options: unknown): unknown {
  if (Array.isArray(options)) return options.map(filled);
  if (typeof options !== "object" || options === null) return options;
  if ("schedule" in options) return made(options as Named);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, filled(value)]),
  );
}

for (const { library, cases } of [optax, torch]) {
  for (const { rates, ...named } of cases as (Named & { rates: number[] })[]) {
    const text = JSON.stringify(named.options);
    Deno.test(`${named.schedule}() has the rates of ${library}: ${text}`, () => {
      const own = ratesTo(made(named), rates.length);
      const greatest = Math.max(...rates);
      // The angle has three roundings here and as many there, half of whose
      // effect on the cosine is 2.8 each; a power has 4 and a weight 4 more;
      // PyTorch's lines and stairs go from rate to rate, a few roundings each.
      const bound = 32 * 2 ** -53 * greatest;
      own.forEach((rate, i) =>
        assert(
          Math.abs(rate - rates[i]) <= bound,
          `${rate} for ${rates[i]} in step ${i + 1}`,
        )
      );
    });
  }
}

Deno.test("tables of rates cover what the libraries have", () => {
  const names = (cases: readonly { schedule: string }[]) =>
    [
      ...new Set(cases.map(({ schedule }) => schedule)),
    ].sort((a, b) => a < b ? -1 : 1);
  assertEquals(names(optax.cases), [
    "cosineRestarts",
    "joinSchedules",
    "linearWarmupDecay",
    "oneCycle",
    "polynomialDecay",
    "warmupStableDecay",
  ]);
  assertEquals(names(torch.cases), [
    "cosineRestarts",
    "joinSchedules",
    "oneCycle",
    "polynomialDecay",
  ]);
});
