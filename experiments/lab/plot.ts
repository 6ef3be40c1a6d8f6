/** A picture of a study's results, as data: what becomes one SVG file. */
export interface Plot {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  /** A specification of Vega or Vega-Lite, as `$schema` says. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A plot in Markdown, with its caption beneath. */
export function plotMarkdown({ name, caption }: Plot): string {
  const text = caption.replace(/[\\`*_[\]<]/g, "\\$&");
  return `![${text}](${name}.svg)\n\n${text}`;
}

/**
 * An answer with its plots: one that the answer shows itself stays there; of
 * the others, the first plot follows the first paragraph, the rest the end.
 */
export function withPlots(answer: string, plots: readonly Plot[]): string {
  const isPlaced = ({ name }: Plot) => answer.includes(`](${name}.svg)`);
  const [first, ...rest] = answer.split(/\n\n+/);
  const missing = plots.filter((plot) => !isPlaced(plot));
  const isMain = (plot: Plot) => plot === plots[0];
  return [
    first,
    ...missing.filter(isMain).map(plotMarkdown),
    ...rest,
    ...missing.filter((plot) => !isMain(plot)).map(plotMarkdown),
  ].join("\n\n");
}
