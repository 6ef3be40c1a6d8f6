/**
 * The rules of the project's architecture. Each is a function of the modules
 * that returns what breaks it.
 */
import type { Import, Module, Modules } from "./modules.ts";

/** The top folders that make up the library, and what each may import. */
const MAY_IMPORT: Record<string, string[]> = {
  "mod.ts": ["autodiff", "optimizers", "experiments"],
  autodiff: ["autodiff"],
  optimizers: ["optimizers", "autodiff"],
  laws: ["laws", "optimizers", "autodiff"],
  experiments: ["experiments", "laws", "optimizers", "autodiff"],
  compat: ["compat"],
};

/** The folders beside the library, which may import all of it. */
const MAY_IMPORT_ALL = ["tests", "bench", "examples", "tools"];

const folderOf = (path: string): string => path.split("/")[0];
const isLibrary = (path: string): boolean => folderOf(path) in MAY_IMPORT;

function* everyImport(modules: Modules): Generator<[Module, Import]> {
  for (const module of modules.values()) {
    for (const each of module.imports) yield [module, each];
  }
}

/** Folders import only those below them, and nothing but helpers imports experiments. */
export function layersAreKept(modules: Modules): string[] {
  const broken: string[] = [];
  for (const [{ path }, { target }] of everyImport(modules)) {
    if (target === undefined) continue;
    const from = folderOf(path);
    const allowed = MAY_IMPORT[from] ??
      [...MAY_IMPORT_ALL, ...Object.keys(MAY_IMPORT)];
    if (!(from in MAY_IMPORT) && !MAY_IMPORT_ALL.includes(from)) {
      broken.push(`${path} is in no known folder`);
    } else if (!allowed.includes(folderOf(target))) {
      broken.push(`${path} imports ${target}`);
    }
  }
  return broken;
}

const INLINE =
  /^(?:npm|jsr):((?:@[^/@]+\/)?[^/@]+)@([~^]?\d+\.\d+\.\d+)(?:\/.*)?$/;

const isDeps = (path: string): boolean =>
  /^(?:laws|experiments)\/(?:.*\/)?deps\.ts$/.test(path);

/**
 * The library imports packages with inline versions, in files named `deps.ts`
 * of laws (fast-check, and @std/cli for the command line) and experiments,
 * where a file of a package may be computed, as a user's own module may be in
 * `laws/cli/load.ts`; all else uses the names in `deno.json`, of which `names`
 * are given, or built-in modules.
 */
export function packagesComeThroughDeps(
  modules: Modules,
  names: string[],
): string[] {
  const known = ["@descent/lab", ...names];
  const isKnown = (specifier: string) =>
    known.some((name) =>
      specifier === name || specifier.startsWith(`${name}/`)
    );
  const broken: string[] = [];
  for (const [{ path }, { specifier, target }] of everyImport(modules)) {
    if (target !== undefined || folderOf(path) === "compat") continue;
    const package_ = INLINE.exec(specifier ?? "")?.[1];
    const allowed = specifier === undefined
      ? !isLibrary(path) || isDeps(path) && folderOf(path) !== "laws" ||
        path === "laws/cli/load.ts"
      : isDeps(path)
      ? package_ !== undefined &&
        (folderOf(path) !== "laws" ||
          package_ ===
            (path === "laws/cli/deps.ts" ? "@std/cli" : "fast-check"))
      : specifier.startsWith("node:")
      ? !isLibrary(path) || folderOf(path) === "experiments" ||
        path === "laws/cli.ts"
      : !isLibrary(path) && isKnown(specifier);
    if (!allowed) {
      broken.push(`${path} imports ${specifier ?? "a computed specifier"}`);
    }
  }
  return broken;
}

/** A package has one version: that of `deno.json`, or one in all the files named `deps.ts`. */
export function versionsAgree(
  modules: Modules,
  imports: Record<string, string>,
): string[] {
  const versions = new Map<string, string>();
  for (const specifier of Object.values(imports)) {
    const [, name, version] = INLINE.exec(specifier) ?? [];
    versions.set(name, version);
  }
  const broken: string[] = [];
  for (const [{ path }, { specifier }] of everyImport(modules)) {
    const [, name, version] = INLINE.exec(specifier ?? "") ?? [];
    if (name === undefined || !isDeps(path)) continue;
    const right = versions.get(name) ?? version;
    versions.set(name, right);
    if (version !== right) {
      broken.push(`${path} imports ${name}@${version} for ${right}`);
    }
  }
  return broken;
}

const IMPURE = [
  ..."Deno console Date Temporal performance process navigator Intl".split(" "),
  ..."Math.random crypto fetch localStorage sessionStorage".split(" "),
  ..."setTimeout setInterval Worker".split(" "),
];

/** What a module may mention all the same: threads inside a program. */
const MAY_MENTION: Readonly<Record<string, readonly string[]>> = {
  "autodiff/compiler/threads/crew.ts": ["Worker"],
};

/** All that a module reaches by imports of any kind, itself included. */
function reach(modules: Modules, entry: string): Set<string> {
  const reached = new Set([entry]);
  for (const path of reached) {
    for (const { target } of modules.get(path)?.imports ?? []) {
      if (target !== undefined) reached.add(target);
    }
  }
  return reached;
}

/**
 * What `mod.ts` reaches, and all of autodiff and optimizers, has relative
 * imports only and touches neither machine nor moment.
 */
export function publicFaceIsPure(modules: Modules): string[] {
  const broken: string[] = [];
  const pure = reach(modules, "mod.ts");
  for (const path of modules.keys()) {
    if (/^(?:autodiff|optimizers)\//.test(path)) pure.add(path);
  }
  for (const path of pure) {
    const module = modules.get(path);
    if (module === undefined) {
      if (path.endsWith(".ts")) broken.push(`${path} does not exist`);
      continue;
    }
    for (const { specifier, target } of module.imports) {
      if (target === undefined) {
        broken.push(`${path} imports ${specifier ?? "a computed specifier"}`);
      }
    }
    for (const name of IMPURE) {
      const allowed = MAY_MENTION[path]?.includes(name);
      if (module.mentions.has(name) && !allowed) {
        broken.push(`${path} mentions ${name}`);
      }
    }
  }
  return broken;
}

/** Of laws and experiments, only command line, data, store and workers touch Deno or built-in modules. */
export function onlyTheEdgeTouchesDeno(modules: Modules): string[] {
  const edge =
    /^(?:laws\/cli\.ts$|experiments\/(?:cli\.ts|data\/|lab\/(?:store|workers)\/))/;
  const broken: string[] = [];
  for (const { path, mentions, imports } of modules.values()) {
    if (!/^(?:experiments|laws)\//.test(path) || edge.test(path)) continue;
    if (mentions.has("Deno")) broken.push(`${path} mentions Deno`);
    for (const { specifier } of imports) {
      if (specifier?.startsWith("node:")) {
        broken.push(`${path} imports ${specifier}`);
      }
    }
  }
  return broken;
}

/** Operations count as one: their derivatives are made of each other, as those of sin and cos. */
const layerOf = (path: string): string =>
  path.replace(/^(autodiff\/operations)\/.*/, "$1");

/** No module imports itself, by however many others. Types and URLs don't count. */
export function importsHaveNoCycle(modules: Modules): string[] {
  const imported = new Map<string, Set<string>>();
  for (const [{ path }, each] of everyImport(modules)) {
    if (each.target === undefined || each.typeOnly || each.isUrl) continue;
    const [from, to] = [layerOf(path), layerOf(each.target)];
    if (from === to && path !== each.target) continue;
    imported.set(from, (imported.get(from) ?? new Set()).add(to));
  }
  const broken: string[] = [];
  const done = new Set<string>();
  const visit = (layer: string, trail: string[]): void => {
    const start = trail.indexOf(layer);
    if (start >= 0) {
      broken.push([...trail.slice(start), layer].join(" → "));
    } else if (!done.has(layer)) {
      for (const next of imported.get(layer) ?? []) {
        visit(next, [...trail, layer]);
      }
      done.add(layer);
    }
  };
  for (const layer of imported.keys()) visit(layer, []);
  return broken;
}

/** Files have at most 300 lines, and sources of the project fewer than 100 on the mean. */
export function filesAreShort(modules: Modules): string[] {
  const written = [...modules.values()].filter((each) => !each.generated);
  const broken = written.filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
  const sources = written.filter(({ path }) => folderOf(path) !== "tests");
  const total = sources.reduce((sum, { lines }) => sum + lines, 0);
  if (total >= 100 * sources.length && sources.length > 0) {
    broken.push(`${total} lines in ${sources.length} files`);
  }
  return broken;
}
