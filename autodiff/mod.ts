/**
 * Tensors, operations on them, and their derivatives.
 *
 * @module
 */
export type { Data, DType } from "./dtypes.ts";
export type { Shape } from "./shapes.ts";
export type { NestedArray, TensorCore, TensorJSON } from "./tensor_base.ts";
export type { Tensor, TensorLike } from "./tensor.ts";
export { isTensor } from "./handle.ts";
export { numericsVersion } from "./numerics.ts";
export {
  arange,
  eye,
  full,
  ones,
  scalar,
  tensor,
  zeros,
  zerosLike,
} from "./create.ts";
export * from "./functions.ts";
export { mapTree, type TreeOf } from "./trees.ts";
export type { Differentiable } from "./transform.ts";
export { grad, type ValueAndGrad, valueAndGrad } from "./grad.ts";
export { type ValueAndPullback, vjp } from "./vjp.ts";
export { jvp, type ValueAndTangent } from "./jvp.ts";
export { hvp } from "./hvp.ts";
export { hessian, type HessianOf } from "./hessian.ts";
export { vmap, type VmapOptions } from "./vmap.ts";
export { scan, type ScanOptions } from "./scan.ts";
export { compile, type Compiled, type CompileOptions } from "./compile.ts";
export {
  type CompiledLoop,
  compileLoop,
  type LoopRun,
} from "./compile_loop.ts";
export {
  assertGradient,
  checkGradient,
  type CheckGradientOptions,
  type GradientCheck,
} from "./check_gradient.ts";
export {
  type Activation,
  type ActivationName,
  activations,
} from "./activations.ts";
export {
  type ForwardPass,
  type LayerChain,
  layerChain,
} from "./layer_chain.ts";
export type { Key } from "./random/key.ts";
export type { NormalOptions } from "./random/normal.ts";
export { key, keyOf } from "./random/threefry_key.ts";
export type { UniformOptions } from "./random/uniform.ts";
export { decodeTree } from "./serialize/decode_tree.ts";
export { encodeTree } from "./serialize/encode_tree.ts";
export { tensorFromJSON } from "./serialize/tensor_from_json.ts";
export { treeFromJSON } from "./serialize/tree_from_json.ts";
