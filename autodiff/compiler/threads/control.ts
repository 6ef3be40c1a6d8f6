/** The words by which threads know of each other, between failure and table. */
export const control = {
  /** The number of a job and, in the low bits, of the part to claim next. */
  claims: 16,
  /** How many parts of the job have ended. */
  done: 20,
  /** Changes when there is a job, or no more of them. */
  news: 24,
  /** How many threads sleep until there is news. */
  asleep: 28,
  /** Not 0 when the program is no longer used. */
  over: 32,
  /** Not 0 where the thread that runs the program may sleep. */
  naps: 36,
  /** How many threads there are, or will be, beside that one. */
  present: 40,
  /** How many of the low bits of claims number parts. */
  claimBits: 16,
  /** How long a thread waits for news before it leaves, in ns. */
  patience: 1_000_000_000,
} as const;
