/** What a user got wrong; its message says it in one line. */
export class Mistake extends Error {
  override readonly name = "Mistake";
}

/** The first line of what went wrong. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0];
}
