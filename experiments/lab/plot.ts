/** A picture of a study's results, as data: what becomes one SVG file. */
export interface Plot {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  /** A specification of Vega or Vega-Lite, as `$schema` says. */
  readonly spec: Readonly<Record<string, unknown>>;
}
