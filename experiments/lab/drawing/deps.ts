/**
 * The packages that draw plots, loaded when one is drawn.
 *
 * Their self-contained builds are loaded, so that the two versions here decide
 * how a plot is drawn: the modular ones leave the versions of what they are
 * made of to the moment.
 *
 * @module
 */

/** What is used of Vega. */
export interface Vega {
  View: new (
    runtime: unknown,
    options: { loader: unknown; logger: unknown; renderer: "none" },
  ) => { toSVG(): Promise<string>; finalize(): void };
  parse(spec: unknown, config: unknown, options: { logger: unknown }): unknown;
  resetSVGDefIds(): void;
  textMetrics: { canvas(use: boolean): void };
}

/** What is used of Vega-Lite. */
export interface VegaLite {
  compile(spec: unknown, options: { logger: unknown }): { spec: unknown };
}

/** The builds leave what they export on the global object. */
const place = globalThis as { vega?: Vega; vegaLite?: VegaLite };

/**
 * Vega and Vega-Lite; to be called once. The schemas are imported so that the
 * packages are there, with the builds beside their modules.
 */
export async function loadVega(): Promise<{ vega: Vega; vegaLite: VegaLite }> {
  const json = { with: { type: "json" } } as const;
  await import("npm:vega@6.4.0/vega-schema.json", json);
  await import("npm:vega-lite@6.5.0/vega-lite-schema.json", json);
  const module = import.meta.resolve("npm:vega@6.4.0");
  const liteModule = import.meta.resolve("npm:vega-lite@6.5.0");
  await import(new URL("vega.min.js", module).href);
  await import(new URL("vega-lite.min.js", liteModule).href);
  const { vega, vegaLite } = place;
  delete place.vega;
  delete place.vegaLite;
  return { vega: vega!, vegaLite: vegaLite! };
}
