import type { Dataset, TrainTest } from "@chainrule/data";

/** Images to train and to test on, and where they are from. */
export interface StudyData extends TrainTest {
  /** What they are called; never `auto`, and only if they are the published ones what these are called. */
  readonly name: string;
  /** Where they are from: a folder, the address of a mirror, or a few words. */
  readonly source: string;
  /** Whether they are the published ones; undefined for synthetic ones. */
  readonly verified: boolean | undefined;
  /** What identifies them: a SHA-256 in hexadecimal. */
  readonly checksum: string;
  /** Those that say when to end, where runs have patience: neither learned from nor tested on. */
  readonly validation?: Dataset;
  /** What the classes are called, in order, where they have names: `0`, `1` … unless given. */
  readonly classNames?: readonly string[];
}

/** What is known of the images of a study, without the images. */
export interface DatasetFacts {
  readonly name: string;
  /** The SHA-256 that identifies them. */
  readonly checksum: string;
  /** Whether they are the published data; undefined for synthetic ones. */
  readonly verified?: boolean;
  /** How many there are to learn from, those held out included. */
  readonly trainImages: number;
  readonly testImages: number;
  /** How many of the training images the trials of a search do not learn from but are compared on. */
  readonly validationImages?: number;
  /** How many of them runs that are compared on the test set do not learn from, for these say when to end. */
  readonly stoppingImages?: number;
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
}

/** The facts about images of which some are held out. */
export function factsOf(
  { name, checksum, verified, train, test }: StudyData,
  { validationImages, stoppingImages }: Pick<DatasetFacts, "validationImages" | "stoppingImages"> = {},
): DatasetFacts {
  const { rows, columns, classes } = train;
  return {
    name,
    checksum,
    verified,
    trainImages: train.count,
    testImages: test.count,
    validationImages,
    stoppingImages,
    rows,
    columns,
    classes,
  };
}

/** How many images runs learn from: in a search, its trials. */
export function learnedFrom(
  { trainImages, validationImages = 0, stoppingImages = 0 }: DatasetFacts,
): number {
  return trainImages - validationImages - stoppingImages;
}

/** How many images they are compared on. */
export function comparedOn({ testImages, validationImages }: DatasetFacts): number {
  return validationImages ?? testImages;
}
