import { rules } from "../../../optimizers/mod.ts";

/** How one series looks: colour, dashes and marker each tell it from others. */
export interface Style {
  /** In hexadecimal. */
  readonly color: string;
  /** Lengths of strokes and gaps, in px; none for a solid line. */
  readonly dash: readonly number[];
  /** The name of a symbol of Vega. */
  readonly shape: string;
}

const dashes: readonly (readonly number[])[] = [
  ...[[], [8, 3], [2, 2]],
  ...[[14, 4], [9, 3, 2, 3], [9, 3, 2, 3, 2, 3]],
];
const [solid, dashed, dotted, long, mixed, double] = dashes;

const shapes = [
  ...["circle", "square", "diamond", "cross"],
  ...["triangle-up", "triangle-down", "triangle-left", "triangle-right"],
];

/**
 * Colours that colour-blind readers tell apart, without the yellow, which is
 * faint on white: Okabe and Ito (2008), Color universal design.
 */
const colors = [
  ...["#000000", "#0072b2", "#e69f00", "#009e73"],
  ...["#cc79a7", "#56b4e9", "#d55e00"],
];
const [black, blue, orange, green, purple, sky, vermilion] = colors;

function style(color: string, dash: readonly number[], shape: string): Style {
  return { color, dash, shape };
}

/** The styles of the rules that studies compare most. */
const fixed: readonly (readonly [id: string, Style])[] = [
  ["gradient-descent", style(black, solid, "circle")],
  ["momentum", style(blue, dashed, "square")],
  ["nesterov", style(sky, mixed, "triangle-up")],
  ["adagrad", style(vermilion, solid, "diamond")],
  ["rmsprop", style(orange, long, "cross")],
  ["adam", style(green, double, "triangle-down")],
  ["adamw", style(purple, dotted, "triangle-right")],
  ["centered-rmsprop", style(blue, dotted, "triangle-left")],
  ["rmsprop-momentum", style(vermilion, mixed, "circle")],
];

/** Styles that are easy to tell apart. */
const chosen: readonly Style[] = [
  ...fixed.map(([, own]) => own),
  style(black, dashed, "square"),
  style(green, dotted, "diamond"),
  style(purple, solid, "cross"),
  style(orange, solid, "triangle-up"),
  style(sky, solid, "triangle-down"),
  style(black, dotted, "triangle-right"),
  style(blue, mixed, "circle"),
  style(green, dashed, "square"),
  style(vermilion, dotted, "triangle-left"),
  style(purple, mixed, "diamond"),
  style(orange, dotted, "circle"),
  style(sky, dashed, "cross"),
];

/** What else there is: dashes and markers that a colour does not have yet. */
const others: readonly (readonly Style[])[] = colors.map((color) => {
  const own = chosen.filter((style) => style.color === color);
  const free = shapes.filter((shape) => own.every((o) => o.shape !== shape));
  return dashes.filter((dash) => own.every((o) => o.dash !== dash))
    .map((dash, i) => style(color, dash, free[i]));
});

/** All styles, those that are easiest to tell apart first. */
const every: readonly Style[] = [
  ...chosen,
  ...dashes.flatMap((_, i) => others.flatMap((list) => list.slice(i, i + 1))),
];

/** The style of each rule, the same in all plots. */
const ofRules: ReadonlyMap<string, Style> = assign(
  rules.map(({ id }) => id),
  new Map(fixed),
);

/**
 * A style for each of some series. A rule has its own in every plot; any other
 * name gets the first that is free.
 *
 * @throws {RangeError} if there are more series than styles.
 */
export function stylesOf(names: readonly string[]): ReadonlyMap<string, Style> {
  const all = assign(names, ofRules);
  return new Map(names.map((name) => [name, all.get(name)!]));
}

/** Gives those that have no style of their own the styles that no other has. */
function assign(
  names: readonly string[],
  own: ReadonlyMap<string, Style>,
): ReadonlyMap<string, Style> {
  const styles = new Map<string, Style>();
  for (const name of names) {
    const style = own.get(name);
    if (style !== undefined) styles.set(name, style);
  }
  for (const name of names) {
    if (styles.has(name)) continue;
    const taken = new Set(styles.values());
    const free = every.find((style) => !taken.has(style));
    if (free === undefined) {
      throw new RangeError(
        `Cannot plot ${names.length} series: there are ${every.length} styles`,
      );
    }
    styles.set(name, free);
  }
  return styles;
}

/** A colour between two, given by their red, green and blue: 0 … 1. */
export function mix(
  from: readonly number[],
  to: readonly number[],
  share: number,
): string {
  const parts = from.map((part, i) =>
    Math.round(part + (to[i] - part) * share)
  );
  return `rgb(${parts.join(",")})`;
}

/** What every plot has in common, for both languages. */
export const config = {
  background: "white",
  padding: 8,
  font: "sans-serif",
  axis: {
    labelFont: "sans-serif",
    titleFont: "sans-serif",
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    gridColor: "#e5e5e5",
    domainColor: "#444",
    tickColor: "#444",
    labelColor: "#222",
    titleColor: "#000",
  },
  legend: {
    labelFont: "sans-serif",
    titleFont: "sans-serif",
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelLimit: 260,
    symbolSize: 90,
  },
  title: {
    font: "sans-serif",
    fontSize: 14,
    fontWeight: "normal",
    subtitleFontSize: 12,
  },
  view: { stroke: "#bbb" },
} as const;

/** The specification's language, as `$schema`. */
export const vegaLite = "https://vega.github.io/schema/vega-lite/v6.json";

/** The specification's language, as `$schema`. */
export const vega = "https://vega.github.io/schema/vega/v6.json";
