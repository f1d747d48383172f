/** Two days compared: how each crossing stood on either, the earlier first. */

import { turnsOf } from "./changes.js";
import { minuteOf } from "./clock.js";
import { counted, standingOf, verdict } from "./verdicts.js";

/** @import { Asking, Crossing, Data, Standing, Verdict } from "./verdicts.js" */

/**
 * @typedef {{crossing: Crossing, before: Verdict, after: Verdict}} Pair
 */

/**
 * @param {Data} data
 * @param {Asking["on"]} on
 * @param {Asking["on"]} versus
 * @returns {[Asking["on"], Asking["on"]]} the earlier first
 */
export function inOrder({ clocks, home }, on, versus) {
  const clock = clocks[home];
  return minuteOf(clock, versus) <= minuteOf(clock, on) ? [versus, on] : [on, versus];
}

/**
 * The verdicts on each crossing that serves a question, on two days.
 * @param {Data} data
 * @param {Asking} question
 * @param {Asking["on"]} versus
 * @param {Verdict[]} verdicts on the day of the question
 * @returns {Pair[]}
 */
export function compared(data, question, versus, verdicts) {
  const [first] = inOrder(data, question.on, versus);
  return verdicts.map((here) => {
    const there = verdict(data, here.crossing, { ...question, on: versus });
    const [before, after] = first === versus ? [there, here] : [here, there];
    return { crossing: here.crossing, before, after };
  });
}

/**
 * @param {Pair} pair
 * @returns {boolean} whether both days are known
 */
function isKnown({ before, after }) {
  return before.status !== "unknown" && after.status !== "unknown";
}

/**
 * @param {Pair[]} pairs
 * @returns {Pair[]} those that stand otherwise, as far as both days are known
 */
export function changedOf(pairs) {
  return pairs.filter((pair) => isKnown(pair) && standingOf(pair.before) !== standingOf(pair.after));
}

/**
 * @param {Pair[]} pairs
 * @returns {number} how many of them cannot be compared, as one of the days is not known
 */
export function unsureOf(pairs) {
  return pairs.filter((pair) => !isKnown(pair)).length;
}

/**
 * How many crossings stood how on either day.
 * @param {Data} data
 * @param {Pair[]} pairs
 * @returns {[Standing, number, number][]} those that any stood so
 */
export function tallied(data, pairs) {
  const [before, after] = [pairs.map((pair) => pair.before), pairs.map((pair) => pair.after)].map((verdicts) => counted(data, verdicts));
  return before.flatMap(([standing, earlier], i) => {
    const [, later] = after[i];
    return earlier + later ? [[standing, earlier, later]] : [];
  });
}

/**
 * The changes gathered by what became what, the larger groups first.
 * @param {Pair[]} pairs
 * @returns {Pair[][]}
 */
export function turnsBetween(pairs) {
  return turnsOf({ changes: changedOf(pairs) }).sort((a, b) => b.length - a.length);
}
