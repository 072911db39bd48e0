/** What the page does when it is opened.
 * @module
 */
import { startCharts } from "./charts.ts";
import { startContents } from "./contents.ts";
import { startSorting } from "./sort.ts";
import { startTheme } from "./theme.ts";

startTheme();
startSorting();
startContents();
startCharts();
