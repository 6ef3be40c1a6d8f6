import type { Traits } from "../optimizers/mod.ts";

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** The numbers of several parameters, each in a row whatever its shape. */
export type Point = readonly (readonly number[])[];

/** The shapes of several parameters. */
export type Shapes = readonly (readonly number[])[];

/** Where a run stands. What the state is, only the subject knows. */
export interface Standing {
  /** The parameters. */
  readonly params: Point;
  /** Everything else that evolves. */
  readonly state: unknown;
}

/** A function of the parameters, for those who need more than gradients. */
export interface Loss {
  /** Its value. */
  readonly value: (params: Point) => number;
  /** Its gradient. */
  readonly gradient: (params: Point) => Point;
  /** The product of its Hessian, which is the same everywhere, with a vector. */
  readonly hvp: (vector: Point) => Point;
}

/** A way to put a run away and to take it up again. */
export interface Keeper {
  /** What it goes through: `JSON`. */
  readonly name: string;
  /** The run after it was put away and taken up. */
  readonly keep: (standing: Standing) => Awaitable<Standing>;
}

/** An optimizer as laws see it: whatever it is made of, numbers in rows. */
export interface Subject {
  /** Its name in reports. */
  readonly id: string;
  /** The rule it claims to be, as Descent names it: `adagrad`. */
  readonly rule: string | undefined;
  /** What its numbers are rounded to. */
  readonly dtype: "float64" | "float32";
  /** What is claimed of it. */
  readonly traits: Partial<Traits>;
  /** The hyperparameters that are one number in all steps. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** The names of those that are not. */
  readonly scheduled: readonly string[];
  /** The structural options. */
  readonly choices: Readonly<Record<string, string>>;
  /** Whether it takes several parameters, or one alone. */
  readonly takesMany: boolean;
  /** The state before the first step. */
  readonly init: (params: Point, shapes: Shapes) => Awaitable<unknown>;
  /** One step from a standing, which stays as it is. */
  readonly update: (grads: Point, from: Standing) => Awaitable<Standing>;
  /**
   * One step by an optimizer that may write into what it is handed. After the
   * call the gradients are overwritten, as by a caller who uses their array
   * again. `written` names what the call itself had changed.
   */
  readonly intrude: (
    grads: Point,
    from: Standing,
  ) => Awaitable<Standing & { readonly written: readonly string[] }>;
  /** One step on a function, of one that takes functions. */
  readonly updateOn?: (loss: Loss, from: Standing) => Awaitable<Standing>;
  /** Where the loss is to be reported, of one who keeps an average. */
  readonly evaluate?: (standing: Standing) => Awaitable<Point>;
  /** The ways to put a run away. */
  readonly keepers: readonly Keeper[];
  /** The same with some hyperparameters changed, where it can be made anew. */
  readonly with?: (changes: Readonly<Record<string, number>>) => Subject;
}

/** Marks what `wrap` gives, so that it is told from other objects. */
export const subjectMark: symbol = Symbol.for("descent.laws.subject");
