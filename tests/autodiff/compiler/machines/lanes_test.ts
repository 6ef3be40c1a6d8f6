import { assertEquals, assertThrows } from "@std/assert";
import {
  ConstantTable,
} from "../../../../autodiff/compiler/machines/constants.ts";
import {
  Lanes,
  lanesOptions,
} from "../../../../autodiff/compiler/machines/lanes.ts";
import {
  loadElement,
  storeElement,
} from "../../../../autodiff/compiler/machines/memory.ts";
import { Locals } from "../../../../autodiff/compiler/machines/locals.ts";
import { writeCode } from "../../../../autodiff/compiler/machines/write_code.ts";
import { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";
import { allocate, type DType, dtypes } from "../../../../autodiff/dtypes.ts";
import type { Operation } from "../../../../autodiff/operation.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { pointsOf } from "./points.ts";
import { compileLoop } from "./support.ts";

const counts = [1, 2, 4, 8, 12, 16] as const;
const fits = (count: number, ...dtypes: DType[]) =>
  count !== 2 || dtypes.every((d) => d === "float64" || d === "bool");

for (const count of counts) {
  for (const dtype of dtypes.filter((dtype) => fits(count, dtype))) {
    Deno.test(`${count} lanes of ${dtype} are read and written as they are`, () => {
      const points = pointsOf([dtype]);
      const loop = compileLoop({
        count,
        dtypes: [dtype],
        result: dtype,
        body: (_, [x]) => x,
      });
      assertSameBits(loop.run(...points), points[0]);
    });
  }

  Deno.test(`masks of float64 choose among other dtypes in ${count} lanes`, () => {
    for (const dtype of dtypes.filter((dtype) => fits(count, dtype))) {
      const points = pointsOf(["float64", "float64", dtype, dtype]);
      const loop = compileLoop({
        count,
        dtypes: ["float64", "float64", dtype, dtype],
        result: dtype,
        body(lanes, [a, b, yes, no]) {
          const mask = lanes.machine("float64").less(a, b);
          return lanes.machine(dtype).select(mask, yes, no);
        },
      });
      const [a, b, yes, no] = points;
      const right = yes.map((y, i) => a[i] < b[i] ? y : no[i]);
      assertSameBits(loop.run(...points), right);
    }
  });

  Deno.test(`masks of all dtypes are joined in ${count} lanes`, () => {
    const other = count === 2 ? "float64" : "int32";
    const columns = ["float64", "float64", other, other, "bool"] as DType[];
    const points = pointsOf(columns);
    const [a, b, c, d, e] = points;
    const loop = compileLoop({
      count,
      dtypes: columns,
      result: "bool",
      body(lanes, [a, b, c, d, e]) {
        const m = lanes.machine("bool");
        const first = lanes.machine("float64").lessEqual(a, b);
        const second = lanes.machine(other).less(c, d);
        const some = m.or(m.and(first, second), m.not(e));
        const same = m.equal(some, first);
        return m.select(m.equal(same, m.constant(1)), same, m.constant(0));
      },
    });
    const right = Uint8Array.from(a, (_, i) => {
      const first = a[i] <= b[i];
      return +(((first && c[i] < d[i]) || e[i] === 0) === first);
    });
    assertSameBits(loop.run(...points), right);
  });

  Deno.test(`a choice after a comparison of other elements is no minimum in ${count} lanes`, () => {
    const loop = compileLoop({
      count,
      dtypes: ["float64", "float64", "float64"],
      result: "float64",
      body(lanes, [a, b, c]) {
        const m = lanes.machine("float64");
        const mask = m.less(a, b);
        const chosen = m.select(mask, a, c);
        return m.add(m.select(mask, a, b), chosen);
      },
    });
    const points = pointsOf(["float64", "float64", "float64"]);
    const [a, b, c] = points;
    const right = a.map((a, i) =>
      (a < b[i] ? a : b[i]) + (a < b[i] ? a : c[i])
    );
    assertSameBits(loop.run(...points), right);
  });
}

Deno.test("a choice after a comparison of what is no longer there is no minimum", () => {
  const points = pointsOf(["float64", "float64"]);
  const [a, b] = points;
  const loop = compileLoop({
    count: 2,
    dtypes: ["float64", "float64"],
    result: "float64",
    body(lanes, [a, b]) {
      const m = lanes.machine("float64");
      const mask = m.less(a, b);
      lanes.locals.release(a);
      const twice = m.add(b, b);
      assertEquals(twice, a);
      return m.select(mask, twice, b);
    },
  });
  const right = a.map((a, i) => a < b[i] ? b[i] + b[i] : b[i]);
  assertSameBits(loop.run(...points), right);
});

Deno.test("a choice of −0 is none of +0", () => {
  for (const count of counts) {
    const loop = compileLoop({
      count,
      dtypes: ["float64", "float64"],
      result: "float64",
      body(lanes, [a, b]) {
        const m = lanes.machine("float64");
        const [plus, minus] = [m.constant(0), m.constant(-0)];
        const first = m.select(m.equal(a, b), minus, b);
        return m.select(m.less(b, a), plus, m.select(m.less(a, b), a, first));
      },
    });
    const points = pointsOf(["float64", "float64"]);
    const [a, b] = points;
    const right = a.map((a, i) =>
      b[i] < a ? 0 : a < b[i] ? a : a === b[i] ? -0 : b[i]
    );
    assertSameBits(loop.run(...points), right);
  }
});

Deno.test("one lane and four have constants of their own in one function", () => {
  for (const dtype of ["float64", "float32", "int32"] as const) {
    const loop = compileLoop({
      count: 4,
      dtypes: [dtype],
      result: dtype,
      body(lanes, [x]) {
        const one = new Lanes(1, lanes).machine(dtype);
        one.add(one.constant(2), one.constant(2));
        const m = lanes.machine(dtype);
        return m.add(m.maximum(x, m.constant(2)), m.constant(2));
      },
    });
    const [points] = pointsOf([dtype]);
    const right = points.map((x) => Math.max(x, 2) + 2);
    assertSameBits(loop.run(points), right);
  }
});

Deno.test("Locals gives locals again when they were given back", () => {
  const code = new FunctionWriter(["i32"]);
  const locals = new Locals(code);
  const kept = locals.take("f64");
  let inner: number[] = [];
  const [result] = locals.scope(() => {
    inner = [locals.take("f64"), locals.take("v128"), locals.take("f64")];
    return [inner[2]];
  });
  assertEquals(result, inner[2]);
  assertEquals([kept, inner[0], inner[2]].map((x) => locals.has(x)), [
    true,
    false,
    true,
  ]);
  assertEquals([locals.take("f64"), locals.take("v128")], inner.slice(0, 2));
  locals.release([result, result, 0]);
  assertEquals(locals.take("f64"), result);
  assertEquals(locals.take("f64"), 5);
});

Deno.test("an outer scope gives back what an inner one returned", () => {
  const locals = new Locals(new FunctionWriter([]));
  let inner: readonly number[] = [];
  locals.scope(() => {
    inner = locals.scope(() => [locals.take("f32")]);
    return [];
  });
  assertEquals(inner.map((local) => locals.has(local)), [false]);
});

Deno.test("ConstantTable keeps equal constants once, apart from those of other bits", () => {
  const table = new ConstantTable(64, 24);
  const address = (x: number) => table.addressOf("f64", x);
  assertEquals([0, -0, 0, 1].map(address), [64, 72, 64, 80]);
  assertEquals(new Float64Array(table.bytes.buffer)[2], 1);
  assertThrows(() => address(2), RangeError, "more than 24 bytes");
  const both = new ConstantTable(0);
  assertEquals(both.addressOf("f64", 0.5), 0);
  assertEquals(both.addressOf("f32", 0.5), 8);
  assertEquals(new Float32Array(both.bytes.buffer)[2], 0.5);
});

Deno.test("what writeCode() returns shares no local with inputs or constants", () => {
  const code = new FunctionWriter([]);
  const lanes = new Lanes(1, lanesOptions(code, new ConstantTable(0)));
  const x = [lanes.locals.take("f64")];
  const write = (own: Operation<undefined>["code"]) =>
    writeCode(lanes, {
      operation: { name: "own", code: own } as Operation<undefined>,
      attributes: undefined,
      dtypes: ["float64"],
    }, [x]);
  const results = [
    ...write((_, [x]) => x),
    ...write((m) => m.constant(3)),
    ...write((m) => m.constant(3)),
  ];
  assertEquals(new Set([...x, ...results]).size, 4);
  assertEquals(results.map((local) => lanes.locals.has(local)), [
    true,
    true,
    true,
  ]);
});

Deno.test("writeCode() refuses what is not made element by element, and narrow pairs", () => {
  const code = new FunctionWriter([]);
  const lanes = new Lanes(2, lanesOptions(code, new ConstantTable(0)));
  const step = (own: Operation<undefined>["code"]) => ({
    operation: { name: "own", code: own } as Operation<undefined>,
    attributes: undefined,
    dtypes: ["float32"] as const,
  });
  assertThrows(
    () => writeCode(lanes, step(undefined), [[0]]),
    TypeError,
    "Cannot compile own: it is not made element by element",
  );
  assertThrows(
    () => writeCode(lanes, step((_, [x]) => x), [[0]]),
    TypeError,
    "Cannot compile own: two lanes hold float64 or bool, current dtype is float32",
  );
});

Deno.test("storeElement() writes as many lanes as are live, and no more", () => {
  for (const count of counts) {
    for (const dtype of dtypes.filter((dtype) => fits(count, dtype))) {
      for (let live = 1; live <= count; live++) {
        const size = allocate(dtype, count).byteLength;
        const code = new FunctionWriter(["i32", "i32"]);
        const lanes = new Lanes(
          count,
          lanesOptions(code, new ConstantTable(0)),
        );
        const element = loadElement(lanes, dtype, { cursor: 0 });
        storeElement(lanes, dtype, element, { cursor: 1 }, live);
        const module = new ModuleWriter({ pages: 1 });
        module.add(code, "f");
        const memory = new WebAssembly.Memory({ initial: 1 });
        const { exports } = new WebAssembly.Instance(
          new WebAssembly.Module(module.encode()),
          { environment: { memory } },
        );
        const bytes = new Uint8Array(memory.buffer);
        bytes.subarray(0, size).fill(1);
        (exports.f as (from: number, to: number) => void)(0, 1024);
        const written = live * size / count;
        const right = Array.from({ length: 256 }, (_, i) => +(i < written));
        assertEquals([...bytes.subarray(1024, 1024 + 256)], right);
      }
    }
  }
});
