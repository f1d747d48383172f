/** Days and minutes on the clocks of the sides, by the table of offsets in the data. */

/**
 * The offsets of one clock, oldest first: from which epoch minute on (null: ever), and by how many
 * minutes its wall is ahead of UTC.
 * @typedef {[number | null, number][]} Clock
 */

const DAY = 1440;

/** @type {WeakMap<Clock, {day: string, minute: number}>} the noon that each clock was asked for last: all crossings ask for one */
const noons = new WeakMap();

/** The day on which a register stands of which nothing is known: that of minute zero. */
export const NEVER = new Date(0).toISOString().slice(0, 10);

/**
 * @param {Clock} clock
 * @param {number} minute
 * @returns {number} minutes ahead of UTC
 */
function offsetAt(clock, minute) {
  const [, offset] = clock.findLast(([from]) => from === null || from <= minute) ?? clock[0];
  return offset;
}

/**
 * The first moment at which a wall shows a time; where the clock skips it, as if it had not yet.
 * @param {Clock} clock
 * @param {number} wall minutes since 1970 as the wall counts them
 * @returns {number} epoch minute
 */
function ofWall(clock, wall) {
  for (let i = 0; i < clock.length - 1; i += 1) {
    const next = /** @type {number} */ (clock[i + 1][0]);
    if (wall - Math.max(clock[i][1], clock[i + 1][1]) < next) return wall - clock[i][1];
  }
  return wall - clock[clock.length - 1][1];
}

/**
 * @param {string} day such as 2025-10-30
 * @param {string} time such as 09:30
 * @returns {number} minutes since 1970, without a clock
 */
function wallOf(day, time = "00:00") {
  return Date.parse(`${day}T${time}Z`) / 60000;
}

/**
 * @param {Clock} clock
 * @param {string} day such as 2025-10-30
 * @returns {number} epoch minute of its noon, which stands for a bare day
 */
export function noon(clock, day) {
  let last = noons.get(clock);
  if (last?.day !== day) noons.set(clock, (last = { day, minute: minuteOn(clock, day, "12:00") }));
  return last.minute;
}

/**
 * @param {Clock} clock
 * @param {{day: string} | {minute: number}} on
 * @returns {number} epoch minute
 */
export function minuteOf(clock, on) {
  return "minute" in on ? on.minute : noon(clock, on.day);
}

/**
 * @param {Clock} clock
 * @param {string} day such as 2025-10-30
 * @param {string} time such as 09:30
 * @returns {number} epoch minute at which that clock shows them first
 */
export function minuteOn(clock, day, time) {
  return ofWall(clock, wallOf(day, time));
}

/**
 * @param {Clock} clock
 * @param {string} day such as 2025-10-30
 * @param {string} time such as 09:30
 * @returns {number[]} epoch minutes at which that clock shows them: none where it skips them
 */
export function minutesOn(clock, day, time) {
  const wall = wallOf(day, time);
  const offsets = new Set(clock.map(([, offset]) => offset));
  return [...offsets].map((offset) => wall - offset).filter((minute) => minute + offsetAt(clock, minute) === wall);
}

/**
 * @param {Clock} clock
 * @param {number} minute
 * @returns {string} the day on that clock, such as 2025-10-30
 */
export function dayOf(clock, minute) {
  return wallText(clock, minute).slice(0, 10);
}

/**
 * @param {Clock} clock
 * @param {number} minute
 * @returns {string} the time on that clock, such as 09:30
 */
export function timeOf(clock, minute) {
  return wallText(clock, minute).slice(11, 16);
}

/**
 * @param {Clock} clock
 * @param {number} minute
 * @returns {string}
 */
function wallText(clock, minute) {
  return new Date((minute + offsetAt(clock, minute)) * 60000).toISOString();
}

/**
 * @param {number} minute
 * @returns {string} that moment by UTC, such as 2025-10-30T07:30Z
 */
export function instant(minute) {
  return `${new Date(minute * 60000).toISOString().slice(0, 16)}Z`;
}

/**
 * @param {Clock} clock
 * @param {number} minute
 * @returns {string} that moment on that clock as ISO 8601 has it, such as 2025-10-30T09:30:00+02:00
 */
export function written(clock, minute) {
  const offset = offsetAt(clock, minute);
  const [hours, minutes] = [Math.trunc(offset / 60), offset % 60].map((part) => String(Math.abs(part)).padStart(2, "0"));
  return `${wallText(clock, minute).slice(0, 19)}${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/**
 * @param {string} from day
 * @param {string} to day
 * @returns {number} days from one to the other by the calendar, below 0 where the other is earlier
 */
export function daysBetween(from, to) {
  return (wallOf(to) - wallOf(from)) / DAY;
}

/**
 * A day some days later, or earlier, by the calendar.
 * @param {string} day
 * @param {number} days
 * @returns {string}
 */
export function dayAfter(day, days = 1) {
  return new Date((wallOf(day) + days * DAY) * 60000).toISOString().slice(0, 10);
}
