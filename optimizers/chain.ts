import type { Tensor, TreeOf } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import { floatLeaves } from "../autodiff/transform.ts";
import { adjusted, gathered, type Prefixed } from "./adjustable.ts";
import {
  checkNeeds,
  lossNumber,
  type Need,
  type StepContext,
} from "./context.ts";
import { composed } from "./common_traits.ts";
import type { Traits } from "./define.ts";
import { freeName } from "./free_name.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  type Slot,
  type Step,
  subtractStep,
} from "./optimizer.ts";
import type {
  StatefulTransformation,
  TransformationState,
} from "./stateful_transformation.ts";
import type {
  Transformation,
  TransformationContext,
} from "./transformation.ts";
import {
  checkKept,
  keptAt,
  withKept,
  without,
} from "./transformation_states.ts";

/**
 * An optimizer with transformations around it: exactly one of the parts is an
 * optimizer. The transformations before it change the gradients that it gets,
 * those after it the step that it gives, each in its turn. A chain is an
 * optimizer, so it can be a part of a chain: `chain(a, chain(b, c))` does the
 * same as `chain(a, b, c)`.
 *
 * - The state is the optimizer's own: saved, restored and gone on from as that
 *   is. Beside it, under `transformations`, is what those transformations that
 *   keep something have kept, by their ids; where there are none, nothing. Of
 *   the others it does not tell which were in use; go on with the same chain.
 *   The t of their schedules is the number of the step, from the count in the
 *   state, as in the optimizer's own.
 * - `id` names the parts in their order: `clip-by-global-norm, adam`.
 *   `choices` are the optimizer's, and `learningRate` is its rate.
 * - `evaluationParams` is what the last of the parts that has something to say
 *   of it gives, such as an average.
 * - `hyperparameters` has the optimizer's under their names and those of a
 *   transformation behind its id: `clip-by-global-norm.maxNorm`, and
 *   `clip-by-global-norm#2.maxNorm` for a second one.
 * - It needs what its parts need. What is beside the gradients in the context of
 *   a step goes to all of them as it is: no transformation changes a loss. So
 *   in front of an optimizer that needs gradients elsewhere, or products with
 *   the Hessian, nothing can stand.
 * - `traits` claims what is claimed by all parts that the gradients pass. Of a
 *   transformed optimizer that is at most `coordinatewise`, `ignoresWeights`,
 *   `odd` and `degree`: the other traits are not known to outlast a
 *   transformation. Steps of degree 0 stay so, whatever is done to them.
 *
 * @throws {TypeError} if a part is neither an optimizer nor a transformation,
 * the number of optimizers is not one, or a transformation stands in front of
 * an optimizer that needs more of the function than its loss. `step` and
 * `update` of the chain throw one if a transformation gives what is not like
 * the parameters.
 *
 * @example
 * ```ts
 * import { adagrad, chain, clipByGlobalNorm, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(clipByGlobalNorm(1), adagrad({ learningRate: 0.5 }));
 * assertEquals(optimizer.id, "clip-by-global-norm, adagrad");
 * const { hyperparameters } = optimizer;
 * assertEquals(hyperparameters.learningRate, 0.5);
 * assertEquals(hyperparameters["clip-by-global-norm.maxNorm"], 1);
 * const w = tensor([1, 2]);
 * const { state } = optimizer.update(tensor([-8, 0]), optimizer.init(w), w);
 * assertEquals(state.slots.h.toArray(), [1, 0]);
 * ```
 */
export function chain<S = Slot>(
  ...parts: (Transformation | StatefulTransformation | Optimizer<S>)[]
): Optimizer<S> {
  const position = optimizerAmong(parts);
  const optimizer = parts[position] as Optimizer<S>;
  const before = parts.slice(0, position) as Part[];
  const after = parts.slice(position + 1) as Part[];
  const all = [...before, ...after];
  const inner = optimizer.keeps ?? [];
  const places = placesOf(all, inner);
  const own = places.filter((place) => place !== undefined);
  const needs = needsOf(before, optimizer, after);
  const id = parts.map(({ id }) => id).join(", ");
  const named = withPrefixes(optimizer, all);

  function init<P extends Tensor | TreeOf<P>>(
    params: P,
  ): OptimizerState<P, S> {
    const kept = all.flatMap((part, i) =>
      keeps(part) ? [[places[i], part.init(params)]] : []
    );
    return withKept(optimizer.init(params), Object.fromEntries(kept));
  }

  function step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
    given?: StepContext<P>,
  ): Step<P, S> {
    const flat = floatLeaves("update", params);
    checkLike("gradients", grads, flat);
    const loss = given?.loss;
    const t = nextStep("update", state);
    const context = { params, t, ...loss && { loss } };
    const kept: Record<string, TransformationState> = {};
    const through = (updates: P, from: number, to: number): P =>
      all.slice(from, to).reduce((current, part, i) => {
        const next = advance(part, places[from + i], current, state, context);
        checkLike(`${part.id}.updates`, next.updates, flat);
        if (next.state !== undefined) kept[places[from + i]!] = next.state;
        return next.updates;
      }, updates);
    const gradients = through(grads, 0, before.length);
    const taken = optimizer.step(
      gradients,
      without(state, own),
      params,
      given,
    );
    return {
      step: through(taken.step, before.length, all.length),
      state: withKept(taken.state, kept),
    };
  }

  return {
    id,
    ...gathered(named),
    choices: optimizer.choices,
    traits: after.reduce(
      (all, { traits }) => composed(all, traits),
      before.reduceRight<Traits>(
        (all, { traits }) => composed(traits, all),
        optimizer.traits,
      ),
    ),
    ...needs.length > 0 && { needs },
    ...optimizer.inHost && { inHost: true },
    keeps: [...inner, ...own],
    init,
    step,
    update: (grads, state, params, context) =>
      subtractStep(params, step(grads, state, params, context)),
    learningRate: (state) => optimizer.learningRate(state),
    withHyperparameters(values) {
      const [own, ...others] = adjusted(id, named, values);
      return chain<S>(
        ...others.slice(0, position),
        own,
        ...others.slice(position),
      );
    },
    evaluationParams<P extends Tensor | TreeOf<P>>(
      state: OptimizerState<P, S>,
      params: P,
    ): P {
      return all.reduce((at, part, i) => {
        if (!keeps(part) || part.evaluationParams === undefined) return at;
        const fresh = part.init(params);
        const kept = keptAt("evaluationParams", state, places[i]!, fresh);
        return part.evaluationParams(kept, at);
      }, optimizer.evaluationParams(without(state, own), params));
    },
  };
}

type Part = Transformation | StatefulTransformation;

function keeps(part: Part): part is StatefulTransformation {
  return "advance" in part;
}

/** The name under which each part keeps something; none where it does not. */
function placesOf(
  parts: readonly Part[],
  inner: readonly string[],
): (string | undefined)[] {
  const taken = new Set(inner);
  return parts.map((part) => {
    if (!keeps(part)) return undefined;
    const place = freeName(part.id, (name) => taken.has(name));
    taken.add(place);
    return place;
  });
}

/** The updates behind one part, and what it keeps, if anything. */
function advance<P extends Tensor | TreeOf<P>>(
  part: Part,
  place: string | undefined,
  updates: P,
  state: unknown,
  context: TransformationContext<P>,
): { readonly updates: P; readonly state?: TransformationState } {
  if (!keeps(part)) return { updates: part.apply(updates, context) };
  checkNeeds(part.id, part.needs ?? [], context);
  const fresh = part.init(context.params);
  const kept = keptAt("update", state, place!, fresh);
  const { loss } = context;
  const next = part.advance(updates, kept, {
    ...context,
    ...loss && { loss: lossNumber(loss) },
  });
  checkKept("update", place!, next.state, fresh);
  return next;
}

/** What all parts need beside the gradients. */
function needsOf<S>(
  before: readonly Part[],
  { id, needs = [] }: Optimizer<S>,
  after: readonly Part[],
): Need[] {
  const elsewhere = needs.find((need) => need !== "loss" && need !== "probe");
  if (elsewhere !== undefined && before.length > 0) {
    throw new TypeError(
      `Cannot chain: ${before[0].id} cannot stand in front of ${id}, which ` +
        `needs context.${elsewhere}: it would change the gradients at the ` +
        `parameters alone`,
    );
  }
  const own = [...before, ...after].flatMap((part) =>
    keeps(part) ? part.needs ?? [] : []
  );
  return [...new Set<Need>([...needs, ...own])];
}

/** The parts, each with what is in front of its hyperparameters' names. */
function withPrefixes<S>(
  optimizer: Optimizer<S>,
  transformations: readonly Part[],
): Prefixed<Optimizer<S> | Part>[] {
  const taken = new Set(Object.keys(optimizer.hyperparameters));
  const named = transformations.map((part): Prefixed<Part> => {
    const names = Object.keys(part.hyperparameters);
    const place = freeName(
      part.id,
      (free) => names.some((name) => taken.has(`${free}.${name}`)),
    );
    for (const name of names) taken.add(`${place}.${name}`);
    return [`${place}.`, part];
  });
  return [["", optimizer], ...named];
}

/** The place of the one optimizer among the parts. */
function optimizerAmong(parts: readonly unknown[]): number {
  const kinds = parts.map((part, i) => {
    const own = (part ?? {}) as Record<string, unknown>;
    const has = (name: string) => typeof own[name] === "function";
    if (has("init") && has("step")) return "optimizer";
    if (typeof part === "object" && (has("apply") || has("advance"))) {
      return "other";
    }
    throw new TypeError(
      `Cannot chain: part ${i + 1} must be a transformation or what a rule ` +
        `gives when called, current value is ${describe(part)}`,
    );
  });
  const all = (parts as readonly Transformation[]).map(({ id }) => id);
  const ids = all.filter((_, i) => kinds[i] === "optimizer");
  if (ids.length === 1) return kinds.indexOf("optimizer");
  throw new TypeError(
    "Cannot chain: exactly one part must be an optimizer, " +
      (ids.length > 1
        ? `current ones are ${ids.join(" and ")}`
        : `there is none${all.length > 0 ? ` among ${all.join(", ")}` : ""}`),
  );
}
