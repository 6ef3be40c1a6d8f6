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
}
