/**
 * The version of the numerics: of the elementary functions, the orders of
 * sums, the special values, the random draws. It is part of each trial's
 * identity and is raised when any bit of these changes.
 */
export const numericsVersion: number = 1;
