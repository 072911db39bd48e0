const TITLES = new Map([
  ["mnist", "MNIST"],
  ["fashion-mnist", "Fashion-MNIST"],
  ["kmnist", "KMNIST"],
  ["qmnist", "QMNIST"],
  ["synthetic", "synthetic digits"],
]);

/** A dataset as people call it. */
export function datasetTitle(name: string): string {
  return TITLES.get(name) ?? name.replace(/^emnist-(?=[a-z]+$)/, "EMNIST ");
}
