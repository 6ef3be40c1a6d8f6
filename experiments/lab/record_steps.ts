/** The most points that a trial's curve has. */
const mostPoints = 50;

/**
 * The steps at which a trial is recorded: all of them where they are few, else
 * at most 50 whose gaps grow in proportion, 0 and the last among them.
 */
export function recordSteps(steps: number): number[] {
  for (let growth = 1;; growth += 0.05) {
    const points = [0];
    let next = 1;
    while (next < steps && points.length < mostPoints) {
      points.push(next);
      next = Math.max(next + 1, Math.round(next * growth));
    }
    points.push(steps);
    if (points.length <= mostPoints) return points;
  }
}
