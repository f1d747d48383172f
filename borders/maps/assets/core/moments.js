/** Days and instants as people write them. */

import { dayAfter, dayOf, minutesOn, written } from "./clock.js";

/** @import { Meaning } from "./permalink.js" */
/** @import { Asking, Data } from "./verdicts.js" */

const TIME = /^(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?(?:\s*(Z)|\s?([+\u2212-]|\s)(\d\d)(?::?(\d\d))?)?$/i;

/**
 * The moment that a text means. A time without its clock, and 3/4/2025, may mean several: they are
 * near matches, as the days about one that no calendar has.
 * @param {Data} data
 * @param {string} text
 * @param {number} now milliseconds since 1970 by the reader's clock
 * @returns {Meaning<Asking["on"]>}
 */
export function momentOf(data, text, now) {
  if (/^today$/i.test(text)) return { is: { day: dayOf(data.clocks[data.home], now / 60000) } };
  if (/^now$/i.test(text)) return { is: { minute: Math.floor(now / 60000) } };
  const [, dated, timed] = /^([\d./-]+)(?:[T ]\s*(.+))?$/i.exec(text) ?? [];
  const meant = [...new Set(daysOf(dated ?? ""))];
  const days = meant.filter(isDay);
  if (days.length !== 1) return { near: days.length ? days : meant.flatMap(aboutOf) };
  return timed === undefined ? { is: { day: days[0] } } : instantOf(data, days[0], timed);
}

/**
 * @param {Data} data
 * @param {string} day
 * @param {string} text a time, with what its clock is ahead of UTC or not
 * @returns {Meaning<Asking["on"]>}
 */
function instantOf(data, day, text) {
  const [, hours, minutes, utc, sign, ahead, rest = "00"] = TIME.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return { near: [day] };
  const time = `${hours}:${minutes}`;
  const offset = utc ?? (ahead && `${/[\u2212-]/.test(sign) ? "-" : "+"}${ahead}:${rest}`);
  const at = Date.parse(offset ? `${day}T${time}${offset}` : "");
  if (!Number.isNaN(at)) return { is: { minute: at / 60000 } };
  const moments = momentsOn(data, day, time);
  return { near: moments.length ? moments : [day] };
}

/**
 * The days that a text may mean, possible or not.
 * @param {string} text such as 2025-10-30, 20251030, 30.10.2025 or 30/10/2025
 * @returns {string[]}
 */
function daysOf(text) {
  const at = (/** @type {string[]} */ ...parts) => parts.map((part) => part.padStart(2, "0")).join("-");
  const [, year, , month, day] = /^(\d{4})([-/.])(\d\d?)\2(\d\d?)$/.exec(text) ?? /^(\d{4})()(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year) return [at(year, month, day)];
  const [, a, sign, b, last] = /^(\d\d?)([-/.])(\d\d?)\2(\d{4})$/.exec(text) ?? [];
  if (last) return sign === "." ? [at(last, b, a)] : [at(last, b, a), at(last, a, b)];
  return /^\d{4}-\d\d$/.test(text) ? [`${text}-00`] : [];
}

/**
 * @param {string} day
 * @returns {boolean} whether a calendar has it
 */
function isDay(day) {
  const start = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day);
}

/**
 * Days near one that no calendar has: with day and month swapped, or the ends of months about it.
 * @param {string} day
 * @returns {string[]}
 */
function aboutOf(day) {
  const [year, month, date] = day.split("-");
  const swapped = `${year}-${date}-${month}`;
  const next = Number(month) === 12 ? `${Number(year) + 1}-01-01` : `${year}-${String(Number(month) + 1).padStart(2, "0")}-01`;
  const about = date === "00" ? [`${year}-${month}-01`] : [];
  return [swapped, ...about, ...(isDay(next) ? [dayAfter(next, -1), next] : [])].filter(isDay).slice(0, 2);
}

/**
 * The instants at which some clock shows a time: none where all skip it, two where one shows it twice.
 * @param {Data} data
 * @param {string} day
 * @param {string} time
 * @returns {string[]}
 */
function momentsOn({ clocks }, day, time) {
  /** @type {Map<number, string>} */
  const moments = new Map();
  for (const clock of Object.values(clocks)) {
    for (const minute of minutesOn(clock, day, time)) {
      const text = written(clock, minute);
      if (!moments.has(minute)) moments.set(minute, text.slice(0, 16) + text.slice(19));
    }
  }
  return [...moments].sort(([a], [b]) => a - b).map(([, text]) => text);
}
