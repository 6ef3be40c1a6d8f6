import type { FunctionWriter, ValueType } from "../wasm/function_writer.ts";

/** The locals of a function that hold temporary values, used again and again. */
export class Locals {
  readonly #free = new Map<ValueType, number[]>();
  readonly #taken = new Set<number>();
  /** Those that the innermost scope took. */
  #own: Set<number> | undefined;

  constructor(readonly code: FunctionWriter) {}

  /** A local that nothing else uses, until it is given back; its value is any. */
  take(type: ValueType): number {
    const local = this.#free.get(type)?.pop() ?? this.code.local(type);
    this.#taken.add(local);
    this.#own?.add(local);
    return local;
  }

  /** Whether a local is taken. */
  has(local: number): boolean {
    return this.#taken.has(local);
  }

  /** Gives locals back; those that were not taken here are left alone. */
  release(locals: readonly number[]): void {
    for (const local of locals) {
      if (!this.#taken.delete(local)) continue;
      const type = this.code.typeOf(local);
      if (!this.#free.has(type)) this.#free.set(type, []);
      this.#free.get(type)!.push(local);
    }
  }

  /** Runs `body` and gives back all that it took but for what it returns. */
  scope<T extends readonly number[]>(body: () => T): T {
    const outer = this.#own;
    const own = new Set<number>();
    this.#own = own;
    const result = body();
    this.#own = outer;
    this.release([...own].filter((local) => !result.includes(local)));
    for (const local of result) if (own.has(local)) outer?.add(local);
    return result;
  }
}
