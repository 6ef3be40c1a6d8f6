import { parseArgs as tokenize } from "node:util";
import type { Args, Options, Values } from "./types.ts";

export type { Args, Options as ParseOptions } from "./types.ts";

type Value = string | number | boolean;
type Tree = Record<string, unknown>;

const list = <T>(value: T | readonly T[] | undefined): T[] =>
  value === undefined ? [] : [value].flat() as T[];

const numeric = (text: string): boolean =>
  text.trim() !== "" && Number.isFinite(Number(text));

/** `-n5`, `-n=5` and `-n=text`: a letter with its value. */
const LETTER_WITH_VALUE = /^-([A-Za-z])(?:=(.*)|(-?\d.*))$/s;

/** Puts a value at a dotted key, at the end of the list there if it collects. */
function put(tree: Tree, key: string, value: unknown, collects: boolean): void {
  const names = key.split(".");
  const last = names.pop()!;
  for (const name of names) {
    if (!Object.hasOwn(tree, name)) tree[name] = {};
    tree = tree[name] as Tree;
  }
  const before = Object.hasOwn(tree, last) ? tree[last] : undefined;
  tree[last] = collects ? [...list(before || undefined), value] : value;
}

function has(tree: unknown, key: string): boolean {
  for (const name of key.split(".")) {
    if (!Object.hasOwn(tree as Tree, name)) return false;
    tree = (tree as Tree)[name];
  }
  return true;
}

/**
 * Reads command line arguments into a record of options and, under `_`, the
 * arguments that belong to none.
 *
 * `--name value`, `--name=value` and `-n value` set an option, `--name` alone
 * sets `true`. What looks like a number becomes one unless the option is listed
 * in `string` or `boolean`. The last of repeated options counts, except for
 * those in `collect`, whose values are all kept. What follows `--` is taken as
 * it is.
 */
export function parseArgs<
  const B extends string = never,
  const S extends string = never,
  const C extends string = never,
  const N extends string = never,
  const D extends Record<string, unknown> = Record<never, never>,
  const A extends Record<string, string | readonly string[]> = Record<
    never,
    never
  >,
  const DD extends boolean = false,
>(
  args: readonly string[],
  options: Options<B, S, C, N, D, A, DD> = {},
): Args<Values<B, S, C, N, D, A>, DD> {
  const aliases = new Map<string, Set<string>>();
  for (const [name, others] of Object.entries(options.alias ?? {})) {
    const group = [name, ...list(others)];
    for (const member of group) aliases.set(member, new Set(group));
  }
  const group = (name: string) => [...aliases.get(name) ?? [name]];
  const set = (names: string | readonly string[] | boolean | undefined) =>
    new Set(list(names as string).filter((n) => n).flatMap(group));
  const everyBoolean = options.boolean as unknown === true;
  const booleans = set(everyBoolean ? [] : options.boolean);
  const strings = set(options.string);
  const collected = set(options.collect);
  const negatable = set(options.negatable);
  const known = (name: string) =>
    [booleans, strings, collected].some((names) => names.has(name)) ||
    aliases.has(name);

  const result: Tree & { _: (string | number)[] } = { _: [] };
  const put1 = (name: string, value: Value, arg: string, collects = true) => {
    const flagged = everyBoolean && /^--[^=]+$/.test(arg);
    if (
      !known(name) && !flagged && options.unknown?.(arg, name, value) === false
    ) return;
    const final = typeof value === "string" && !strings.has(name) &&
        numeric(value)
      ? Number(value)
      : value;
    for (const each of group(name)) {
      put(result, each, final, collects && collected.has(name));
    }
  };

  const end = args.indexOf("--");
  const head = end < 0 ? [...args] : args.slice(0, end);
  const tail = end < 0 ? [] : args.slice(end + 1);
  const { tokens } = tokenize({
    args: head,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  let consumed = -1;
  const following = (name: string, index: number, long: boolean): Value => {
    const next = head[index + 1];
    const isOption = long
      ? next?.startsWith("-")
      : /^--?[^-]/.test(next ?? "") || undefined;
    const flag = booleans.has(name) || (long && everyBoolean);
    if (next && !isOption && !flag) {
      consumed = index + 1;
      return next;
    }
    if (next === "true" || next === "false") {
      consumed = index + 1;
      return next === "true";
    }
    return strings.has(name) ? "" : true;
  };

  for (const [position, token] of tokens.entries()) {
    const { index } = token;
    const arg = head[index];
    if (index <= consumed || token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      if (options.unknown?.(arg) !== false) {
        result._.push(strings.has("_") || !numeric(arg) ? arg : Number(arg));
      }
      if (options.stopEarly) {
        result._.push(...head.slice(index + 1));
        break;
      }
      continue;
    }
    const { name, value } = token;
    if (arg.startsWith("--")) {
      const positive = name.replace(/^no-/, "");
      if (value !== undefined) {
        const flag = booleans.has(positive);
        put1(positive, flag ? value !== "false" : value, arg);
      } else if (positive !== name && negatable.has(positive)) {
        put1(positive, false, arg, false);
      } else {
        put1(name, following(name, index, true), arg);
      }
      continue;
    }
    const single = LETTER_WITH_VALUE.exec(arg);
    if (single) {
      put1(single[1], single[2] ?? single[3], arg);
      consumed = index;
    } else if (tokens[position + 1]?.index === index) {
      put1(name, strings.has(name) ? "" : true, arg);
    } else {
      put1(name, following(name, index, false), arg);
    }
  }

  for (const [name, value] of Object.entries(options.default ?? {})) {
    if (has(result, name)) continue;
    for (const each of group(name)) put(result, each, value, false);
  }
  for (const name of [...booleans, ...strings]) {
    if (has(result, name)) continue;
    if (collected.has(name)) put(result, name, [], false);
    else if (booleans.has(name)) put(result, name, false, false);
  }
  if (options["--"]) result["--"] = tail;
  else result._.push(...tail);
  return result as unknown as Args<Values<B, S, C, N, D, A>, DD>;
}
