/** A sample of a line. */

import { drawn } from "./dom.js";

/** @import { Look, Standing } from "../core/verdicts.js" */

/**
 * A sample of the line of a standing.
 * @param {Standing} standing
 * @param {Look} look
 * @returns {SVGElement}
 */
export function stroke(standing, { weight, dashes }) {
  const path = drawn("path", { d: "M3 6H31", "stroke-width": weight, "stroke-dasharray": dashes || "none", class: `borders-${standing}-line` });
  return drawn("svg", { class: "borders-line", viewBox: "0 0 34 12", "aria-hidden": "true", focusable: "false" }, path);
}
