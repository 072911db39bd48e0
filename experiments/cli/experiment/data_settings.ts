/** What is learned.
 * @module
 */
import { DATASETS, SCALES } from "../../study/choices.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import { UsageError } from "../../study/usage_error.ts";
import { augmentationText, parseAugmentation, WANTED_AUGMENTATION } from "../../training/augmentation.ts";
import { option, type Parser, withDefaults } from "../option.ts";
import { oneOf } from "../values.ts";

/** A name of a dataset. Whoever writes a path wants another option. */
const datasetName: Parser<string> = (text) => {
  if (!/[./\\~]/.test(text)) return oneOf("dataset", DATASETS)(text);
  throw new UsageError("want the name of a dataset; --data takes files and folders of your own");
};

const augmentation: Parser<string> = (text) => {
  const distortions = parseAugmentation(text);
  if (!distortions) throw new UsageError(`want ${WANTED_AUGMENTATION}`);
  return augmentationText(distortions);
};

/** What is learned. */
export const DATA = withDefaults(DEFAULTS, {
  dataset: option(
    "NAME",
    "auto, mnist, fashion-mnist, kmnist, qmnist, emnist-letters and its like, synthetic; auto is mnist, or synthetic " +
      "where mnist can't be had",
    datasetName,
  ),
  augment: option(
    "NAME=X,…",
    "distorts training images anew in each epoch: shift (pixels), rotation (degrees), scale (a fraction), elastic and its " +
      "smoothness (34 and 4 in Simard et al. 2003), or none",
    augmentation,
    { parseOne: augmentation },
  ),
  scale: option("NAME", "pixels: unit is x/255, centered is (x - 128)/255, raw is x", oneOf("scale", SCALES)),
});
