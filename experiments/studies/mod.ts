/** The studies. A new one is a file beside this one and a line here.
 * @module
 */
import { activation } from "./activation.ts";
import { alexnet } from "./alexnet.ts";
import { depth } from "./depth.ts";
import { exponential } from "./exponential/study.ts";
import { focal } from "./focal.ts";
import { grid } from "./grid.ts";
import { loss } from "./loss.ts";
import { matrix } from "./matrix.ts";
import { mixed } from "./mixed.ts";
import { range } from "./range.ts";
import { record } from "./record.ts";
import { signal } from "./signal/study.ts";
import { size } from "./size.ts";
import { speed } from "./speed.ts";
import { stability } from "./stability/study.ts";
import { train } from "./train.ts";
import { tuned } from "./tuned/study.ts";

/** The studies by name; the first is the default. `all` on the command line is all of them but `train`. */
export const studies = {
  loss,
  activation,
  matrix,
  depth,
  alexnet,
  mixed,
  grid,
  focal,
  stability,
  exponential,
  size,
  signal,
  tuned,
  record,
  speed,
  range,
  train,
};
