import type { View } from "../../compiler/compiled_form.ts";
import { allocate } from "../../dtypes.ts";
import { apply, elementOf, filled, type Value } from "../../graph.ts";
import type { Operation } from "../../operation.ts";
import { type Shape, sizeOf } from "../../shapes.ts";
import { copyStrided } from "../../strided.ts";

/** What an operation is made of whose elements are those of its input. */
export interface ViewDefinition<A> {
  /** The shape of the result, from that of the input. */
  shape(from: Shape, attributes: A): Shape;
  /** Where in the input the elements of the result lie. */
  view(from: Shape, attributes: A): View;
  /** The contribution to the cotangent of an input of shape `from`. */
  derivative(g: Value, from: Shape, attributes: A): Value;
  /** The same on `size` instances, along the first axis of `x`. */
  batch(x: Value, attributes: A, size: number): Value;
}

/** An operation that reads elements of its input in other places. */
export function viewing<A>(
  name: string,
  definition: ViewDefinition<A>,
): (x: Value, attributes: A) => Value {
  const operation: Operation<A> = {
    name,
    infer: ([x], attributes) => ({
      shape: definition.shape(x.shape, attributes),
      dtype: x.dtype,
    }),
    evaluate([x], attributes, { shape, dtype }) {
      const result = allocate(dtype, sizeOf(shape));
      const view = definition.view(x.shape, attributes);
      copyStrided(x.data, result, shape, view);
      return result;
    },
    compiled: { kind: "view", view: definition.view },
    derivative: (g, _index, { inputs: [x], attributes }) =>
      definition.derivative(g, x.shape, attributes),
    batch: ([x], _mapped, size, attributes) =>
      definition.batch(x, attributes, size),
  };
  return (x, attributes) => {
    const element = elementOf(x);
    if (element === undefined) return apply(operation, [x], attributes);
    return filled(definition.shape(x.shape, attributes), x.dtype, element);
  };
}
