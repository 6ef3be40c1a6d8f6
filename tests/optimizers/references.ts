/** The trajectories along gradients to which variants are held. */
import { readReference, type Reference } from "./trajectories.ts";

export const references: readonly Reference[] = [
  "transcription",
  "torch",
  "optax",
  "keras",
  "tfjs",
  "coordinatewise_transcription",
  "coordinatewise_torch",
  "coordinatewise_optax",
  "coordinatewise_keras",
  "coordinatewise_tfjs",
  "whole_tensors_transcription",
  "whole_tensors_torch",
  "whole_tensors_optax",
  "whole_tensors_keras",
  "shared_transcription",
  "shared_torch",
  "shared_optax",
  "authors_dadaptation",
  "authors_prodigyopt",
  "authors_schedulefree",
  "authors_adabelief-pytorch",
].map(readReference);
