/**
 * Makers of plots: each turns numbers into a {@link Plot}, which is plain
 * data, so that studies need no package. Numbers that are not finite, or not
 * positive on a logarithmic axis, are left out, and the caption says so. A
 * rule's id as the name of a series has one colour, dash and marker in all
 * plots; other names get what is free.
 *
 * - `linePlot({ name, caption, legend, x, y, panels: [{ title, series: [{
 *   name, points: [{ x, y, low?, high? }], mark?: "line" | "points" | "both"
 *   }] }], columns?, width?, height? })`: curves with bands, sensitivity to a
 *   hyperparameter, measured beside theoretical values. An axis is `{ title,
 *   scale?: "linear" | "log", domain?: [low, high] }`; a panel may have `x`
 *   and `y` of its own.
 * - `contourPlot({ name, caption, legend, x, y, f: (x, y) => number, minima:
 *   [[x, y]], panels: [{ title, paths: [{ name, points: [[x, y]] }] }],
 *   columns?, width?, height? })`: paths over the contours of a function of
 *   two numbers; `x` and `y` are `{ title, domain }`. A panel may have `f`,
 *   `minima`, `x` and `y` of its own.
 * - `stripPlot({ name, caption, x, panels: [{ title, strips: [{ name, values:
 *   number[], note? }] }], columns?, width? })`: a row of points for each
 *   name, with the median and the range.
 * - `heatmap({ name, caption, x: title, y: title, value: title, columns:
 *   string[], rows: string[], cells: [{ row, column, value, text }], domain?:
 *   [light, dark] })`: a table whose cells are shaded by their value.
 *
 * @module
 */
export type { Axis } from "./axis.ts";
export {
  type ContourPanel,
  contourPlot,
  type ContourPlotOptions,
  type Path,
} from "./contours.ts";
export type { BoundedAxis, Landscape } from "./landscape.ts";
export { heatmap, type HeatmapCell, type HeatmapOptions } from "./heatmap.ts";
export {
  type LinePanel,
  linePlot,
  type LinePlotOptions,
  type LinePoint,
  type LineSeries,
} from "./lines.ts";
export type { PlanePoint } from "./simplify.ts";
export {
  type Strip,
  type StripPanel,
  stripPlot,
  type StripPlotOptions,
} from "./strips.ts";
