/** What the page does when it is opened.
 * @module
 */
import { Charts } from "./charts.ts";
import { startContents } from "./contents.ts";
import { Legends } from "./legend.ts";
import { startSorting } from "./sort.ts";
import { startTheme } from "./theme.ts";

startTheme();
startSorting();
export const observeSections = startContents();
export const legends = new Legends();
export const charts = new Charts(legends);
