import { assert, assertEquals, assertGreater } from "@std/assert";
import {
  checkGradient,
  type DType,
  grad,
  stack,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { weighted } from "./body.ts";
import { Choices } from "./choices.ts";
import { enclose, rounding32 } from "./enclosures/mod.ts";
import { sizeOf, type Slot } from "./entry.ts";
import {
  floatsOf,
  lossOf,
  ofFloats,
  operand,
  type Sample,
  sampleOf,
  samplesOf,
} from "./operation_support.ts";
import { arrays, graphOf } from "./program_support.ts";
import { operationEntries } from "./table/mod.ts";

const names = Object.keys(operationEntries);

/** Runs a test on calls of each operation; a failure shows the call. */
function forEachSample(
  count: number,
  test: (sample: Sample) => void,
  shapes?: readonly (readonly number[])[],
): void {
  for (const name of names) {
    for (const sample of samplesOf(name, count, shapes)) {
      try {
        test(sample);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new Error(`${sample.text}: ${error.message}`, { cause: error });
      }
    }
  }
}

Deno.test("each operation has the first derivative that differences find", () => {
  forEachSample(8, (sample) => {
    const { verdict, message } = checkGradient(
      lossOf(sample),
      floatsOf(sample),
    );
    assertEquals(verdict, "agrees", message);
  });
});

Deno.test("each operation has the second derivative that differences find", () => {
  forEachSample(6, (sample) => {
    const gradient = grad<Tensor[]>(lossOf(sample));
    const at = floatsOf(sample);
    if (at.length === 0) return;
    const slope = (p: Tensor[]) =>
      gradient(p).map((g) => weighted(g, "float64"))
        .reduce((sum, term) => sum.add(term));
    const { verdict, message } = checkGradient(slope, at, { directions: 3 });
    assertEquals(verdict, "agrees", message);
  });
});

const special = [NaN, Infinity, -Infinity, 0, -0, 1, 1, -1, 1e-310, 3e38];

/** An operand of any numbers: special ones, ties, and those of the domain. */
function anyOperand(choices: Choices, slot: Slot): Tensor {
  const usual = operand(choices, slot);
  if (slot.dtype !== undefined && slot.dtype !== "float") return usual;
  const elements = [...usual.toTypedArray()]
    .map((x) => choices.oneIn(3) ? choices.pick(special) : x);
  return tensor(elements).reshape(slot.shape);
}

/** Every choice of at least one of n operands. */
function choicesOf(n: number): boolean[][] {
  return Array.from(
    { length: 2 ** n - 1 },
    (_, i) => Array.from({ length: n }, (_, bit) => ((i + 1) >> bit) % 2 === 1),
  );
}

/** The value and all derivatives of an operation, in a row. */
function valueAndDerivatives(
  sample: Sample,
  float: DType,
): (...operands: Tensor[]) => Tensor[] {
  return (...operands) => {
    const here = { ...sample, operands };
    const at = floatsOf(here);
    const value = ofFloats(here, float)(at);
    return at.length === 0
      ? [value]
      : [value, ...grad<Tensor[]>(lossOf(here, float))(at)];
  };
}

function inFloat(x: Tensor, float: DType): Tensor {
  return x.dtype === "float64" ? x.cast(float) : x;
}

Deno.test("each operation has the same bits batched, whatever is mapped", () => {
  forEachSample(6, ({ name, call }) => {
    const choices = new Choices(name.length);
    const instances = [0, 1, 2].map((k) =>
      call.slots.map((slot) =>
        k === 0 ? operand(choices, slot) : anyOperand(choices, slot)
      )
    );
    for (const float of ["float64", "float32"] as const) {
      const f = valueAndDerivatives(sampleOf(name, call, []), float);
      for (const mapped of choicesOf(call.slots.length)) {
        const alone = instances.map((operands) =>
          f(...operands.map((own, i) =>
            inFloat(mapped[i] ? own : instances[0][i], float)
          ))
        );
        const axes = mapped.map((is, i) =>
          is ? choices.between(-1, call.slots[i].shape.length) : null
        );
        const together = vmap(f, { axes })(
          ...call.slots.map((_, i) =>
            mapped[i]
              ? stack(instances.map((o) => inFloat(o[i], float)), axes[i]!)
              : inFloat(instances[0][i], float)
          ),
        );
        alone.forEach((results, k) => {
          results.forEach((result, i) => {
            assertEquals(together[i].shape, [3, ...result.shape]);
            const own = together[i].toTypedArray()
              .slice(k * result.size, (k + 1) * result.size);
            const place =
              `${float}, result ${i}, instance ${k}, mapped ${axes}`;
            assertSameBits(own, result.toTypedArray(), place);
          });
        });
      }
    }
  });
});

Deno.test("each operation in float32 agrees with float64 within enclosures", () => {
  let [tight, all] = [0, 0];
  forEachSample(8, (sample) => {
    const at = floatsOf(sample);
    const others = sample.operands;
    const run = (float: DType) => (p: readonly Tensor[]) => {
      const operands = [...others];
      sample.floats.forEach((place, i) => operands[place] = p[i]);
      return valueAndDerivatives(sample, float)(...operands)
        .map((y) => y.dtype.startsWith("float") ? y : y.cast(float));
    };
    const bounds = enclose(
      graphOf(run("float64"), at),
      arrays(at),
      rounding32,
    );
    const wide = run("float64")(at);
    const narrow = run("float32")(at.map((x) => x.cast("float32")));
    bounds.forEach(({ low, high }, i) => {
      assertEquals(narrow[i].dtype, "float32");
      for (const result of [wide[i], narrow[i]]) {
        result.toTypedArray().forEach((x, j) => {
          const text = `${x} in ${result.dtype} is not in [${low[j]}, ${
            high[j]
          }]`;
          assert(low[j] <= x && x <= high[j], text);
        });
      }
      all += low.length;
      tight += low.filter((x, j) =>
        high[j] - x < 1e-4 * Math.max(1, Math.abs(x))
      ).length;
    });
  });
  assertGreater(tight, 0.95 * all);
});

Deno.test("each operation takes empty tensors, and none or many instances", () => {
  const empty = [[0], [2, 0], [0, 3], [2, 0, 3]];
  let [seen, all] = [0, 0];
  forEachSample(8, (sample) => {
    all++;
    if (sample.operands.some(({ size }) => size === 0)) seen++;
    const f = valueAndDerivatives(sample, "float64");
    const alone = f(...sample.operands);
    sample.floats.forEach((place, i) => {
      assertEquals(alone[i + 1].shape, sample.operands[place].shape);
      assert(alone[i + 1].toTypedArray().every(Number.isFinite));
    });
    for (const count of [0, 2]) {
      const together = vmap(f)(
        ...sample.operands.map((x) => x.broadcastTo([count, ...x.shape])),
      );
      together.forEach((result, i) => {
        assertEquals(result.shape, [count, ...alone[i].shape]);
        assertEquals(result.size, count * sizeOf(alone[i].shape));
      });
    }
  }, empty);
  assertGreater(seen, 0.7 * all);
});
