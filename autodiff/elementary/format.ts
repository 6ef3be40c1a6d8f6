/** A binary format of IEEE 754 that an elementary function is computed in. */
export type Format = "float64" | "float32";

/** The least positive normal number of each format. */
export const LEAST_NORMAL: Readonly<Record<Format, number>> = {
  float64: 2.2250738585072014e-308,
  float32: 1.1754943508222875e-38,
};

/** The greatest finite number of each format. */
export const GREATEST: Readonly<Record<Format, number>> = {
  float64: 1.7976931348623157e308,
  float32: 3.4028234663852886e38,
};
