/** The question and the choices of a reader ↔ the part of the address after "#". */

import { instant } from "./clock.js";

/** @import { Asking, Data, Language, Traveller } from "./verdicts.js" */

/**
 * @typedef {Asking & {lang: Language, crossing: string | null, from: string | null, reach: boolean, slight: boolean, minor: boolean}} UrlState
 */

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
/** What says nothing of the question. */
const SHOWN = ["lang", "crossing", "from", "reach", "changes", "minor"];
const NONE = "none";
const ALL = "all";
const BARE = /^\d{4}-\d\d-\d\d$/;

/**
 * What an address asks, where it asks anything, over what the page was made with.
 * @param {Data} data
 * @param {string} hash
 * @param {UrlState} state
 * @returns {UrlState}
 */
export function restored(data, hash, state) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const next = { ...state };
  const on = momentOf(given.get("on") ?? "");
  if (on) next.on = on;
  next.lang = data.languages.find((language) => language === given.get("lang")) ?? state.lang;
  const from = given.get("from") ?? "";
  if (from === NONE) next.from = null;
  else if (data.origins.includes(from)) next.from = from;
  const chosen = (/** @type {string} */ key, /** @type {string} */ word, /** @type {boolean} */ otherwise) => (given.has(key) ? given.get(key) === word : otherwise);
  if (data.origins.length) next.reach = chosen("reach", "yes", state.reach);
  next.minor = chosen("minor", "yes", state.minor);
  next.slight = chosen("changes", ALL, state.slight);
  if ([...given.keys()].every((key) => SHOWN.includes(key))) {
    return { ...next, crossing: crossingOf(data, given, state.crossing) };
  }
  const mode = given.get("mode");
  const direction = given.get("direction");
  return {
    ...next,
    mode: mode !== null && data.modes.includes(mode) ? mode : null,
    direction: direction === "out" || direction === "in" ? direction : null,
    traveller: travellerOf(data, given),
    crossing: crossingOf(data, given, null),
  };
}

/**
 * @param {string} given where a plus sign has been read as a space
 * @returns {UrlState["on"] | null}
 */
function momentOf(given) {
  const text = given.replace(" ", "+");
  const day = BARE.test(text) ? text : (INSTANT.exec(text)?.[1] ?? "");
  const start = Date.parse(`${day}T00:00Z`);
  const time = Date.parse(text);
  if (Number.isNaN(start) || Number.isNaN(time) || !new Date(start).toISOString().startsWith(day)) return null;
  return day === text ? { day } : { minute: Math.floor(time / 60000) };
}

/**
 * @param {Data} data
 * @param {URLSearchParams} given
 * @param {string | null} otherwise
 * @returns {string | null}
 */
function crossingOf(data, given, otherwise) {
  const id = given.get("crossing");
  return id === null ? otherwise : (data.crossings.find((crossing) => crossing.id === id)?.id ?? null);
}

/**
 * @param {Data} data
 * @param {URLSearchParams} given
 * @returns {Traveller | null}
 */
function travellerOf(data, given) {
  const named = ["nationality", "residence", "papers", "vehicle"];
  if (!named.some((key) => given.has(key))) return null;
  const listed = (/** @type {string} */ key, /** @type {string[]} */ allowed) =>
    [...new Set((given.get(key) ?? "").split(","))].filter((value) => allowed.includes(value));
  const nationality = listed("nationality", data.countries);
  return {
    nationality: nationality.length ? nationality : null,
    residence: listed("residence", data.countries),
    papers: listed("papers", Object.keys(data.words.paper)),
    vehicle: listed("vehicle", data.countries)[0] ?? null,
  };
}

/**
 * @param {Data} data
 * @param {UrlState} state
 * @returns {string}
 */
export function linked(data, { on, mode, direction, traveller, lang, crossing, from, reach, slight, minor }) {
  const parts = [["on", "day" in on ? on.day : instant(on.minute)]];
  const add = (/** @type {string} */ key, /** @type {string | null | undefined} */ value) => {
    if (value) parts.push([key, value]);
  };
  add("nationality", traveller?.nationality?.join(","));
  add("residence", traveller?.residence.join(","));
  add("papers", traveller?.papers.join(","));
  add("vehicle", traveller?.vehicle);
  if (traveller && !parts.some(([key]) => key !== "on")) parts.push(["papers", ""]);
  add("mode", mode);
  add("direction", direction);
  if (from !== (data.origins[0] ?? null)) add("from", from ?? NONE);
  if (reach) add("reach", "yes");
  if (slight) add("changes", ALL);
  if (minor) add("minor", "yes");
  add("lang", lang);
  add("crossing", crossing);
  return `#${parts.map((pair) => pair.join("=")).join("&")}`;
}
