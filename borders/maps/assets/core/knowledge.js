/** How old what is known is. */

import { NEVER, dayAfter, dayOf, daysBetween, minuteOf } from "./clock.js";
import { leads, serves } from "./verdicts.js";

/** @import { Asking, Data, Verdict } from "./verdicts.js" */

/**
 * When the register was last verified, and how long before the day asked about and the reader's today.
 * @typedef {object} Age
 * @property {string | null} verified the day; null: it never was
 * @property {number} before days until the day asked about, none where the day asked about is no later
 * @property {number} today days until the reader's today
 * @property {boolean} isOld whether what is told may hold no longer
 */

/**
 * @param {Data} data
 * @param {Asking} question
 * @param {number} now milliseconds since 1970
 * @returns {Age}
 */
export function ageOf(data, question, now) {
  const { fresh, clocks, home } = data;
  const verified = verifiedWith(data, question);
  const clock = clocks[home];
  const minute = minuteOf(clock, question.on);
  const day = dayOf(clock, minute);
  const last = verified === null || day > verified ? verified : lastBefore(data, question, minute, verified);
  const since = (/** @type {string} */ later) => (last === null ? 0 : Math.max(0, daysBetween(last, later)));
  const before = since(day);
  const today = last === verified ? since(dayOf(clock, now / 6e4)) : 0;
  // what is told of a day before the last verified one does not grow old
  const isOld = last === null || before > fresh || (day >= last && today > fresh);
  return { verified: last, before, today, isOld };
}

/**
 * The last day through which the crossings were verified that lead where a question means.
 * @param {Data} data
 * @param {Pick<Asking, "to">} question
 * @returns {string | null} null: they never were
 */
export function verifiedWith({ verified, verifiedTo }, { to = null }) {
  if (to === null) return verified;
  // of the best rank, which stands before the day, the oldest
  const [first] = ["", ...to].flatMap((code) => verifiedTo[code] ?? []).sort();
  return first?.slice(1) ?? null;
}

/** Days after all that is known to which a scale of time reaches, if today is then. */
const BEYOND = 366;

/**
 * The first and the last day of a scale of time: all that is known, and on to today if that is near.
 * @param {Data} data
 * @param {number} now milliseconds since 1970
 * @returns {[string, string]}
 */
export function extent({ span, verified, clocks, home }, now = Date.now()) {
  const [first, last] = span ?? [verified ?? NEVER, verified ?? NEVER];
  const today = dayOf(clocks[home], now / 6e4);
  return [first, last < today && today <= dayAfter(last, BEYOND) ? today : last];
}

/**
 * The last day for which a crossing was verified by the moment of a verdict, and the days since then.
 * @param {Data} data
 * @param {Verdict} verdict
 * @returns {{through: string, days: number} | {through: null, days: null}} null: it never was
 */
export function verifiedOf({ clocks }, { crossing, verified, minute }) {
  if (verified === null) return { through: null, days: null };
  const clock = clocks[crossing.clock];
  const [through, day] = [verified - 1, minute].map((each) => dayOf(clock, each));
  return { through, days: Math.max(0, daysBetween(through, day)) };
}

/**
 * The last day verified by a moment within all that is known: that of the register, but in a gap.
 * @param {Data} data
 * @param {Asking} question
 * @param {number} minute
 * @param {string} verified the last day of all
 * @returns {string | null} null: none
 */
function lastBefore(data, question, minute, verified) {
  const spans = mainOf(data, question).flatMap(({ verified: periods = [], clock }) => periods.map(([from, to]) => ({ from, to, clock })));
  if (!spans.length || spans.some(({ from, to }) => from <= minute && minute < to)) return verified;
  const past = spans.filter(({ to }) => to <= minute);
  const latest = Math.max(...past.map(({ to }) => to));
  // by another clock a day may end earlier
  const days = past.filter(({ to }) => to > latest - 1440).map(({ to, clock }) => dayOf(data.clocks[clock], to - 1));
  return days.sort().at(-1) ?? null;
}

/**
 * The crossings that serve a question: the international ones, if there are any.
 * @param {Data} data
 * @param {Asking} question
 */
function mainOf({ crossings }, question) {
  const serving = crossings.filter((crossing) => serves(crossing, question) && leads(crossing, question));
  const main = serving.filter(({ category }) => category === "international");
  return main.length ? main : serving;
}
