/** What stands on the bar of time: how many crossings stood how, the named events, and how fast it plays. */

import { changes, leads, serves, turns } from "./verdicts.js";

/** @import { Asking, Data, NamedEvent, Standing } from "./verdicts.js" */

/**
 * From a minute on: how many crossings that serve a question stand how, in the order of standings.
 * @typedef {{minute: number, counts: number[]}} Step
 */

/**
 * A label beside a tick: its row, the lowest first, and where it begins.
 * @typedef {{row: number, left: number}} Spot
 */

/**
 * The steps between two minutes, of which the first stands at the start.
 * @param {Data} data
 * @param {Asking} question its moment does not matter
 * @param {number} start minute
 * @param {number} end minute
 * @returns {Step[]}
 */
export function steps(data, question, start, end) {
  const order = /** @type {Standing[]} */ (Object.keys(data.styles));
  const counts = order.map(() => 0);
  const all = data.crossings.filter((crossing) => leads(crossing, question) && serves(crossing, question)).map((crossing) => turns(data, crossing, question));
  counts[order.indexOf("unknown")] = all.length;
  const moves = all.flatMap((each) => each.map(([minute, standing], i) => ({ minute, standing, before: each[i - 1]?.[1] ?? "unknown" })));
  /** @type {Map<number, number[]>} */
  const made = new Map([[start, [...counts]]]);
  for (const { minute, standing, before } of moves.sort((a, b) => a.minute - b.minute)) {
    if (minute >= end) break;
    counts[order.indexOf(before)] -= 1;
    counts[order.indexOf(standing)] += 1;
    made.set(Math.max(start, minute), [...counts]);
  }
  return [...made].map(([minute, counted]) => ({ minute, counts: counted }));
}

/**
 * The outlines of stacked steps, for the standings in their order: each reaches down to the ground, and
 * what is drawn after it hides all of it but its own part. Left out: what is stacked on top of all.
 * @param {Step[]} all
 * @param {(minute: number) => number} across
 * @param {number} end
 * @returns {string[]} in SVG path syntax, in crossings above the ground at 0, which is the bottom
 */
export function outlines(all, across, end) {
  const last = (all[0]?.counts.length ?? 1) - 1;
  const total = all[0]?.counts.reduce((sum, n) => sum + n, 0) ?? 0;
  return Array.from({ length: last }, (_, level) => {
    const tops = all.map(({ counts }) => total - counts.slice(0, level + 1).reduce((sum, n) => sum + n, 0));
    if (!all.some(({ counts }) => counts[level])) return "";
    const line = tops.map((top, i) => (top === tops[i - 1] ? "" : `H${across(all[i].minute).toFixed(2)}V${top}`));
    return `M${across(all[0].minute).toFixed(2)} ${total}${line.join("")}H${end.toFixed(2)}V${total}Z`;
  });
}

/**
 * The named events that say something of a question: a measure of theirs bears on it.
 * @param {Data} data
 * @param {Asking} question its moment does not matter
 * @returns {NamedEvent[]}
 */
export function eventsOf(data, question) {
  const bearing = new Set(changes(data, question).flatMap(({ before, after }) => [...before.measures, ...after.measures]));
  return data.events.filter(({ measures }) => measures.some((at) => bearing.has(data.measures[at])));
}

/** Rows of labels at most. */
const ROWS = 3;

/**
 * Where labels stand that neither touch one another nor hide a line from a higher label to its tick, in as
 * few rows as that takes.
 * @param {{x: number, width: number}[]} ticks by place
 * @param {number} room
 * @param {number} rows at most
 * @returns {Spot[] | null} null: there is no room for all of them
 */
export function spots(ticks, room, rows = ROWS) {
  for (let count = 1; count <= rows; count += 1) {
    const chosen = placed(ticks, room, count, []);
    if (chosen) return chosen;
  }
  return null;
}

/** Pixels between a line and its label, and between labels. */
const GAP = 4;

/**
 * @param {{x: number, width: number}[]} ticks
 * @param {number} room
 * @param {number} rows
 * @param {Spot[]} before those of the first ticks
 * @returns {Spot[] | null}
 */
function placed(ticks, room, rows, before) {
  if (before.length === ticks.length) return before;
  const { x, width } = ticks[before.length];
  for (const left of [x + GAP, x - GAP - width]) {
    for (let row = 0; row < rows; row += 1) {
      const spot = { row, left };
      const fits = left >= 0 && left + width <= room && before.every((other, i) => areApart(spot, ticks[before.length], other, ticks[i]));
      const all = fits ? placed(ticks, room, rows, [...before, spot]) : null;
      if (all) return all;
    }
  }
  return null;
}

/**
 * @param {Spot} a
 * @param {{x: number, width: number}} tickOfA
 * @param {Spot} b
 * @param {{x: number, width: number}} tickOfB
 * @returns {boolean}
 */
function areApart(a, tickOfA, b, tickOfB) {
  const hides = (/** @type {Spot} */ { row, left }, /** @type {number} */ width, /** @type {Spot} */ other, /** @type {number} */ x) =>
    other.row >= row && left - GAP / 2 < x && x < left + width + GAP / 2;
  const meet = a.row === b.row && a.left < b.left + tickOfB.width + GAP && b.left < a.left + tickOfA.width + GAP;
  return !meet && !hides(a, tickOfA.width, b, tickOfB.x) && !hides(b, tickOfB.width, a, tickOfA.x);
}

/** Milliseconds for which play shows a change, at most, and all of them. */
const PACE = 1100;
const WHOLE = 30_000;

/**
 * @param {number} stops
 * @returns {number} milliseconds between two of so many, so that play is soon over
 */
export function paceOf(stops) {
  return Math.floor(Math.min(PACE, WHOLE / Math.max(stops, 1)));
}
