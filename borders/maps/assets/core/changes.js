/** Changes told once for all crossings whose verdicts they change, with what came and what ended. */

import { standingOf } from "./verdicts.js";

/** @import { Change, Finding, Measure } from "./verdicts.js" */

/**
 * What came or ended at a minute, with the side whose clock tells it.
 * @typedef {{minute: number, side: string, came: Measure[], ended: Measure[], changes: Change[]}} ChangeEvent
 */

/**
 * The measures that begin at a change and bear on what is after it, and those that bore on what was
 * before it and end.
 * @param {Change} change
 * @returns {{came: Measure[], ended: Measure[]}}
 */
function causesOf({ minute, before, after }) {
  return {
    came: after.measures.filter((measure) => measure.from === minute && !before.measures.includes(measure)),
    ended: before.measures.filter((measure) => measure.to === minute && !after.measures.includes(measure)),
  };
}

/**
 * How a crossing stood before and after.
 * @typedef {Record<"before" | "after", Pick<Finding, "status" | "default">>} Turn
 */

/**
 * @param {Turn} change
 * @returns {string} what became what
 */
function turnOf({ before, after }) {
  return [before, after].map(standingOf).join(" ");
}

/**
 * Changes, in order of time, gathered by what came and ended.
 * @param {Change[]} all
 * @returns {ChangeEvent[]}
 */
export function gathered(all) {
  /** @type {Map<string, ChangeEvent>} */
  const events = new Map();
  for (const change of all) {
    const { came, ended } = causesOf(change);
    const ids = (/** @type {Measure[]} */ measures) => measures.map(({ id }) => id).join(" ");
    const key = [change.minute, ids(came), ids(ended), came.length + ended.length ? "" : turnOf(change)].join("|");
    const [cause] = [...came, ...ended];
    const event = events.get(key) ?? { minute: change.minute, side: cause?.side ?? change.crossing.clock, came, ended, changes: [] };
    event.changes.push(change);
    events.set(key, event);
  }
  return [...events.values()];
}

/**
 * @template {Turn} T
 * @param {{changes: T[]}} event
 * @returns {T[][]} its changes by what became what
 */
export function turnsOf({ changes }) {
  /** @type {Map<string, T[]>} */
  const turns = new Map();
  for (const change of changes) turns.set(turnOf(change), [...(turns.get(turnOf(change)) ?? []), change]);
  return [...turns.values()];
}
