/** A dataset as people call it. */
export function datasetTitle(name: string): string {
  return ({ "mnist": "MNIST", "fashion-mnist": "Fashion-MNIST", "synthetic": "synthetic digits" })[name] ??
    name;
}
