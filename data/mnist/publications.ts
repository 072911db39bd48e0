/** Where datasets were published, and how to tell that a copy is whole.
 * @module
 */

/** One file of a dataset. */
export interface PublishedFile {
  /** Its name without the part that tells the format, such as `train-images`. */
  readonly stem: string;
  /** What it holds. */
  readonly kind: "images" | "labels";
  /** The length of the decompressed file in bytes. */
  readonly size: number;
  /** Its SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** A dataset of four files. */
export interface Publication {
  /** What the dataset is called. */
  readonly name: string;
  /** The environment variable that names its folder. */
  readonly variable: string;
  /** The folder that torchvision puts it into, below the one it is given. */
  readonly torchvision: string;
  /** Addresses under which the files lie, ending in a slash. */
  readonly mirrors: readonly string[];
  /** What the digests are of: the decompressed files, or the `.gz` files as published. */
  readonly digested: "contents" | "gzip";
  /** Train images, train labels, test images, test labels. */
  readonly files: readonly [PublishedFile, PublishedFile, PublishedFile, PublishedFile];
}

function files(...digests: [string, string, string, string]): Publication["files"] {
  const [trainImages, trainLabels, testImages, testLabels] = digests;
  return [
    { stem: "train-images", kind: "images", size: 47_040_016, sha256: trainImages },
    { stem: "train-labels", kind: "labels", size: 60_008, sha256: trainLabels },
    { stem: "t10k-images", kind: "images", size: 7_840_016, sha256: testImages },
    { stem: "t10k-labels", kind: "labels", size: 10_008, sha256: testLabels },
  ];
}

/** The datasets that can be loaded, by name. */
export const PUBLICATIONS = {
  mnist: {
    name: "mnist",
    variable: "MNIST_DIR",
    torchvision: "MNIST/raw",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    // The mirrors compressed the same files differently.
    digested: "contents",
    files: files(
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
  },
  "fashion-mnist": {
    name: "fashion-mnist",
    variable: "FASHION_MNIST_DIR",
    torchvision: "FashionMNIST/raw",
    mirrors: ["https://storage.googleapis.com/tensorflow/tf-keras-datasets/"],
    // From TensorFlow Datasets, url_checksums/fashion_mnist.txt, which has digests of the .gz files.
    digested: "gzip",
    files: files(
      "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
  },
} as const satisfies Record<string, Publication>;

/** The names that a file may have. The plain one first: it loads faster, and lies beside the other where both are. */
export function fileNames({ stem, kind }: PublishedFile): string[] {
  const format = kind === "images" ? "idx3-ubyte" : "idx1-ubyte";
  return [`${stem}-${format}`, `${stem}-${format}.gz`, `${stem}.${format}`, `${stem}.${format}.gz`];
}

/** The name that mirrors and the cache have for a file. */
export function downloadName(file: PublishedFile): string {
  return fileNames(file)[1];
}
