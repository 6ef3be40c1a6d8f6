import type { DType } from "../../dtypes.ts";
import type { Operation } from "../../operation.ts";
import type { Node } from "../plan/nodes.ts";
import type { Element, Lanes } from "./lanes.ts";

/** An operation that is applied element by element. */
export interface Step {
  // deno-lint-ignore no-explicit-any
  readonly operation: Operation<any>;
  readonly attributes: unknown;
  /** The dtypes of the inputs. */
  readonly dtypes: readonly DType[];
}

/**
 * Writes the code of an operation. The element it returns is new: it shares no
 * local with the inputs, so that each may be given back to `lanes.locals` when
 * nothing needs it any longer. Elements of `bool` are masks of either form.
 *
 * @throws {TypeError} if the operation isn't made element by element, or if
 * two lanes are to hold a dtype other than float64 and `bool`.
 */
export function writeCode(
  lanes: Lanes,
  { operation: { name, code }, attributes, dtypes }: Step,
  inputs: readonly Element[],
): Element {
  if (code === undefined) {
    throw new TypeError(
      `Cannot compile ${name}: it is not made element by element`,
    );
  }
  const wrong = dtypes.find((d) => d !== "float64" && d !== "bool");
  if (lanes.count === 2 && wrong !== undefined) {
    throw new TypeError(
      `Cannot compile ${name}: two lanes hold float64 or bool, ` +
        `current dtype is ${wrong}`,
    );
  }
  const machine = lanes.machine(dtypes[dtypes.length - 1]);
  return lanes.locals.scope(() =>
    ownElement(lanes, code(machine, inputs, attributes), inputs)
  );
}

/**
 * The element that an operation made element by element computes, or the one
 * that it only hands on.
 */
export function elementOf(
  lanes: Lanes,
  { application, inputs: from }: Node,
  inputs: readonly Element[],
): Element {
  const { operation, attributes } = application!;
  if (operation.code === undefined) return inputs[0];
  const dtypes = from.map(({ dtype }) => dtype);
  return writeCode(lanes, { operation, attributes, dtypes }, inputs);
}

/** The element, copied where it is an input or a constant. */
function ownElement(
  lanes: Lanes,
  element: Element,
  inputs: readonly Element[],
): Element {
  return element.map((local) => {
    const shared = inputs.some((input) => input.includes(local)) ||
      !lanes.locals.has(local);
    if (!shared) return local;
    const copy = lanes.locals.take(lanes.code.typeOf(local));
    lanes.code.get(local);
    lanes.code.set(copy);
    return copy;
  });
}
