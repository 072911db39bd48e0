/** The program of the page: in a document it is the page, in a worker what trains.
 * @module
 */
import { startPage } from "./start.ts";
import { startWorker } from "./worker.ts";

if (typeof document === "undefined") startWorker();
else startPage();
