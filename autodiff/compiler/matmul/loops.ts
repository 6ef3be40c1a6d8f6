import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Sets a local to another one and a number of bytes. */
export function setLocal(
  f: FunctionWriter,
  target: number,
  source: number,
  bytes = 0,
): void {
  f.get(source);
  if (bytes !== 0) {
    f.i32(bytes);
    f.op("i32.add");
  }
  f.set(target);
}

/** Adds a constant to a local. */
export function advance(f: FunctionWriter, local: number, by: number): void {
  if (by !== 0) setLocal(f, local, local, by);
}

/**
 * Repeats a body while a local, which is unsigned, is at least `by`, which each
 * turn takes off.
 */
export function whileAtLeast(
  f: FunctionWriter,
  local: number,
  by: number,
  body: () => void,
): void {
  const holds = () => {
    f.get(local);
    f.i32(by);
    f.op("i32.ge_u");
  };
  holds();
  f.if(() => {
    f.loop((again) => {
      body();
      advance(f, local, -by);
      holds();
      f.branchIf(again);
    });
  });
}

/** Repeats a body a fixed number of times. */
export function repeat(
  f: FunctionWriter,
  times: number,
  body: () => void,
): void {
  if (times === 0) return;
  if (times === 1) return body();
  const left = f.local("i32");
  f.i32(times);
  f.set(left);
  f.loop((again) => {
    body();
    advance(f, left, -1);
    f.get(left);
    f.branchIf(again);
  });
}

/** Writes a body for each block of a length: whole ones, then what is left. */
export function eachBlock(
  f: FunctionWriter,
  length: number,
  size: number,
  body: (size: number) => void,
): void {
  repeat(f, Math.floor(length / size), () => body(size));
  if (length % size > 0) body(length % size);
}
