import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Adds a constant to a local. */
export function advance(f: FunctionWriter, local: number, by: number): void {
  if (by === 0) return;
  f.get(local);
  f.i32(by);
  f.op("i32.add");
  f.set(local);
}

/** Sets a local to `base + factor · scale`, all but the scale being locals. */
export function setAddress(
  f: FunctionWriter,
  target: number,
  base: number,
  factor: number,
  scale: number,
): void {
  f.get(base);
  f.get(factor);
  f.i32(scale);
  f.op("i32.mul", "i32.add");
  f.set(target);
}

/** Repeats a body while a local is at least `by`, which each turn takes off. */
export function whileAtLeast(
  f: FunctionWriter,
  local: number,
  by: number,
  body: () => void,
): void {
  f.get(local);
  f.i32(by);
  f.op("i32.ge_s");
  f.if(() => {
    f.loop((again) => {
      body();
      advance(f, local, -by);
      f.get(local);
      f.i32(by);
      f.op("i32.ge_s");
      f.branchIf(again);
    });
  });
}

/** Repeats a body a fixed number of times, counting down in a local. */
export function repeat(
  f: FunctionWriter,
  local: number,
  times: number,
  body: () => void,
): void {
  if (times === 0) return;
  if (times === 1) return body();
  f.i32(times);
  f.set(local);
  f.loop((again) => {
    body();
    advance(f, local, -1);
    f.get(local);
    f.branchIf(again);
  });
}

/** Sets a local to the least of itself and a constant or another local. */
export function atMost(
  f: FunctionWriter,
  local: number,
  other: () => void,
): void {
  f.get(local);
  other();
  f.get(local);
  other();
  f.op("i32.lt_s", "select");
  f.set(local);
}
