/** What `--help` prints. */
export const help = `Usage:
  deno task experiment [STUDY…]   run studies and write results/STUDY/
  deno task verify [STUDY…]       run them again and compare byte for byte

Without a STUDY, all of them.

Options:
  --list          the studies and what each asks
  --workers N     how many threads run trials; the results are the same
  --help          this text

Options of experiment:
  --seeds N       so many seeds instead of the study's number
  --optimizer ID  only this optimizer, or RULE/VARIANT; may be repeated
  --quick         at most 2 seeds, 3 values of each hyperparameter, 100 steps
  --out DIR       write to DIR/STUDY/

With --seeds, --optimizer or --quick results/ is left as it is: such a run goes
to --out, else to results/.partial/.

Exit code: 0, or 1 where verify finds a difference, or 2 for an error.`;
