/** Ends the program with code 2 where an argument is none that it knows. */
export function refuseOthers(
  args: readonly string[],
  known: RegExp,
  usage: string,
): void {
  const other = args.find((arg) => !known.test(arg));
  if (other === undefined) return;
  console.error(`Unknown argument ${JSON.stringify(other)}\nUsage: ${usage}`);
  Deno.exit(2);
}
