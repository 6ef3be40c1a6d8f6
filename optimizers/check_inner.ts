import { describe } from "../autodiff/handle.ts";

/** Refuses what is no optimizer where a combinator takes one. */
export function checkInner(name: string, optimizer: unknown): void {
  const { init, step } = (optimizer ?? {}) as Record<string, unknown>;
  if (typeof init === "function" && typeof step === "function") return;
  throw new TypeError(
    `Cannot create ${name}: optimizer must be what a rule gives when ` +
      `called, current value is ${describe(optimizer)}`,
  );
}
