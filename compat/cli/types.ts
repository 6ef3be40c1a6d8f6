type Names<T extends string> = T | readonly T[];

/** Options of `parseArgs`; the type parameters are the names listed in them. */
export interface Options<
  B extends string,
  S extends string,
  C extends string,
  N extends string,
  D extends Record<string, unknown>,
  A extends Record<string, string | readonly string[]>,
  DD extends boolean,
> {
  /** Puts what follows `--` into the result's `"--"` instead of its `_`. */
  "--"?: DD;
  /** Other names of an option. */
  alias?: A;
  /** Options that are always boolean, `false` where absent. */
  boolean?: boolean | Names<B>;
  /** Values of options that are absent. */
  default?: D;
  /** Takes everything from the first argument that is no option as it is. */
  stopEarly?: boolean;
  /** Options that are always text, never a number. */
  string?: Names<S>;
  /** Options that may be repeated and give a list. */
  collect?: Names<C>;
  /** Options that `--no-NAME` sets to `false`. */
  negatable?: Names<N>;
  /**
   * Called with each argument that `boolean`, `string`, `collect` and `alias`
   * don't know, its name and value where it is an option. `false` drops it.
   */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type Negated<K, N> = K extends N ? false : never;

type Plain<
  B extends string,
  S extends string,
  C extends string,
  N extends string,
> =
  & { [K in Exclude<B, C>]: boolean }
  & { [K in Extract<B, C>]: boolean[] }
  & { [K in Exclude<S, C>]?: string | Negated<K, N> }
  & { [K in Extract<S, C>]: string[] | Negated<K, N> }
  & { [K in Exclude<C, B | S>]: unknown[] | Negated<K, N> };

type WithDefaults<T, D> =
  & Omit<T, keyof D>
  & {
    [K in keyof D]: K extends keyof T ? Widen<D[K]> | NonNullable<T[K]>
      : unknown;
  };

type Widen<T> = T extends string ? string
  : T extends number ? number
  : T extends boolean ? boolean
  : T;

type Aliased<T, A> =
  & T
  & {
    [
      K in keyof A & keyof T as A[K] extends string ? A[K]
        : A[K] extends readonly (infer Name extends string)[] ? Name
        : never
    ]: T[K];
  };

/** The options that `parseArgs` finds, typed by the names listed for it. */
export type Values<
  B extends string,
  S extends string,
  C extends string,
  N extends string,
  D,
  A,
> = [B | S | C] extends [never]
  // deno-lint-ignore no-explicit-any
  ? Record<string, any>
  // deno-lint-ignore no-explicit-any
  : string extends B | S | C ? Record<string, any>
  : Record<string, unknown> & Aliased<WithDefaults<Plain<B, S, C, N>, D>, A>;

/** What `parseArgs` returns: the options, `_`, and `"--"` where asked for. */
export type Args<
  // deno-lint-ignore no-explicit-any
  T extends Record<string, unknown> = Record<string, any>,
  DD extends boolean = false,
> =
  & T
  & {
    /** The arguments that belong to no option. */
    _: (string | number)[];
  }
  & (true extends DD ? {
      /** The arguments after `--`. */
      "--": string[];
    }
    : unknown);
