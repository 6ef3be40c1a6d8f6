/**
 * The steps at which a trial is recorded: all of them where they are few, else
 * at most `most` whose gaps grow in proportion, 0 and the last among them.
 *
 * @param most a whole number of at least 10. Default: 50.
 */
export function recordSteps(steps: number, most = 50): number[] {
  for (let growth = 1;; growth += 0.05) {
    const points = [0];
    let next = 1;
    while (next < steps && points.length < most) {
      points.push(next);
      next = Math.max(next + 1, Math.round(next * growth));
    }
    points.push(steps);
    if (points.length <= most) return points;
  }
}
