/** How tests call a loop. */
import { concatenate, full, scan } from "../../../../autodiff/mod.ts";
import type { DType, Tensor } from "../../../../autodiff/mod.ts";
import { makeBody } from "../body.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, sizeOf, textOf } from "../entry.ts";
import { fit } from "../fit.ts";

type Shape = readonly number[];

/** What a turn makes of the carries, a tensor from outside and its slice. */
interface Maker {
  make(values: readonly Tensor[], float: DType): Tensor;
  readonly text: string;
}

const domain = { low: -3, high: 3 };

/** The most turns of a loop. */
const longest = 5;

/**
 * Something of a given shape: a function of two values of a turn, or one of
 * them as it is, so that carries change places or stay.
 */
function maker(
  entries: Record<string, Entry>,
  choices: Choices,
  shapes: readonly Shape[],
  shape: Shape,
): Maker {
  const [first, second] = [0, 1].map(() => choices.below(shapes.length));
  if (choices.oneIn(4) && textOf(shapes[first]) === textOf(shape)) {
    return { make: (values) => values[first], text: `v${first}` };
  }
  const body = makeBody(entries, choices, shapes[first], shapes[second]);
  const slot = { shape, domain };
  const adapt = fit(choices, full(body.shape, 0.25), slot, true);
  return {
    make: (values, float) =>
      adapt(body.apply(values[first], values[second], float), float),
    text: `(v${first}, v${second}) => ${body.text}`,
  };
}

/** A loop with one more loop in some of its turns, if there are such. */
function loop(
  entries: Record<string, Entry>,
  choices: Choices,
  like: Shape,
  inner?: Entry,
): Call {
  const shape = sizeOf(like) <= 9 ? like : [5];
  const carries = [shape, ...choices.pick<Shape[]>([[], [[]], [[2], shape]])];
  const outside = choices.pick<Shape>([[], shape, [2]]);
  const slices = choices.pick<Shape[]>([[], [[]], [shape], [[3]]]);
  const shapes = [...carries, outside, ...slices];
  const length = choices.between(0, longest);
  const makers = [...carries, ...choices.pick<Shape[]>([[], [shape], [[2]]])]
    .map((shape) => {
      const name = choices.pick(Object.keys(entries));
      const nests = inner !== undefined && choices.oneIn(4);
      const some = nests ? { scan: inner, [name]: entries[name] } : entries;
      return maker(some, choices, shapes, shape);
    });
  const results = makers.map((_, i) => i);
  const used = choices.shuffle(results)
    .slice(0, choices.between(1, results.length));
  const slots = [
    ...shapes.slice(0, carries.length + 1),
    ...slices.map((own) => [length, ...own]),
  ].map((shape) => ({ shape, domain }));
  const apply = (operands: readonly Tensor[], float: DType): Tensor => {
    const captured = operands[carries.length];
    const turn = (carry: Tensor[], x?: Tensor): [Tensor[], Tensor[]] => {
      const values = [...carry, captured, ...x === undefined ? [] : [x]];
      const made = makers.map(({ make }) => make(values, float));
      return [made.slice(0, carries.length), made.slice(carries.length)];
    };
    const init = operands.slice(0, carries.length);
    const xs = operands.at(carries.length + 1);
    const [last, records] = scan<Tensor[], Tensor | undefined, Tensor[]>(
      ...[turn, init, xs] as const,
      { length },
    );
    const all = [...last, ...records];
    if (used.length === 1) return all[used[0]];
    return concatenate(used.map((i) => all[i].reshape([-1])));
  };
  const values = shapes.map((shape, i) => `v${i} ${textOf(shape)}`);
  const turns = makers.map(({ text }) => `{${text}}`);
  const text = `${length} turns (${values.join(", ")}) => ${turns.join(", ")}` +
    ` of which ${used}`;
  return { slots, apply, text };
}

/** The entry of loops, over the entries of the operations. */
export function scanEntry(entries: Record<string, Entry>): Entry {
  const entry = (inner?: Entry): Entry => ({
    kind: "loop",
    call: (choices, shape) => loop(entries, choices, shape, inner),
  });
  return entry(entry());
}
