/** The number that a field of a table says, if it says one. */
export function parseNumber(text: string): number | undefined {
  const pattern = /^-?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)$/;
  return pattern.test(text) ? Number(text) : undefined;
}

/** How many doubles lie between two numbers, in the order of all doubles. */
export function ulpsBetween(a: number, b: number): bigint {
  const distance = ordinal(a) - ordinal(b);
  return distance < 0n ? -distance : distance;
}

/** The position of a number in that order; both zeros are at 0. */
function ordinal(x: number): bigint {
  const [bits] = new BigInt64Array(new Float64Array([x]).buffer);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}
