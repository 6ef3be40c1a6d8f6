import {
  allocate,
  type Data,
  type DType,
  isFloat,
} from "../../../../autodiff/dtypes.ts";
import {
  GREATEST,
  LEAST_NORMAL,
} from "../../../../autodiff/elementary/format.ts";
import { boundaries, hardest } from "../../elementary/circle_points.ts";
import { Sampler } from "../../elementary/points.ts";

/** How many points of a column are random. */
const RANDOM = 12_000;

/** Where elementary functions and casts go over from one case to another. */
const THRESHOLDS = [
  709.782712893384,
  -708.3964185322641,
  -745.1332191019411,
  88.72283935546875,
  -87.33654022216797,
  -103.97207641601562,
  ...[710, -746, -45, 40, 89, -104, -24, 20],
  ...[0.5, 1, 1.5, 2, 2.5, 0.7071067811865476, 1.4142135623730951],
  ...[2 ** 22, 2 ** 23, 2 ** 31, 2 ** 32, 2 ** 51, 2 ** 52, 2 ** 53, 2 ** 63],
  0.34657359027997264,
];

/** Numbers of a float format that are somehow special. */
function specialFloats(format: "float64" | "float32"): number[] {
  const least = format === "float64" ? 5e-324 : 1.401298464324817e-45;
  const normal = LEAST_NORMAL[format];
  const greatest = GREATEST[format];
  const sizes = [0, least, 3 * least, normal - least, normal, 0.1, 0.5, 1, 2]
    .concat([1.5, 3, 1000.5, 1e30, greatest, Infinity]);
  return [...sizes, ...sizes.map((x) => -x), NaN];
}

const specialIntegers = {
  int32: [0, 1, -1, 2, 7, -2147483648, -2147483647, 2147483647, 65536],
  uint32: [0, 1, 2, 7, 2147483647, 2147483648, 4294967295, 65536],
  bool: [0, 1],
};

function special(dtype: DType): number[] {
  return dtype === "float64" || dtype === "float32"
    ? specialFloats(dtype)
    : specialIntegers[dtype];
}

/** Random points, floats of every size and of those sizes that matter. */
function random(dtype: DType, s: Sampler): number {
  if (dtype === "bool") return s.word() & 1;
  if (!isFloat(dtype)) {
    const word = s.word() >>> (s.word() % 32);
    return dtype === "int32" ? (s.word() & 1 ? word | 0 : -word | 0) : word;
  }
  switch (s.word() % 7) {
    case 0:
      return s.uniform(-750, 712);
    case 1:
      return s.uniform(-105, 90);
    case 2:
      return s.uniform(-1, 1);
    case 3:
      return s.signed(-20, 12);
    case 4:
      return s.signed(0, 40);
    default:
      return s.everywhere();
  }
}

/**
 * A column of points for each input: each combination of special values (up to
 * two inputs), thresholds, random ones; their number is a multiple of 48.
 */
export function pointsOf(dtypes: readonly DType[]): readonly Data[] {
  const points = known.get(dtypes.join()) ?? newPoints(dtypes);
  known.set(dtypes.join(), points);
  return points;
}

const known = new Map<string, readonly Data[]>();

function newPoints(dtypes: readonly DType[]): Data[] {
  const s = new Sampler(dtypes.includes("float64") ? "float64" : "float32");
  const rows: number[][] = [];
  const values = dtypes.map(special);
  const combinations = values.reduce((n, v) => n * v.length, 1);
  for (let i = 0; i < Math.min(combinations, 2000); i++) {
    let rest = i;
    rows.push(values.map((v) => {
      const value = v[rest % v.length];
      rest = Math.floor(rest / v.length);
      return value;
    }));
  }
  if (isFloat(dtypes[0])) {
    const near = THRESHOLDS.flatMap((x) => s.around(x, 20));
    const edges = [...near, ...near.map((x) => -x)];
    if (dtypes.length === 1) edges.push(...boundaries(s), ...hardest(s));
    rows.push(
      ...edges.map((x) =>
        dtypes.map((dtype) => isFloat(dtype) ? x : random(dtype, s))
      ),
    );
  }
  for (let i = 0; i < RANDOM || rows.length % 48 !== 0; i++) {
    rows.push(dtypes.map((dtype) => random(dtype, s)));
  }
  return dtypes.map((dtype, column) => {
    const data = allocate(dtype, rows.length);
    data.set(rows.map((row) => row[column]));
    return data;
  });
}
