import { spread } from "../statistics.ts";
import type { Plot } from "../plot.ts";
import { type Axis, domainOf, hasPlace } from "./axis.ts";
import {
  arrange,
  constants,
  mark,
  markerStyle,
  type Part,
  textRoom,
} from "./frame.ts";
import { leftOut } from "./lines.ts";
import { type Style, stylesOf } from "./theme.ts";

/** The values of one name, one a trial. */
export interface Strip {
  /** The name at the axis; a rule's id has that rule's style. */
  readonly name: string;
  readonly values: readonly number[];
  /** What is written at the right: `2 diverged`. */
  readonly note?: string;
}

/** Strips that share one axis. */
export interface StripPanel {
  /** What distinguishes this panel; empty where there is one alone. */
  readonly title: string;
  readonly strips: readonly Strip[];
}

/** What {@link stripPlot} draws. */
export interface StripPlotOptions {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  /** What the values are. */
  readonly x: Axis;
  readonly panels: readonly StripPanel[];
  /** How many panels are in a row; 1 by default. */
  readonly columns?: number;
  /** The width of one panel, in px. */
  readonly width?: number;
}

/** The height of a strip, in px, and where there are many in a panel. */
const [usualHeight, flatHeight, many] = [34, 20, 12];

/**
 * For each name a strip of points, the median as a bar and the range as a
 * line. Points that would hide each other are set side by side. Numbers
 * without a place on the axis are left out, and the caption says so.
 */
export function stripPlot(options: StripPlotOptions): Plot {
  const { name, caption, x, columns = 1, width = 440 } = options;
  const strips = options.panels.flatMap((panel) => panel.strips);
  const names = [...new Set(strips.map((strip) => strip.name))];
  const notes = strips.map(({ note = "" }) => note.length);
  const styles = stylesOf(names);
  const all = strips.flatMap(({ values }) => values);
  const most = Math.max(1, ...options.panels.map((p) => p.strips.length));
  const stripHeight = most > many ? flatHeight : usualHeight;
  return arrange({
    name,
    caption: caption +
      leftOut(all.filter((value) => !hasPlace(x, value)).length),
    legend: "",
    entries: [],
    margins: {
      left: 24 + textRoom * Math.max(0, ...names.map((name) => name.length)),
      right: 24 + textRoom * Math.max(0, ...notes),
    },
    panels: options.panels.map(({ title, strips }) => {
      const values = strips.flatMap(({ values }) => values);
      const domain = widened(domainOf(x, values), x);
      return {
        title,
        x: { ...x, domain },
        y: { title: "" },
        hasRows: true,
        xValues: values,
        yValues: [],
        data: [],
        marks: strips.flatMap((strip, i) =>
          stripMarks(
            strip,
            styles.get(strip.name)!,
            (i + 0.5) * stripHeight,
            stripHeight,
            x,
            domain,
            width,
          )
        ),
      };
    }),
    columns,
    width,
    height: most * stripHeight,
  });
}

function stripMarks(
  strip: Strip,
  style: Style,
  middle: number,
  stripHeight: number,
  axis: Axis,
  domain: readonly [number, number],
  width: number,
): Part[] {
  const values = strip.values.filter((value) => hasPlace(axis, value));
  const label = { y: middle, baseline: "middle", fontSize: 12, fill: "#222" };
  const { name, note = "" } = strip;
  const texts = [
    mark("text", { ...label, x: -10, align: "right", text: name }),
    mark("text", { ...label, x: width + 10, text: note }),
  ];
  if (values.length === 0) return texts;
  const { least, median, greatest } = spread(values);
  const at = (value: number) => ({ scale: "x", value });
  const bar = (
    from: Part,
    to: Part,
    half: number,
    strokeWidth: number,
    strokeOpacity = 1,
  ) => {
    const [y, y2] = [middle - half, middle + half];
    const stroke = { stroke: style.color, strokeWidth, strokeOpacity };
    const enter = { x: from, x2: to, ...constants({ y, y2, ...stroke }) };
    return { type: "rule", clip: true, encode: { enter } };
  };
  return [
    bar(at(median), at(median), stripHeight / 2 - 1, 6, 0.45),
    bar(at(least), at(greatest), 0, 1),
    ...beside(values, domain, stripHeight - 7).map(([value, offset]) => ({
      type: "symbol",
      encode: {
        enter: {
          ...constants({
            ...markerStyle(style),
            size: stripHeight < usualHeight ? 18 : 30,
            strokeWidth: 1.2,
            y: middle + offset,
          }),
          x: at(value),
        },
      },
    })),
    ...texts,
  ];
}

/** Ends between which no marker touches the frame. */
function widened(
  [low, high]: readonly [number, number],
  { scale, domain }: Axis,
): readonly [number, number] {
  if (domain !== undefined || scale === "log") return [low, high];
  const margin = (high - low) / 25;
  return [low - margin, high + margin];
}

/** How far markers in one place lie apart. */
const apart = 6;

/** How many places there are along the axis. */
const places = 60;

/**
 * Values with distances from the middle so that near ones don't hide others,
 * the outermost at most so far from one another.
 */
function beside(
  values: readonly number[],
  [low, high]: readonly [number, number],
  outermost: number,
): [value: number, offset: number][] {
  const near = new Map<number, number[]>();
  for (const value of [...values].sort((a, b) => a - b)) {
    const place = Math.round((value - low) / (high - low) * places);
    near.set(place, [...(near.get(place) ?? []), value]);
  }
  return [...near.values()].flatMap((group) => {
    const step = Math.min(apart, outermost / Math.max(group.length - 1, 1));
    return group.map((value, i): [number, number] => [
      value,
      (i - (group.length - 1) / 2) * step,
    ]);
  });
}
