/** Programs that give their memory back together. */
export function disposable<P extends Readonly<Record<string, Disposable>>>(
  programs: P,
): P & Disposable {
  return {
    ...programs,
    [Symbol.dispose]() {
      for (const program of Object.values(programs)) {
        program[Symbol.dispose]();
      }
    },
  };
}
