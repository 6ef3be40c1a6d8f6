import type { Value } from "../../autodiff/graph.ts";
import type { Expression } from "./expression.ts";
import type { Name } from "./name.ts";
import { simplified } from "./simplify.ts";

/** The expressions of one formula: what makes them, and what they stand for. */
export class Expressions {
  readonly #known = new Map<string, Expression>();
  readonly #places = new Map<Expression, number>();
  readonly #values = new Map<Expression, Value>();

  number(number: number): Expression {
    const text = String(number);
    return this.#keep(text, {
      op: "number",
      args: [],
      number: number === 0 ? 0 : number,
      detail: text,
      scalar: true,
    });
  }

  name(name: Name, scalar: boolean): Expression {
    const key = `name ${name.base} ${name.hat ?? ""} ${name.time ?? ""}`;
    return this.#keep(key, { op: "name", args: [], name, detail: "", scalar });
  }

  /** An operation's result, simplified by what holds for real numbers. */
  call(
    op: string,
    args: readonly Expression[],
    scalar: boolean = args.every((arg) => arg.scalar),
    detail: string = "",
  ): Expression {
    const key = [op, detail, ...args.map((arg) => this.#places.get(arg))];
    return simplified(this, op, args, scalar) ??
      this.#keep(key.join(" "), { op, args, detail, scalar });
  }

  /** Notes the value in a graph that an expression stands for; the first stays. */
  stand(expression: Expression, value: Value): void {
    if (!this.#values.has(expression)) this.#values.set(expression, value);
  }

  /** The value in the graph, which numbers need not have. */
  valueOf(expression: Expression): Value | undefined {
    return this.#values.get(expression);
  }

  #keep(key: string, fresh: Expression): Expression {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, fresh);
    this.#places.set(fresh, this.#places.size);
    return fresh;
  }
}
