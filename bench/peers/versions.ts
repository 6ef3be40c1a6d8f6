/**
 * The packages that Descent is compared with. The project depends on none of
 * them: they are imported by computed names, in the benchmarks alone.
 */
export const versions = { tfjs: "4.22.0", jax: "0.1.25", optax: "0.1.2" };
