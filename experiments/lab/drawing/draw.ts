import { attempt } from "../../failure.ts";
import type { Plot } from "../plot.ts";
import { loadVega } from "./deps.ts";
import { tidySVG } from "./tidy.ts";

/**
 * The version of Deno whose SVG files are the committed ones: positions on
 * logarithmic axes come from functions that another may round otherwise.
 *
 * @example
 * ```ts
 * import { drawingDeno } from "@descent/lab/experiments";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(drawingDeno, /^\d+\.\d+\.\d+$/);
 * ```
 */
export const drawingDeno: string = "2.9.6";

let packages: ReturnType<typeof loadVega> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * A plot as SVG: the same text for the same plot, whatever was drawn before,
 * with the caption as the title of the document.
 *
 * @throws {Failure} if the packages that draw cannot be loaded.
 * @throws {TypeError} if the plot's specification is not one of Vega or
 * Vega-Lite, asks for data from elsewhere, or has a mistake of which either
 * warns.
 *
 * @example
 * ```ts
 * import { toSVG } from "@descent/lab/experiments";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const svg = await toSVG({
 *   name: "bars",
 *   caption: "Two bars.",
 *   spec: {
 *     $schema: "https://vega.github.io/schema/vega-lite/v6.json",
 *     data: { values: [{ a: "x", b: 1 }, { a: "y", b: 2 }] },
 *     mark: "bar",
 *     encoding: {
 *       x: { field: "a", type: "nominal" },
 *       y: { field: "b", type: "quantitative" },
 *     },
 *   },
 * });
 * assertStringIncludes(svg, "<title>Two bars.</title>");
 * ```
 */
export function toSVG(plot: Plot): Promise<string> {
  const drawn = last.then(() => draw(plot));
  last = drawn.catch(() => {});
  return drawn;
}

async function draw({ name, caption, spec }: Plot): Promise<string> {
  packages ??= attempt("draw plots", loadVega);
  const { vega, vegaLite } = await packages;
  const complaints: string[] = [];
  const logger = collectingLogger(complaints);
  let svg = "";
  try {
    const full = languageOf(spec) === "vega-lite"
      ? vegaLite.compile(spec, { logger }).spec
      : spec;
    vega.textMetrics.canvas(false);
    vega.resetSVGDefIds();
    const runtime = vega.parse(full, { aria: false }, { logger });
    const view = new vega.View(runtime, { loader, logger, renderer: "none" });
    svg = await view.toSVG();
    view.finalize();
  } catch (error) {
    complaints.push(messageOf(error));
  }
  if (complaints.length > 0) {
    throw new TypeError(`Cannot draw plot ${name}: ${complaints.join("; ")}`);
  }
  return tidySVG(svg, caption);
}

/** The language of a specification, by its `$schema`. */
function languageOf({ $schema }: Plot["spec"]): string {
  const [, language] =
    /^https:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v6\.json$/
      .exec(String($schema)) ?? [];
  if (language !== undefined) return language;
  throw new TypeError(
    "$schema must be https://vega.github.io/schema/vega/v6.json or " +
      "https://vega.github.io/schema/vega-lite/v6.json, " +
      `current value is ${JSON.stringify($schema)}`,
  );
}

/** Loads nothing: a plot has its data in itself. */
const loader = {
  load: (uri: string) =>
    Promise.reject(new TypeError(`${uri} is not in the plot`)),
  sanitize: (uri: string) =>
    Promise.reject(new TypeError(`${uri} is not in the plot`)),
};

const warningLevel = 2;

/** Keeps warnings and errors. */
function collectingLogger(complaints: string[]): unknown {
  const keep = (...reasons: unknown[]) => {
    complaints.push(reasons.map(messageOf).join(" "));
    return logger;
  };
  const ignore = () => logger;
  const level = (value?: number) => value === undefined ? warningLevel : logger;
  const logger = {
    level,
    error: keep,
    warn: keep,
    info: ignore,
    debug: ignore,
  };
  return logger;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
