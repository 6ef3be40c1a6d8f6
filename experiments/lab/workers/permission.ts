/** The folder of the library, whose modules workers load. */
const library = new URL("../../../", import.meta.url);

/**
 * Whether workers may load their program. Unlike what a program imports, that
 * takes the permission to read where the library is a folder of this machine.
 */
export function mayStartWorkers(): boolean {
  if (library.protocol !== "file:") return true;
  const read = { name: "read", path: library } as const;
  return Deno.permissions.querySync(read).state === "granted";
}
