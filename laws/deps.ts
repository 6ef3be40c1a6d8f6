/**
 * The package that laws need, with its version.
 *
 * @module
 */
export * as fc from "npm:fast-check@4.10.2";
