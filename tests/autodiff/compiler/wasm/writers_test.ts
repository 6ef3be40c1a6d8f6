import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { Encoder } from "../../../../autodiff/compiler/wasm/encode.ts";
import { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";
import { check } from "../../../support/property.ts";
import { run } from "./support.ts";

/** What LEB128 bytes say. */
function decode(bytes: readonly number[], withSign: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, i) => value |= BigInt(byte & 127) << BigInt(7 * i));
  const bits = 7 * bytes.length;
  return withSign ? BigInt.asIntN(bits, value) : value;
}

/** What is written by a method of an encoder. */
function encoded(kind: "unsigned" | "signed", n: number): number[] {
  const encoder = new Encoder();
  encoder[kind](n);
  return [...encoder.written];
}

Deno.test("Encoder writes LEB128 with no byte to spare", () => {
  check(fc.property(fc.maxSafeNat(), (n) => {
    const bytes = encoded("unsigned", n);
    assertEquals(decode(bytes, false), BigInt(n));
    assertEquals(
      bytes.length,
      Math.max(1, Math.ceil(n.toString(2).length / 7)),
    );
  }));
  check(fc.property(fc.maxSafeInteger(), (n) => {
    const bytes = encoded("signed", n);
    assertEquals(decode(bytes, true), BigInt(n));
    const shorter = bytes.slice(0, -1);
    assertEquals(decode(shorter, true) === BigInt(n) && n !== 0, false);
  }));
});

Deno.test("FunctionWriter puts constants as they are", () => {
  check(fc.property(fc.double(), fc.integer(), (x, n) => {
    assertEquals(run([], ["f64"], (w) => w.f64(x)).f(), x);
    assertEquals(run([], ["f32"], (w) => w.f32(x)).f(), Math.fround(x));
    assertEquals(run([], ["i32"], (w) => w.i32(n)).f(), n);
    assertEquals(run([], ["i64"], (w) => w.i64(n)).f() as unknown, BigInt(n));
  }));
  assertEquals(run([], ["i32"], (w) => w.i32(4294967295)).f(), -1);
});

Deno.test("FunctionWriter nests blocks, loops and choices", () => {
  // Collatz: how many steps a number takes down to 1, at most `limit`.
  const { f } = run(["i32", "i32"], ["i32"], (w) => {
    const steps = w.local("i32");
    w.block((end) =>
      w.loop((again) => {
        w.get(0);
        w.i32(1);
        w.op("i32.eq");
        w.branchIf(end);
        w.get(0);
        w.i32(1);
        w.op("i32.and");
        w.if(() => {
          w.get(0);
          w.i32(3);
          w.op("i32.mul");
          w.i32(1);
          w.op("i32.add");
          w.set(0);
        }, () => {
          w.get(0);
          w.i32(1);
          w.op("i32.shr_u");
          w.set(0);
        });
        w.get(steps);
        w.i32(1);
        w.op("i32.add");
        w.tee(steps);
        w.get(1);
        w.op("i32.lt_s");
        w.if(() => w.branch(again));
      })
    );
    w.get(steps);
  });
  assertEquals([1, 2, 6, 27].map((n) => f(n, 1000)), [0, 1, 8, 111]);
  assertEquals(f(27, 50), 50);
});

Deno.test("FunctionWriter reads and writes memory at an offset", () => {
  const { f, memory } = run(["i32"], ["f64"], (w) => {
    w.get(0);
    w.get(0);
    w.memory("v128.load", 8);
    w.get(0);
    w.memory("v128.load", 24);
    w.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    w.memory("v128.store", 200);
    w.get(0);
    w.memory("f64.load", 208);
  });
  const doubles = new Float64Array(memory.buffer);
  doubles.set([1, 2, 3, 4, 5], 2);
  assertEquals(f(16), 4);
  assertEquals([...doubles.subarray(27, 29)], [3, 4]);
});

Deno.test("FunctionWriter.first() puts code before all else, in its own order", () => {
  const { f } = run(["i32"], ["i32"], (w) => {
    const factor = w.local("i32");
    w.get(0);
    w.get(factor);
    w.first(() => {
      w.i32(20);
      w.set(factor);
    });
    w.op("i32.mul");
    w.first(() => {
      w.get(factor);
      w.i32(1);
      w.op("i32.add");
      w.set(factor);
    });
  });
  assertEquals(f(2), 42);
});

Deno.test("FunctionWriter.typeOf() knows parameters and locals", () => {
  const w = new FunctionWriter(["i32", "f64"]);
  const locals = [0, 1, w.local("v128"), w.local("f32")];
  assertEquals(locals.map((local) => w.typeOf(local)), [
    "i32",
    "f64",
    "v128",
    "f32",
  ]);
});

Deno.test("ModuleWriter.data() fills the memory", () => {
  const module = new ModuleWriter({ pages: 2 });
  module.add(new FunctionWriter([]), "f");
  module.data(16, [1, 2, 3]);
  module.data(70_000, [200, 255]);
  const memory = new WebAssembly.Memory({ initial: 2 });
  new WebAssembly.Instance(new WebAssembly.Module(module.encode()), {
    environment: { memory },
  });
  const bytes = new Uint8Array(memory.buffer);
  assertEquals([...bytes.subarray(15, 20)], [0, 1, 2, 3, 0]);
  assertEquals([...bytes.subarray(70_000, 70_003)], [200, 255, 0]);
});

Deno.test("Encoder keeps what it has when it grows", () => {
  const encoder = new Encoder();
  const bytes = Array.from({ length: 1000 }, (_, i) => i * 7 % 256);
  for (const byte of bytes.slice(0, 300)) encoder.byte(byte);
  encoder.bytes(bytes.slice(300));
  assertEquals([...encoder.written], bytes);
  assertEquals(encoder.length, 1000);
});
