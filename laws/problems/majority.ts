/** Least squares on which adaptive methods go with the majority. */
import { fc } from "../deps.ts";
import { begin } from "../follow.ts";
import { formats } from "../numbers.ts";
import type { Subject } from "../subject.ts";

/**
 * Samples with labels y of 1 and −1. Features are the label, 1, 1, and for each
 * sample own ones, which are 1 for it alone: one if y = 1, five if y = −1.
 */
export interface Votes {
  /** How many labels are 1. */
  readonly ayes: number;
  /** How many are −1: fewer. */
  readonly noes: number;
}

/**
 * Votes whose number and whose majority are powers of two, so that no gradient
 * rounds where all weights have one magnitude.
 */
export function votes(): fc.Arbitrary<Votes> {
  return fc.constantFrom(
    ...[[2, 4], [2, 8], [4, 8], [4, 16], [8, 16]].map(([majority, all]) => ({
      ayes: (all + majority) / 2,
      noes: (all - majority) / 2,
    })),
  );
}

/** The labels, those of 1 first. */
export function labelsOf({ ayes, noes }: Votes): number[] {
  return [...Array(ayes).fill(1), ...Array(noes).fill(-1)];
}

/** Σ y·x over all samples: its signs are where adaptive methods go. */
export function direction(votes: Votes): number[] {
  const labels = labelsOf(votes);
  const majority = votes.ayes - votes.noes;
  return [labels.length, majority, majority, ...labels.flatMap(own)];
}

/** A number for each own feature of a sample. */
function own(y: number): number[] {
  return Array(y === 1 ? 1 : 5).fill(y);
}

/** The place of the first own feature of each sample. */
export function ownPlaces(votes: Votes): number[] {
  let next = 3;
  return labelsOf(votes).map((y) => {
    const place = next;
    next += own(y).length;
    return place;
  });
}

/**
 * The gradient of ½Σ(x·w − y)². Terms are added in pairs that cancel or double,
 * so that nothing but x·w − y rounds where all weights have one magnitude.
 */
function gradient(votes: Votes, w: readonly number[]): number[] {
  const labels = labelsOf(votes);
  const places = ownPlaces(votes);
  const residuals = labels.map((y, i) => {
    const [first, ...others] = w.slice(places[i], places[i] + own(y).length);
    const product = (w[1] + y * w[0]) + (w[2] + first) + sum(others);
    return product - y;
  });
  const all = sum(residuals);
  return [
    sum(residuals.map((r, i) => r * labels[i])),
    all,
    all,
    ...labels.flatMap((y, i) => own(y).map(() => residuals[i])),
  ];
}

/** A sum that halves the numbers again and again. */
function sum(numbers: readonly number[]): number {
  if (numbers.length < 2) return numbers[0] ?? 0;
  const half = numbers.length >> 1;
  return sum(numbers.slice(0, half)) + sum(numbers.slice(half));
}

/** The weights from 0 on, as long as they are finite. */
export async function learn(
  subject: Subject,
  votes: Votes,
  steps: number,
): Promise<number[][]> {
  const { round } = formats[subject.dtype];
  const zeros = direction(votes).map(() => 0);
  let standing = await begin(subject, [zeros], [[zeros.length]]);
  const path = [zeros];
  for (let t = 0; t < steps; t++) {
    const [w] = standing.params;
    const grads = gradient(votes, w).map(round);
    standing = await subject.update([grads], standing);
    const [next] = standing.params;
    if (!next.every(Number.isFinite)) break;
    path.push([...next]);
  }
  return path;
}
