/** One axis of a plot. */
export interface Axis {
  /** What it shows, with its unit: `loss`, `step`, `learning rate`. */
  readonly title: string;
  /** `linear` by default. */
  readonly scale?: "linear" | "log";
  /** The least and the greatest value shown; by default those of the data. */
  readonly domain?: readonly [number, number];
}

/** The ends of what axes have places for: differences are finite, quotients not 0. */
const [least, greatest] = [1e-300, 1e300];

/**
 * Whether a value has a place on an axis, though perhaps beyond its ends:
 * whether its size is at most 1e300, and on a logarithmic axis it is at least
 * 1e-300.
 */
export function hasPlace({ scale }: Axis, value: number): boolean {
  return Math.abs(value) <= greatest && (scale !== "log" || value >= least);
}

/**
 * A value, moved nearer where it is so far beyond the given ends of a linear
 * axis that a line to it, as it is seen, would not differ.
 */
export function withinReach({ scale, domain }: Axis, value: number): number {
  if (scale === "log" || domain === undefined) return value;
  const [low, high] = domain;
  const reach = 1000 * (high - low);
  return Math.min(Math.max(value, low - reach), high + reach);
}

/** The ends of an axis: those given, or what holds all values. */
export function domainOf(
  axis: Axis,
  values: readonly number[],
): readonly [number, number] {
  if (axis.domain !== undefined) return axis.domain;
  const log = axis.scale === "log";
  const shown = values.filter((value) => hasPlace(axis, value));
  if (shown.length === 0) return log ? [1, 10] : [0, 1];
  const low = shown.reduce((a, b) => b < a ? b : a);
  const high = shown.reduce((a, b) => b > a ? b : a);
  if (log) {
    const margin = low < high ? 1.2 : 2;
    return [low / margin, high * margin];
  }
  const half = Math.max(Math.abs(low) / 2, 0.5);
  return low < high ? [low, high] : [low - half, low + half];
}

/** A scale of Vega for one channel. */
export function scaleOf(
  name: "x" | "y",
  axis: Axis,
  domain: readonly [number, number],
  range: readonly [number, number],
): Record<string, unknown> {
  const type = axis.scale ?? "linear";
  const nice = type === "linear" && axis.domain === undefined;
  return { name, type, domain, range, nice, zero: false };
}

/** How far the title of an axis is from it, in px. */
export const titleDistance = { x: 26, y: 56 };

/** An axis of Vega with grid, ticks and title. */
export function axisOf(
  channel: "x" | "y",
  axis: Axis,
  domain: readonly [number, number],
  length: number,
): Record<string, unknown> {
  const most = Math.max(2, Math.floor(length / (channel === "x" ? 70 : 45)));
  const common = {
    scale: channel,
    orient: channel === "x" ? "bottom" : "left",
    grid: true,
    gridScale: channel === "x" ? "y" : "x",
    title: axis.title,
    ...(channel === "x"
      ? { titleY: titleDistance.x }
      : { titleX: -titleDistance.y, titleBaseline: "middle" }),
    labelFlush: false,
  };
  if (axis.scale !== "log") {
    return { ...common, tickCount: most, labelOverlap: "parity" };
  }
  const { ticks, labels } = logTicks(...domain, most + 1);
  const text = `${JSON.stringify(labels)}[indexof(${
    JSON.stringify(ticks)
  }, datum.value)]`;
  return {
    ...common,
    values: ticks,
    encode: { labels: { update: { text: { signal: text } } } },
  };
}

/** How many decades there may be from tick to tick. */
const steps = [1, 2, 3, 5, 10, 20, 50, 100, 200, 400];

/**
 * Where a logarithmic axis has ticks, so many at most, and their labels:
 * powers of ten, with multiples between them where there is room.
 */
export function logTicks(
  low: number,
  high: number,
  most = 8,
): { ticks: number[]; labels: string[] } {
  const [first, last] = [exponent(low), exponent(high)];
  const inside = (factors: readonly number[], every: number) => {
    const ticks: number[] = [];
    for (let k = first; k <= last; k++) {
      if (k % every !== 0) continue;
      const values = factors.map((factor) => Number(`${factor}e${k}`));
      ticks.push(...values.filter((value) => value >= low && value <= high));
    }
    return ticks;
  };
  const between = [[1, 2, 5], [1, 3]].map((factors) => inside(factors, 1))
    .find((ticks) => ticks.length <= most);
  if (between !== undefined && last - first <= 2) {
    return { ticks: between, labels: between.map(plain) };
  }
  const powers = steps.map((every) => inside([1], every));
  const ticks = powers.find(({ length }) => length <= most) ?? [];
  return { ticks, labels: ticks.map((tick) => power(exponent(tick))) };
}

/** The whole part of the decimal logarithm of a positive number. */
function exponent(x: number): number {
  return Number(x.toExponential().split("e")[1]);
}

/** A number of one digit, written out unless it is long. */
function plain(x: number): string {
  const k = exponent(x);
  if (k >= -3 && k <= 4) return String(x);
  const [factor] = x.toExponential().split("e");
  return factor === "1" ? power(k) : `${factor}·${power(k)}`;
}

/** A power of ten: `10⁻³`. */
function power(k: number): string {
  const digits = [...String(k)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[+c]);
  return `10${digits.join("")}`;
}
