/** Measurements and their classes, as plain numbers. */
export interface Classified {
  /** One row of measurements a sample. */
  readonly features: readonly (readonly number[])[];
  /** The class of each sample: an index into `classes`. */
  readonly labels: readonly number[];
  /** The names of the classes. */
  readonly classes: readonly string[];
}

/** Where studies get their data from; what loads it is up to who runs them. */
export interface Datasets {
  /** Fisher's irises: 150 flowers of 3 species, 4 measurements in cm. */
  iris(): Promise<Classified>;
  /**
   * Handwritten digits: 10,000 pictures of 28 × 28 pixels, from 0 for paper to
   * 1 for ink, row by row.
   */
  digits(): Promise<Classified>;
}
