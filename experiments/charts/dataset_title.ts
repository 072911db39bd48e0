const TITLES = new Map([["mnist", "MNIST"], ["fashion-mnist", "Fashion-MNIST"], [
  "synthetic",
  "synthetic digits",
]]);

/** A dataset as people call it. */
export function datasetTitle(name: string): string {
  return TITLES.get(name) ?? name;
}
