/**
 * Descent: tensors, derivatives and gradient-descent optimizers whose results
 * are the same bits everywhere.
 *
 * @module
 */
export * from "./autodiff/mod.ts";
export * from "./optimizers/mod.ts";
export * from "./experiments/definitions.ts";
