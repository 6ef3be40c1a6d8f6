/** Temporary folders for tests that write files. */

/** Whether a temporary folder can be made here. */
export function canMakeFolder(): boolean {
  try {
    Deno.removeSync(Deno.makeTempDirSync());
    return true;
  } catch {
    return false;
  }
}

/** Runs a test in a temporary folder, and removes it. */
export async function inFolder(
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
