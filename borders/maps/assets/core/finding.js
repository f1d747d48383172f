/** What a reader means who types a crossing, a town, a state, a status or coordinates into one box. */

import { likeness, nearness } from "./search.js";
import { standingOf } from "./verdicts.js";

/** @import { Answers } from "./answers.js" */
/** @import { Kind } from "./names.js" */

/**
 * @typedef {object} Hit
 * @property {Kind} kind
 * @property {string} value
 */

const KINDS = /** @type {const} */ (["crossing", "state", "standing", "town"]);
const PLACE = /^\s*([NS]?)\s*(-?\d{1,2}(?:[.,]\d+)?)\s*°?\s*([NS]?)[\s,;]+([EW]?)\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([EW]?)\s*$/i;

/**
 * What is called as was typed, or begins so, the likest first; where nothing is, what is called nearly so.
 * @param {Answers} answers
 * @param {string} text
 * @returns {{hits: Hit[], isNear: boolean}}
 */
export function hitsOf({ names }, text) {
  const ranked = (/** @type {(names: string[]) => number} */ rank) =>
    KINDS.flatMap((kind) => names.all(kind).map((named) => ({ rank: rank(named.names), kind, value: named.value })))
      .filter((hit) => hit.rank < Infinity)
      .sort((a, b) => a.rank - b.rank);
  const like = ranked((each) => likeness(text, each));
  if (like.length) return { hits: like, isNear: false };
  const near = ranked((each) => nearness(text, each));
  return { hits: near.filter(({ rank }) => rank === near[0].rank), isNear: true };
}

/**
 * The crossings that a text means: those called so, of such a state, or that stand so; of a town those
 * nearest to it.
 * @param {Answers} answers
 * @param {string} text
 * @returns {{ids: Set<string>, isNear: boolean}}
 */
export function crossingsFound(answers, text) {
  const { hits, isNear } = hitsOf(answers, text);
  const direct = hits.filter(({ kind }) => kind !== "town");
  const towns = direct.length ? [] : hits.slice(0, 1).flatMap(({ value }) => answers.names.townAt(value));
  const nearest = towns.flatMap((town) => nearestServing(answers, town).map(([{ id }]) => id));
  return { ids: new Set([...direct.flatMap((hit) => crossingsOf(answers, hit)), ...nearest]), isNear };
}

/**
 * The crossing that is named, or those that serve the question of a state or a standing.
 * @param {Answers} answers
 * @param {Hit} hit
 * @returns {string[]} ids
 */
export function crossingsOf({ verdicts }, { kind, value }) {
  if (kind === "crossing") return [value];
  const meant = verdicts.filter((verdict) => (kind === "state" ? verdict.crossing.neighbour : standingOf(verdict)) === value);
  return meant.map(({ crossing }) => crossing.id);
}

/**
 * The crossings nearest to a place that serve the question, with how many kilometres away they are.
 * @param {Answers} answers
 * @param {{lon: number, lat: number}} place
 */
export function nearestServing({ names, verdicts }, place) {
  const serving = new Set(verdicts.map(({ crossing }) => crossing));
  return names.nearest(place, (crossing) => serving.has(crossing));
}

/**
 * @param {string} text latitude and longitude in degrees
 * @returns {{lon: number, lat: number} | null}
 */
export function placeTyped(text) {
  const parts = PLACE.exec(text);
  if (!parts) return null;
  const [, north, y, northToo, east, x, eastToo] = parts;
  const sign = (/** @type {string} */ half) => (/[SW]/i.test(half) ? -1 : 1);
  const [lat, lon] = [Number(y.replace(",", ".")) * sign(north + northToo), Number(x.replace(",", ".")) * sign(east + eastToo)];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
