/** The least and the most of any number of numbers. `Math.max(...numbers)` fails where they are many.
 *
 * Unlike `Math.max`, these pass over NaN, and of nothing they are undefined.
 *
 * @module
 */
// @ts-types="@types/d3-array"
export { extent, max, min } from "d3-array";
