/** The question and the choices of a reader ↔ the part of the address after "#". */

import { instant } from "./clock.js";
import { momentOf } from "./moments.js";
import { nearness } from "./search.js";
import { states } from "./verdicts.js";

/** @import { Kind, Names } from "./names.js" */
/** @import { Asking, Data, Language, Traveller } from "./verdicts.js" */

/**
 * @typedef {Asking & {lang: Language, crossing: string | null, versus: Asking["on"] | null, from: string | null, reach: boolean, slight: boolean, minor: boolean}} UrlState
 */

/**
 * A part of a link that is not understood, and the links in which it is replaced by what may be meant.
 * @typedef {{part: string, near: {text: string, hash: string}[]}} Unread
 */

/**
 * What a value of a link means, or else what may be meant.
 * @template T
 * @typedef {{is: T} | {near: string[]}} Meaning
 */

/** @typedef {[string, string]} Pair a key and one value */

/**
 * Whom a link is read for.
 * @typedef {object} Reading
 * @property {Data} data
 * @property {Names} names
 * @property {number} now milliseconds since 1970 by the reader's clock
 */

const NONE = "none";
const ANY = "any";
const ALL = "all";
const YES = "yes";
/** What a question is made of. */
const TRAVELLER = /** @type {const} */ (["nationality", "residence", "papers", "vehicle"]);
/** Keys, and how what they say is left open. */
const CHOSEN = /** @type {const} */ ([["mode", ANY], ["direction", ANY], ["from", NONE]]);
/** Keys, what of a state they say, and by which words. */
const SWITCHES = /** @type {const} */ ([["reach", "reach", YES, "no"], ["changes", "slight", ALL, "status"], ["minor", "minor", YES, "no"]]);
const ASKED = ["on", "mode", "direction", "to", ...TRAVELLER];
/** What takes several values, in one or by being repeated. */
const SEVERAL = ["nationality", "residence", "papers", "to"];
const HOLDS = ["nationality", "residence", "papers"];
/** @type {Record<string, (value: string, reading: Reading) => Meaning<any>>} by key, what its values mean */
const READERS = {
  on: (value, { data, now }) => momentOf(data, value, now),
  versus: (value, { data, now }) => emptyOr(["", NONE], value, () => momentOf(data, value, now)),
  mode: (value, { data, names }) => emptyOr(["", ANY], value, () => oneOf(data.modes, value, names, "mode")),
  direction: (value, { names }) => emptyOr(["", ANY, "both"], value, () => oneOf(["out", "in"], value, names, "direction")),
  nationality: (value, { data, names }) => emptyOr(["", ANY], value, () => oneOf(nationalities(data), value, names, "nationality")),
  residence: (value, { data, names }) => emptyOr(["", NONE], value, () => oneOf(data.countries, value, names, "country")),
  papers: (value, { data, names }) => emptyOr(["", NONE], value, () => oneOf(Object.keys(data.words.paper), value, names, "paper")),
  to: (value, { data, names }) => emptyOr(["", ANY, ALL], value, () => beyond(data, value, names)),
  vehicle: (value, { data, names }) => emptyOr(["", ANY], value, () => oneOf(data.countries, value, names, "country")),
  from: (value, { data, names }) => emptyOr(["", NONE], value, () => oneOf(data.origins, value, names, "origin")),
  crossing: (value, { data, names }) => emptyOr(["", NONE], value, () => crossingOf(value, data, names)),
  lang: (value, { data, names }) => oneOf(data.languages, value.replace(/[-_].*/, ""), names, "lang"),
  ...Object.fromEntries(SWITCHES.map(([key, , yes, no]) => [key, (/** @type {string} */ value) => choiceOf(value, yes, no)])),
};

/**
 * What an address asks, and what of it is not understood. What it does not name is as the page opens
 * at; what can only mean one thing is read as that.
 * @param {Data} data
 * @param {Names} names
 * @param {string} hash
 * @param {UrlState} start that the page opens at
 * @param {number} now milliseconds since 1970 by the reader's clock
 * @returns {{state: UrlState, unread: Unread[]}}
 */
export function read(data, names, hash, start, now = Date.now()) {
  const reading = { data, names, now };
  const pairs = pairsOf(hash.replace(/^#/, ""));
  /** @type {Map<string, any[]>} */
  const values = new Map();
  /** @type {Unread[]} */
  const unread = [];
  pairs.forEach(([key, value], i) => {
    const meaning = Object.hasOwn(READERS, key) ? READERS[key](value, reading) : { near: [] };
    const before = values.get(key);
    const known = "is" in meaning && (!before || SEVERAL.includes(key) || isSame(before[0], meaning.is));
    if (known) values.set(key, [...(before ?? []), meaning.is]);
    else unread.push({ part: `${key}=${value}`, near: nearOf(pairs, i, meaning) });
  });
  if (data.compact) values.delete("on");
  return { state: stated(values, start, states(data)), unread };
}

/**
 * @param {Map<string, any[]>} values understood ones by key
 * @param {UrlState} start
 * @param {string[]} all neighbours, in their order
 * @returns {UrlState}
 */
function stated(values, start, all) {
  const first = (/** @type {string} */ key, /** @type {any} */ otherwise) => (values.has(key) ? values.get(key)?.[0] : otherwise);
  const has = (/** @type {string} */ key) => values.has(key);
  return {
    on: first("on", start.on),
    versus: first("versus", start.versus),
    lang: first("lang", start.lang),
    from: first("from", start.from),
    reach: first("reach", start.reach),
    slight: first("changes", start.slight),
    minor: first("minor", start.minor),
    ...(values.has("to") || start.to !== undefined ? { to: values.has("to") ? neighboursOf(values.get("to") ?? [], all) : start.to } : {}),
    mode: first("mode", start.mode),
    direction: first("direction", start.direction),
    traveller: TRAVELLER.some(has) ? travellerOf(values) : start.traveller,
    crossing: first("crossing", ASKED.some(has) ? null : start.crossing),
  };
}

/**
 * @param {(string[] | null)[]} each what values of a link mean
 * @param {string[]} all
 * @returns {string[] | null} the states, each once, in the order of all; null: all
 */
function neighboursOf(each, all) {
  const meant = each.flat();
  const codes = all.filter((code) => meant.includes(code));
  return codes.length ? codes : null;
}

/**
 * The neighbours that a state or a group of them is.
 * @param {Data} data
 * @param {string} value
 * @param {Names} names
 * @returns {Meaning<string[]>}
 */
function beyond(data, value, names) {
  const group = data.groups[value.toUpperCase()];
  const all = states(data);
  const members = group ? all.filter((code) => group.members.includes(code)) : [];
  if (members.length) return { is: members };
  const meaning = oneOf(all, value, names, "state");
  return "is" in meaning ? { is: [meaning.is] } : meaning;
}

/**
 * @param {Map<string, any[]>} values
 * @returns {Traveller | null}
 */
function travellerOf(values) {
  const listed = (/** @type {string} */ key) => [...new Set((values.get(key) ?? []).filter((value) => value !== null))];
  const [nationality, residence, papers] = HOLDS.map(listed);
  const vehicle = values.get("vehicle")?.[0] ?? null;
  // who is said to hold no paper or permit is somebody; of whom nothing is said is anybody
  if (!nationality.length && vehicle === null && !values.has("residence") && !values.has("papers")) return null;
  return { nationality: nationality.length ? nationality : null, residence, papers, vehicle };
}

/**
 * The keys of a link with their values, several of one key apart; encoded twice or not.
 * @param {string} text
 * @returns {Pair[]}
 */
function pairsOf(text) {
  return text.split(/[&?](?:amp;)?/).filter(Boolean).flatMap((part) => {
    const [name, ...rest] = part.split("=");
    if (!rest.length && decoded(part).includes("=")) return pairsOf(decoded(part));
    const key = decoded(name).trim().toLowerCase();
    const value = decoded(rest.join("=")).trim();
    const values = SEVERAL.includes(key) ? value.split(/[,;|]/).map((each) => each.trim()) : [value];
    const filled = values.filter(Boolean);
    return (filled.length ? filled : [""]).map((each) => /** @type {Pair} */ ([key, each]));
  });
}

/**
 * @param {string} text
 * @returns {string}
 */
function decoded(text) {
  let [last, next] = ["", text.replace(/\+/g, " ")];
  while (next !== last && /%[0-9a-f]{2}/i.test(next)) {
    last = next;
    try {
      next = decodeURIComponent(next);
    } catch {
      return next;
    }
  }
  return next;
}

/**
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The links that replace a part that is not understood: by another value, or another key.
 * @param {Pair[]} pairs
 * @param {number} i
 * @param {Meaning<any>} meaning
 * @returns {Unread["near"]}
 */
function nearOf(pairs, i, meaning) {
  const [key, value] = pairs[i];
  const near = "near" in meaning ? meaning.near : [];
  const keys = Object.hasOwn(READERS, key) ? [] : Object.keys(READERS).filter((known) => nearness(key, [known]) < Infinity);
  const replaced = [...near.map((other) => /** @type {Pair} */ ([key, other])), ...keys.map((known) => /** @type {Pair} */ ([known, value]))];
  return replaced.map((pair) => ({
    text: pair.join("="),
    hash: hashOf(pairs.map((other, at) => (at === i ? pair : other))),
  }));
}

/**
 * @param {Pair[]} pairs
 * @returns {string}
 */
function hashOf(pairs) {
  const encoded = (/** @type {string} */ text) => encodeURIComponent(text).replace(/%(2C|3A)/g, decodeURIComponent);
  return `#${pairs.map((pair) => pair.map(encoded).join("=")).join("&")}`;
}

/**
 * One of some words, however it is written, or in any language.
 * @param {string[]} words
 * @param {string} value
 * @param {Names} names
 * @param {Kind} kind
 * @returns {Meaning<string>}
 */
function oneOf(words, value, names, kind) {
  if (words.includes(value)) return { is: value };
  const is = names.meant(kind, value);
  return is === null ? { near: names.near(kind, value) } : { is };
}

/**
 * @template T
 * @param {string[]} words that leave a thing out, or open
 * @param {string} value
 * @param {() => Meaning<T>} otherwise
 * @returns {Meaning<T | null>}
 */
function emptyOr(words, value, otherwise) {
  return words.includes(value.toLowerCase()) ? { is: null } : otherwise();
}

/**
 * @param {Data} data
 * @returns {string[]} countries, groups of them, and what stands for none
 */
function nationalities({ countries, groups, stateless }) {
  return [...countries, ...Object.keys(groups), stateless];
}

/**
 * A crossing; of a town those nearest to it are near matches.
 * @param {string} value
 * @param {Data} data
 * @param {Names} names
 * @returns {Meaning<string>}
 */
function crossingOf(value, data, names) {
  const meaning = oneOf(data.crossings.map(({ id }) => id), value, names, "crossing");
  const town = "near" in meaning && !meaning.near.length ? names.town(value) : null;
  return town ? { near: names.nearest(town).map(([{ id }]) => id) } : meaning;
}

/**
 * @param {string} value
 * @param {string} word that chooses
 * @param {string} other that does not
 * @returns {Meaning<boolean>}
 */
function choiceOf(value, word, other) {
  const choice = value.toLowerCase();
  if ([word, YES, "true", "1"].includes(choice)) return { is: true };
  if ([other, "no", "false", "0", ""].includes(choice)) return { is: false };
  return { near: [word] };
}

/**
 * @param {Asking["on"] | null} moment
 * @returns {string}
 */
function put(moment) {
  if (moment === null) return NONE;
  return "day" in moment ? moment.day : instant(moment.minute);
}

/**
 * @param {Traveller | null} traveller
 * @param {Traveller | null} usual of whom the page speaks when it is opened
 * @returns {Pair[]} what a link says of who asks
 */
function whoOf(traveller, usual) {
  const pairs = TRAVELLER.map((key) => /** @type {Pair} */ ([key, [traveller?.[key] ?? []].flat().join(",")])).filter(([, value]) => value);
  if (traveller && !pairs.length) return [["papers", ""]];
  return !traveller && usual ? [["nationality", ANY]] : pairs;
}

/**
 * @param {UrlState} state
 * @returns {string} which borders it means
 */
function placed({ to }) {
  return to?.join(",") ?? ANY;
}

/**
 * The address of a question: its day and language, and what differs from what the page opens at.
 * @param {UrlState} state
 * @param {UrlState} start that the page opens at
 * @returns {string}
 */
export function linked(state, start) {
  const { on, traveller } = state;
  const parts = [["on", put(on)]];
  const add = (/** @type {string} */ key, /** @type {string | null | undefined} */ value) => {
    if (value) parts.push([key, value]);
  };
  parts.push(...whoOf(traveller, start.traveller));
  if (!isSame(state.versus, start.versus)) add("versus", put(state.versus));
  if (placed(state) !== placed(start)) add("to", placed(state));
  for (const [key, open] of CHOSEN) if (state[key] !== start[key]) add(key, state[key] ?? open);
  for (const [key, name, yes, no] of SWITCHES) if (state[name] !== start[name]) add(key, state[name] ? yes : no);
  add("lang", state.lang);
  add("crossing", state.crossing);
  return `#${parts.map((pair) => pair.join("=")).join("&")}`;
}
