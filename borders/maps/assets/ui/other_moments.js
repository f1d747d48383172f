/** What stands in a page of one moment for the parts that tell of others, and of ways: nothing. */

import { element } from "./dom.js";

/** @import { Part } from "./types.js" */

/** @returns {Part} */
const nothing = () => ({ node: element("div"), render() {} });

export { nothing as changesList, nothing as reachLayer, nothing as routesPanel, nothing as timeSlider };

/** @returns {Node[]} */
export const timeline = () => [];

export const pointed = () => {};

export const routeIndex = () => null;
