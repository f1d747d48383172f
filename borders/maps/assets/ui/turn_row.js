/** What became what, in a row of marks and names. */

import { element, standingIcon } from "./dom.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Crossing, Finding } from "../core/verdicts.js" */

/** Names listed of one change. */
const NAMED = 5;

/**
 * @param {Answers} answers
 * @param {{crossing: Crossing, before: Finding, after: Finding}[]} turn changes to the same standing
 * @returns {HTMLElement[]} what became what, and where
 */
export function turnRow({ say }, turn) {
  const names = turn.map(({ crossing }) => say.short(crossing));
  const more = names.length - NAMED;
  const named = more > 1 ? [...names.slice(0, NAMED), say.t("changes.more", { count: more })] : names;
  const [from, to] = [turn[0].before, turn[0].after].map(standingOf);
  const isSame = from === to;
  const words = say.t(isSame ? "changes.same" : `standing.${to}`);
  const arrow = element("span", { "aria-hidden": "true" }, "→");
  const icons = isSame ? [standingIcon(to)] : [standingIcon(from), arrow, standingIcon(to)];
  return [element("span", { class: "borders-turn" }, ...icons, element("strong", {}, words)), element("span", { class: "borders-places" }, say.list(named))];
}
