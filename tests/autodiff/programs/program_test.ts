import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import {
  checkGradient,
  grad,
  jvp,
  stack,
  type Tensor,
  tensor,
  vjp,
  vmap,
} from "../../../autodiff/mod.ts";
import * as operations from "../../../autodiff/operations/mod.ts";
import { randomProbes } from "../../../autodiff/check_gradient/probes.ts";
import { assertSameBits } from "../../support/bits.ts";
import { weighted } from "./body.ts";
import { Choices } from "./choices.ts";
import {
  enclose,
  type Enclosure,
  rounding32,
  rounding64,
} from "./enclosures/mod.ts";
import { kinds } from "./entry.ts";
import type { Program } from "./program.ts";
import {
  arrays,
  checkPrograms,
  elements,
  everything,
  graphOf,
} from "./program_support.ts";
import { entries, operationEntries } from "./table/mod.ts";

Deno.test("the table of calls has each operation, and no other", () => {
  const missing = Object.keys(operations)
    .filter((name) => !(name in operationEntries));
  assertEquals(missing, [], "operations without an entry in the table");
  const gone = Object.keys(operationEntries)
    .filter((name) => !(name in operations));
  assertEquals(gone, [], "entries without an operation");
});

const runs = 500;

Deno.test("random programs have every operation and every pair of kinds", () => {
  const count = new Map<string, number>();
  checkPrograms(runs, ({ names, pairs }) => {
    for (const name of [...names, ...pairs]) {
      count.set(name, (count.get(name) ?? 0) + 1);
    }
  });
  for (const name of Object.keys(entries)) {
    assertGreaterOrEqual(count.get(name) ?? 0, 8, name);
  }
  for (const from of kinds) {
    for (const to of kinds) {
      const pair = `${from} → ${to}`;
      assertGreaterOrEqual(count.get(pair) ?? 0, 3, pair);
    }
  }
});

/** Counts cases, and asserts that few are refused and few are flat. */
class Tally {
  cases = 0;
  refused = 0;
  flat = 0;

  assertFew(): void {
    const { cases, refused, flat } = this;
    assert(refused <= 0.05 * cases, `${refused} of ${cases} refused`);
    assert(flat <= 0.25 * cases, `${flat} of ${cases} derivatives are 0`);
  }
}

/**
 * Checks a gradient along a random direction. A difference within what the
 * roundings of backpropagation itself may add up to counts as a refusal.
 */
function checkAlong(
  f: (parameters: Tensor[]) => Tensor,
  { at }: Program,
  tally: Tally,
): void {
  const seed = tally.cases++;
  const found = checkGradient(f, [...at], { directions: 1, seed });
  if (found.backpropagation === 0) tally.flat++;
  if (found.verdict === "refused") tally.refused++;
  if (found.verdict !== "disagrees") return;
  const graph = graphOf((inputs) => grad(f)([...inputs]), at);
  const bounds = enclose(graph, arrays(at), rounding64);
  const [{ direction }] = randomProbes(arrays(at), 1, seed);
  let width = 0;
  bounds.forEach(({ low, high }, i) =>
    direction[i]!.forEach((v, j) => width += Math.abs(v) * (high[j] - low[j]))
  );
  const difference = Math.abs(found.backpropagation - found.differences);
  assert(difference <= width + found.error, found.message);
  tally.refused++;
}

Deno.test("grad() of random programs agrees with finite differences", () => {
  const tally = new Tally();
  checkPrograms(runs, (program) => {
    checkAlong((p) => program.loss(p, "float64"), program, tally);
  });
  tally.assertFew();
});

Deno.test("grad() of grad() agrees with differences of the gradient", () => {
  const tally = new Tally();
  checkPrograms(runs, (program) => {
    const gradient = grad((p: Tensor[]) => program.loss(p, "float64"));
    const slope = (p: Tensor[]) =>
      gradient(p).map((g) => weighted(g, "float64"))
        .reduce((sum, term) => sum.add(term));
    checkAlong(slope, program, tally);
  });
  tally.assertFew();
});

/** Tensors of the same shapes, of other numbers between -1 and 1. */
function like(tensors: readonly Tensor[], seed: number): Tensor[] {
  const choices = new Choices(seed);
  return tensors.map(({ shape, size }) => {
    const numbers = Array.from({ length: size }, () => choices.number(-1, 1));
    return tensor(numbers).reshape(shape);
  });
}

/** The scalar product of two lists of tensors. */
function product(a: readonly Tensor[], b: readonly Tensor[]): Tensor {
  return a.map((x, i) => x.mul(b[i]).sum()).reduce((sum, term) =>
    sum.add(term)
  );
}

/** How far apart bounds lie, measured by what they bound, or by 1. */
function looseness({ low, high }: Enclosure): number[] {
  return [...low].map((a, i) =>
    (high[i] - a) / Math.max(1, Math.abs(a), Math.abs(high[i]))
  );
}

Deno.test("jvp() and vjp() of random programs are adjoint", () => {
  // Bounds widen from turn to turn of a loop.
  const least = { straight: 0.9, loops: 0.7 };
  const counts = {
    straight: { tight: 0, all: 0 },
    loops: { tight: 0, all: 0 },
  };
  checkPrograms(runs, (program) => {
    const { at } = program;
    const f = (p: Tensor[]) => program.outputs(p, "float64");
    const v = like(at, 1);
    const u = like(f([...at]), 2);
    const given = [...at, ...v, ...u];
    const split = (all: readonly Tensor[]) => [
      all.slice(0, at.length),
      all.slice(at.length, 2 * at.length),
      all.slice(2 * at.length),
    ];
    const forward = graphOf((all) => {
      const [p, v, u] = split(all);
      return [product(jvp<Tensor[], Tensor[]>(f)(p, v).tangent, u)];
    }, given);
    const backward = graphOf((all) => {
      const [p, v, u] = split(all);
      return [product(vjp<Tensor[], Tensor[]>(f)(p, u).grad, v)];
    }, given);
    // Both enclose the one number that exact arithmetic gives.
    const [a] = enclose(forward, arrays(given), rounding64);
    const [b] = enclose(backward, arrays(given), rounding64);
    assert(
      a.low[0] <= b.high[0] && b.low[0] <= a.high[0],
      `[${a.low[0]}, ${a.high[0]}] and [${b.low[0]}, ${b.high[0]}]`,
    );
    const kind = program.names.includes("scan") ? "loops" : "straight";
    counts[kind].all++;
    if (looseness(a)[0] + looseness(b)[0] < 1e-8) counts[kind].tight++;
  });
  for (const kind of ["straight", "loops"] as const) {
    const { tight, all } = counts[kind];
    const text = `${tight} of ${all} bounds are tight: ${kind}`;
    assert(tight >= least[kind] * all, text);
  }
});

Deno.test("float32 agrees with float64 within enclosures of both", () => {
  let [tight, all] = [0, 0];
  checkPrograms(runs, (program) => {
    const { at } = program;
    const graph = graphOf(everything(program, "float64"), at);
    const bounds = enclose(graph, arrays(at), rounding32);
    const in64 = everything(program, "float64")(at);
    const in32 = everything(program, "float32")(
      at.map((x) => x.cast("float32")),
    );
    bounds.forEach((bound, i) => {
      const [wide, narrow] = [in64[i].toTypedArray(), in32[i].toTypedArray()];
      assertEquals(in32[i].dtype, "float32");
      looseness(bound).forEach((loose, j) => {
        for (const x of [wide[j], narrow[j]]) {
          assert(
            bound.low[j] <= x && x <= bound.high[j],
            `result ${i} at ${j}: ${wide[j]} in float64, ${narrow[j]} in ` +
              `float32, not in [${bound.low[j]}, ${bound.high[j]}]`,
          );
        }
        all++;
        if (loose < 1e-3) tight++;
      });
    });
  });
  assert(tight >= 0.9 * all, `${tight} of ${all} bounds are tight`);
});

Deno.test("vmap() of random programs gives each instance its own bits", () => {
  for (const float of ["float64", "float32"] as const) {
    checkPrograms(150, (program) => {
      const f = everything(program, float);
      const instances = [
        program.at,
        like(program.at, 1),
        program.at.map((x) => x.mul(-1.5)),
      ].map((at) => at.map((x) => x.cast(float)));
      const together = vmap((...p: Tensor[]) => f(p))(
        ...program.at.map((_, i) => stack(instances.map((at) => at[i]))),
      );
      instances.forEach((at, k) => {
        f(at).forEach((alone, i) => {
          const own = together[i].toTypedArray()
            .slice(k * alone.size, (k + 1) * alone.size);
          assertSameBits(own, alone.toTypedArray(), `${float}, instance ${k}`);
        });
      });
    });
  }
});

Deno.test("random programs give the same bits each time", () => {
  checkPrograms(100, (program) => {
    const run = () => elements(everything(program, "float64")(program.at));
    assertSameBits(run(), run());
  });
});
