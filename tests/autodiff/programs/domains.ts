import type { DType } from "../../../autodiff/mod.ts";
import type { TensorType } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import { type Domain, reals } from "../../../autodiff/operation.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import type { Call, Slot } from "./entry.ts";

const known = new Map<string, readonly Domain[]>();

/**
 * A call whose slots say from which numbers they take, as the record of the
 * operation has it; all numbers of moderate size where it has no record.
 */
export function withDomains(name: string, call: Call): Call {
  const open = call.slots.some(({ dtype = "float", domain }) =>
    dtype === "float" && domain === undefined
  );
  if (!open) return call;
  const domains = known.get(name) ?? recordOf(name, call);
  known.set(name, domains);
  const slots = call.slots.map((slot, i) => ({
    ...slot,
    domain: slot.domain ?? domains[Math.min(i, domains.length - 1)],
  }));
  return { ...call, slots };
}

/** The domains of the operation that a call leads to, if it is of that name. */
function recordOf(name: string, call: Call): readonly Domain[] {
  const { outputs } = traceProgram(
    "test",
    call.slots.map((slot) => typeOf(slot, "float64")),
    (inputs) => [unwrap("test", call.apply(inputs.map(wrap), "float64"))],
  );
  const operation = outputs[0].application?.operation;
  return operation?.name === name && operation.domain !== undefined
    ? operation.domain
    : [reals];
}

/** What is known of an operand that fits a slot. */
export function typeOf({ shape, dtype }: Slot, float: DType): TensorType {
  const kind = dtype === undefined || dtype === "float" ? float : dtype;
  return { shape, dtype: kind, weak: false };
}
