/** Studies in the order in which they build on one another. */
const order = [
  "lecture-backpropagation",
  "lecture-learning-rate",
  "lecture-step-size",
  "lecture-direction",
  "test-functions",
  "iris",
  "digits",
  "digits-deep",
];

/** Studies in the order for reading them; those that it lacks at the end. */
export function inTeachingOrder<S extends { readonly id: string }>(
  studies: readonly S[],
): S[] {
  const place = ({ id }: S) => (order.indexOf(id) + 1) || order.length + 1;
  return [...studies].sort((a, b) => place(a) - place(b));
}
