/** Where datasets were published, and how to tell that a copy is whole.
 * @module
 */

/** What identifies a file. The digests are in hexadecimal; which of them somebody has published differs from file to file. */
export interface Digests {
  /** The SHA-256 of the decompressed file. */
  readonly contents?: string;
  /** The SHA-256 of the `.gz`. */
  readonly gzip?: string;
  /** The name of the `.gz` as an object of git: the SHA-1 of `blob `, its length, a zero byte and its bytes. */
  readonly git?: string;
}

/** One file of a dataset. */
export interface PublishedFile {
  /** Its name without the part that tells the format, such as `train-images`. */
  readonly stem: string;
  /** What it holds. */
  readonly kind: "images" | "labels";
  /** The part of its name that tells the format: `idx`, the number of dimensions, the type. */
  readonly format: "idx3-ubyte" | "idx1-ubyte" | "idx2-int";
  /** The length of the decompressed file in bytes. */
  readonly size: number;
  /** Its published digests; none if there are none. */
  readonly digests: Digests;
}

/** A ZIP file that holds the files of a dataset. */
export interface Archive {
  readonly name: string;
  /** Its SHA-256, in hexadecimal. */
  readonly sha256: string;
  /** Where to get it. */
  readonly url: string;
}

/** A dataset of four files. */
export interface Publication {
  /** What the dataset is called. */
  readonly name: string;
  /** How many classes it has; as many as the labels show unless given. */
  readonly classes?: number;
  /** The label of the first class, where that is not 0. */
  readonly firstLabel?: number;
  /** Whether the files have the columns of an image one after the other, instead of its rows. */
  readonly transposed?: boolean;
  /** The environment variable that names its folder. */
  readonly variable: string;
  /** The folder that torchvision puts it into, below the one it is given. */
  readonly torchvision?: string;
  /** Addresses under which the files lie, ending in a slash. */
  readonly mirrors: readonly string[];
  /** What the files were published in, where they have no digests of their own. */
  readonly archive?: Archive;
  /** Train images, train labels, test images, test labels. */
  readonly files: readonly [PublishedFile, PublishedFile, PublishedFile, PublishedFile];
}

type Four<T> = readonly [T, T, T, T];

/** Four files of 28 × 28 pixels; `train` and `test` are how their names begin, and how many images there are. */
function files(
  train: readonly [string, number],
  test: readonly [string, number],
  digests: Four<Digests>,
  labels: "idx1-ubyte" | "idx2-int" = "idx1-ubyte",
): Publication["files"] {
  const images = ([name, count]: typeof train, digests: Digests): PublishedFile => (
    { stem: `${name}-images`, kind: "images", format: "idx3-ubyte", size: 16 + 784 * count, digests }
  );
  const classes = ([name, count]: typeof train, digests: Digests): PublishedFile => (
    { stem: `${name}-labels`, kind: "labels", format: labels, size: SIZES[labels](count), digests }
  );
  return [
    images(train, digests[0]),
    classes(train, digests[1]),
    images(test, digests[2]),
    classes(test, digests[3]),
  ];
}

const SIZES = { "idx1-ubyte": (count: number) => 8 + count, "idx2-int": (count: number) => 12 + 32 * count };

/** Four files as MNIST calls them. */
export function mnistFiles(...digests: Four<Digests>): Publication["files"] {
  return files(["train", 60_000], ["t10k", 10_000], digests);
}

/** The ZIP file of EMNIST has a SHA-256 in TensorFlow Datasets, url_checksums/emnist.txt; the files in it have none anywhere. */
const EMNIST: Archive = {
  name: "gzip.zip",
  sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
  url: "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
};

/** A part of EMNIST: G. Cohen, S. Afshar, J. Tapson, A. van Schaik, arXiv:1702.05373, table II. */
function emnist(split: string, classes: number, train: number, test: number, firstLabel = 0): Publication {
  return {
    name: `emnist-${split}`,
    classes,
    firstLabel,
    transposed: true,
    variable: "EMNIST_DIR",
    torchvision: "EMNIST/raw",
    mirrors: [],
    archive: EMNIST,
    files: files([`emnist-${split}-train`, train], [`emnist-${split}-test`, test], [{}, {}, {}, {}]),
  };
}

/** A dataset that was published, by its name. */
export type MnistName =
  | "mnist"
  | "fashion-mnist"
  | "kmnist"
  | "qmnist"
  | "emnist-balanced"
  | "emnist-byclass"
  | "emnist-bymerge"
  | "emnist-digits"
  | "emnist-letters"
  | "emnist-mnist";

/** The datasets that can be loaded, by name. */
export const PUBLICATIONS: Readonly<Record<MnistName, Publication>> = {
  mnist: {
    name: "mnist",
    classes: 10,
    variable: "MNIST_DIR",
    torchvision: "MNIST/raw",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    // The mirrors compressed the same files differently.
    files: mnistFiles(
      { contents: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
      { contents: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5" },
      { contents: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7" },
      { contents: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" },
    ),
  },
  "fashion-mnist": {
    name: "fashion-mnist",
    classes: 10,
    variable: "FASHION_MNIST_DIR",
    torchvision: "FashionMNIST/raw",
    mirrors: ["https://storage.googleapis.com/tensorflow/tf-keras-datasets/"],
    // `gzip`: TensorFlow Datasets, url_checksums/fashion_mnist.txt. `contents`: of the files in Debian's package
    // dataset-fashion-mnist 0.0~git20200523, which others publish who have unpacked those of github.com/zalandoresearch/fashion-mnist.
    files: mnistFiles(
      {
        contents: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        gzip: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      },
      {
        contents: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        gzip: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      },
      {
        contents: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        gzip: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      },
      {
        contents: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        gzip: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      },
    ),
  },
  kmnist: {
    name: "kmnist",
    classes: 10,
    variable: "KMNIST_DIR",
    torchvision: "KMNIST/raw",
    mirrors: ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
    // From TensorFlow Datasets, url_checksums/kmnist.txt, which has digests of the .gz files.
    files: mnistFiles(
      { gzip: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4" },
      { gzip: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17" },
      { gzip: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5" },
      { gzip: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c" },
    ),
  },
  qmnist: {
    name: "qmnist",
    classes: 10,
    variable: "QMNIST_DIR",
    torchvision: "QMNIST/raw",
    mirrors: ["https://raw.githubusercontent.com/facebookresearch/qmnist/master/"],
    // `git`: the names of the files as objects of their publisher's repository, github.com/facebookresearch/qmnist at
    // 94061367ec2e. `contents`: of the labels there, whose .gz have the MD5 that torchvision/datasets/mnist.py prints.
    files: files(
      ["qmnist-train", 60_000],
      ["qmnist-test", 60_000],
      [
        { git: "43a075186d8418723380fb40fdd4d4b9a76effa9" },
        {
          git: "c1ab7e566c9aba7c56394d9e0db64c8d693e6db1",
          contents: "bb1b6e1ec7b04fd5696f1ed50b5f58f8ef195118edd5c93c81783df9740b8ac5",
        },
        { git: "d6d267b6ad716da3979256a1115d70bf914ddd58" },
        {
          git: "6912331afa361c7d7aef917f0d1cdb9946f85481",
          contents: "92d0ccb8c25f9c6534270fb4be7e1d24a1c6d315edfc8a638bfbd31c70f362dd",
        },
      ],
      "idx2-int",
    ),
  },
  "emnist-balanced": emnist("balanced", 47, 112_800, 18_800),
  "emnist-byclass": emnist("byclass", 62, 697_932, 116_323),
  "emnist-bymerge": emnist("bymerge", 47, 697_932, 116_323),
  "emnist-digits": emnist("digits", 10, 240_000, 40_000),
  "emnist-letters": emnist("letters", 26, 124_800, 20_800, 1),
  "emnist-mnist": emnist("mnist", 10, 60_000, 10_000),
};

/** Whether a file that was found is a published one. */
export function isPublished(found: Digests, { digests }: PublishedFile): boolean {
  return (["contents", "gzip", "git"] as const).some((kind) =>
    digests[kind] !== undefined && digests[kind] === found[kind]
  );
}

/**
 * The names that a file may have. The plain one first, for it loads faster; but where only the `.gz` can be told from others, that
 * comes first.
 */
export function fileNames({ stem, format, digests }: PublishedFile): string[] {
  const plain = [`${stem}-${format}`, `${stem}.${format}`], gzip = plain.map((name) => `${name}.gz`);
  const onlyGzip = digests.contents === undefined && (digests.gzip ?? digests.git) !== undefined;
  return plain.flatMap((name, i) => onlyGzip ? [gzip[i], name] : [name, gzip[i]]);
}

/** The name that mirrors and the cache have for a file. */
export function downloadName({ stem, format }: PublishedFile): string {
  return `${stem}-${format}.gz`;
}
