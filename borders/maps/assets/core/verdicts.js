/** Looks verdicts up in what Python ruled beforehand; nothing is ruled here. */

import { dayOf, minuteOf, minuteOn } from "./clock.js";

/** @import { Clock } from "./clock.js" */
/** @import { UrlState } from "./permalink.js" */

/** @typedef {"open" | "restricted" | "closed" | "unknown"} Status */
/** @typedef {"open" | "open-by-default" | "restricted" | "closed-by-default" | "closed" | "unknown"} Standing */
/** @typedef {"en" | "be" | "ru" | "lt" | "lv" | "pl" | "uk"} Language */

/**
 * All that is known, as `page_data.py` writes it. Minutes are epoch minutes (UTC), days are ISO
 * (2025-10-30); indices point into the lists of the same block. A member marked optional is left
 * out where it is empty, false or not known.
 * @typedef {object} Data
 * @property {string} title
 * @property {string} version
 * @property {string} home code of the state that is left and entered
 * @property {{nationality?: string, mode?: string}[]} askers who often asks
 * @property {Language[]} languages
 * @property {Record<string, string>} credits whose work it stands on, by address
 * @property {string | null} verified last day through which the register as a whole was verified
 * @property {Record<string, string>} verifiedTo the same by neighbour, "" of airports, each with a rank before it:
 *   of several those of the best rank say it
 * @property {number} fresh for how many days after its last one a verified period still answers
 * @property {[string, string] | null} span first and last day known of any crossing
 * @property {Record<string, Clock>} clocks by side
 * @property {Record<string, Record<string, string>>} clockTowns after which they are called, by language; and
 *   in their "zone", as IANA names it
 * @property {Status[]} statuses by mask of outcomes: 1 passes, 2 conditioned, 4 barred, 8 unknown
 * @property {("open" | "closed" | null)[]} defaults by mask of the outcomes of whom no measure names
 * @property {Record<Standing, Look>} styles by standing, in the order of ranks
 * @property {number[]} reach kilometres at which the classes of distances part
 * @property {string[]} modes all there are
 * @property {string[]} freight those a traveller means only by naming them
 * @property {string[]} countries all codes of ISO 3166-1 that a traveller may name
 * @property {string} stateless what stands for no nationality
 * @property {string[]} longer the codes of three letters of each of them
 * @property {Record<string, Group>} groups
 * @property {Record<"reason" | "condition" | "paper" | "traffic" | "danger", Record<string, Wording>>} words
 * @property {Source[]} sources those cited anywhere in the block
 * @property {Who[]} whos
 * @property {Measure[]} measures in the order of the register, announced ones too
 * @property {Crossing[]} crossings in the order of the register
 * @property {Advice[]} advice
 * @property {NamedEvent[]} events oldest first
 * @property {Diagrams} diagrams
 * @property {Situation[]} states
 * @property {{schematic: boolean, attribution: string}} [network] whose main roads are drawn
 * @property {string} [headline] in the place of the finding
 * @property {string} [name] what files of it are called
 * @property {Partial<UrlState> & {asKnownOn?: string}} [question] that the page is opened at
 * @property {boolean} [compact] all is of the moment that the page is opened at
 * @property {boolean} [live] a notebook around the page is told each question
 * @property {string[]} origins the towns that routes begin at, as links name them: the page adds them
 */

/**
 * How a standing is drawn and handed on, besides what style sheet and symbols say.
 * @typedef {object} Look
 * @property {string} colour
 * @property {string} symbol as simplestyle has it
 * @property {number} bar its height, of 1
 * @property {number} weight of a line in pixels
 * @property {string} dashes of a line, drawn and left out by turns; empty: drawn throughout
 */

/**
 * Wordings by language; of a reason also whether it is tacit.
 * @typedef {Record<Language, string> & {tacit?: true}} Wording
 */

/**
 * Countries that rules name together, with their wording.
 * @typedef {Wording & Partial<Record<"member" | "genitive" | "locative", Partial<Record<string, string>>>> & {members: string[], dated?: [string, string | null, string | null][]}} Group
 * `dated`: code, first day of membership, first day no longer a member (null: no bound)
 */

/**
 * Publisher, title, address (without its `https:`, or ""), the day, month or year of it (or ""), language, and id.
 * @typedef {[string, string, string, string, string, string]} Source
 */

/**
 * Some travellers: those who match every field given; in a field any one value is enough.
 * @typedef {object} Who
 * @property {string[]} [nationality] countries or groups, as in the next ones
 * @property {string[]} [residence]
 * @property {string[]} [papers]
 * @property {string[]} [vehicle]
 * @property {"out" | "in"} [direction]
 * @property {string[]} [modes]
 */

/**
 * @typedef {object} Measure
 * @property {string} id
 * @property {string} side the state that decides
 * @property {number[]} crossings
 * @property {string[]} [modes] left out: all
 * @property {"out" | "in" | "both"} direction
 * @property {"bars" | "conditions" | "lifts"} effect
 * @property {string} [condition] a word
 * @property {number[]} [only] whos
 * @property {number[]} [except] whos
 * @property {string} [stage] "not-effective" or "unconfirmed"; left out: it took effect
 * @property {string} [announced] day
 * @property {number} [from] minute
 * @property {number} [to] minute: the first at which it no longer holds
 * @property {number} [planned] minute: the end that was announced first
 * @property {string} [lifted] day on which its end was made known
 * @property {string} [seen] day on which it was last seen in force
 * @property {number} [over] minute: the first at which it does not bar, where that is not `to`
 * @property {number} [origin] minute: where it amends others, the begin of the first
 * @property {string} reason a word
 * @property {string} by who decided
 * @property {string} [folder] laid over the register, which says so
 * @property {string} [note]
 * @property {number[]} sources
 * @property {"medium" | "low"} [confidence] where it is not high
 */

/** @typedef {[number, number, number | null, number]} Window measure, from, to, row of whom it concerns */

/**
 * Traffic seen at a crossing since it was last verified; it verifies nothing.
 * @typedef {object} Sign
 * @property {string} mode
 * @property {"out" | "in" | "both"} direction
 * @property {string} from first day on which it was seen
 * @property {string} through last day
 * @property {string} what a word
 * @property {string} [note]
 * @property {number[]} sources
 */

/**
 * What endangers life on the way; it changes no status.
 * @typedef {object} Danger
 * @property {string} what a word
 * @property {number} from minute
 * @property {number} [to] minute: the first at which it is over
 * @property {string} [seen] day on which it was last seen
 * @property {string} [note]
 * @property {number[]} sources
 */

/**
 * @typedef {object} Crossing
 * @property {string} id
 * @property {string[]} sides of the checkpoints, the neighbour's first
 * @property {Partial<Record<string, string>>[]} names by language, one for each checkpoint
 * @property {string[]} [aliases]
 * @property {Partial<Record<string, string>>} [knownAs] by language, an alias that readers know best
 * @property {"road" | "rail" | "river" | "air"} kind
 * @property {"international" | "local"} category
 * @property {string} [neighbour]
 * @property {string} clock the side whose clock tells its days
 * @property {Place} [place] left out: the position is not known
 * @property {string[]} modes
 * @property {string[]} [meant] modes that a traveller means who names none; left out: none
 * @property {[number, number][]} [verified] first minute of each verified period and first after it
 * @property {[number, number, number | null][]} [attested] beyond verified days, newest first: the first
 *   minute to which bars are not attested, the state by what is attested alone, and when they are over (null: not known)
 * @property {[number, number][]} spells start (minute) and state, oldest first; before: unknown
 * @property {Window[]} [planned]
 * @property {Window[]} [cautions]
 * @property {Record<string, string>} [roads] number by state; key "E": the European route
 * @property {{xray?: boolean, note?: string, sources?: number[]}} [equipment]
 * @property {Sign[]} [signs]
 * @property {Danger[]} [dangers]
 * @property {string} [hours]
 * @property {string} [note]
 * @property {number[]} sources
 */

/**
 * @typedef {object} Place
 * @property {number} lon
 * @property {number} lat
 * @property {number} accuracy metres
 */

/**
 * @typedef {object} Advice
 * @property {string} id
 * @property {number[]} [crossings] shown with these alone; left out: with every answer
 * @property {"out" | "in"} [direction] left out: both
 * @property {number} from
 * @property {number} [to] the first minute at which it is no longer shown
 * @property {string} [seen] day on which it was last seen
 * @property {Record<string, [number | null, number][]>} rows by clock: from which minute, and the
 *   row of diagrams (modes × directions) that says whether it concerns a traveller
 * @property {number[]} [only] whos
 * @property {number[]} [except] whos
 * @property {string} by
 * @property {string} text
 * @property {number[]} sources
 */

/**
 * A turn that explains a chart of all years.
 * @typedef {object} NamedEvent
 * @property {string} id
 * @property {string} day
 * @property {number[]} measures that made it; their sources are its sources
 * @property {Record<Language, string>} words
 */

/**
 * Decision diagrams, each once. A root below `leaves` is a leaf, any other a node. Walk: while it
 * is a node, go to `yes` or `no` by its atom.
 * @typedef {object} Diagrams
 * @property {number} leaves
 * @property {[string, number | null][]} atoms attribute and set: does the traveller hold one of the
 *   set? null: does the traveller say what is held?
 * @property {string[][]} sets
 * @property {number[]} nodes flat: atom, yes, no, atom, yes, no, …
 * @property {number[][]} rows a root for each mode and direction: out and in of the first mode, …
 */

/**
 * What holds at a crossing: a row of outcomes (leaves 0 passes, 1 conditioned, 2 barred, 3 unknown),
 * and the measures, each with a row whose leaves say whether it bears (16) and what it asked in vain (1
 * nationality, 2 residence, 4 papers, 8 vehicle).
 * @typedef {[number, [number, number][]]} Situation
 */

/**
 * @typedef {object} Traveller
 * @property {string[] | null} nationality countries, groups for any citizen of them, or what says that there
 *   is none; null: left unsaid
 * @property {string[]} residence
 * @property {string[]} papers
 * @property {string | null} vehicle null: left unsaid
 */

/**
 * @typedef {object} Asking
 * @property {{day: string} | {minute: number}} on a bare day stands for noon by each crossing's clock
 * @property {string | null} mode
 * @property {"out" | "in" | null} direction
 * @property {Traveller | null} traveller
 * @property {string[] | null} [to] the neighbours whose borders are meant; left out, or null: all
 */

/**
 * What holds over a period, of a question.
 * @typedef {object} Finding
 * @property {Status} status
 * @property {"open" | "closed" | null} default of a restricted crossing: to whom no measure names
 * @property {Measure[]} measures that bear on the question
 * @property {string[]} conditions words of the measures, each once
 * @property {string[]} dependsOn mode, direction, nationality, residence, papers, vehicle
 */

/**
 * A finding with its period: the first begins and the last ends where knowledge does.
 * @typedef {Finding & {crossing: Crossing, since: number, until: number}} Period
 */

/**
 * The same as Python's `Verdict`. `verified` is the first minute after the newest verified period
 * that has begun; `last`, for an unknown status: the verdict of the minute before.
 * @typedef {Finding & {
 *   crossing: Crossing, minute: number, serves: boolean, since: number | null, until: number | null,
 *   measuresSince: number | null, measuresUntil: number | null, wouldPass: Who[], barred: Who[],
 *   planned: Measure[], cautions: Measure[], dangers: Danger[], verified: number | null, last: Verdict | null,
 * }} Verdict
 */

/**
 * @typedef {object} Change
 * @property {Crossing} crossing
 * @property {number} minute
 * @property {Period} before
 * @property {Period} after
 */

/** What an answer may depend on, in the order of sentences. */
const DEPENDENCIES = ["mode", "direction", "nationality", "residence", "papers", "vehicle"];
const ATTRIBUTES = /** @type {const} */ (["nationality", "residence", "papers", "vehicle"]);
const DIRECTIONS = /** @type {const} */ (["out", "in"]);
const BEARS = 16;

/**
 * What a traveller holds in an attribute; null: left unsaid.
 * @param {Traveller | null} traveller
 * @param {string} attribute
 * @returns {string[] | null}
 */
function valuesOf(traveller, attribute) {
  if (traveller === null) return null;
  if (attribute === "vehicle") return traveller.vehicle === null ? null : [traveller.vehicle];
  if (attribute === "nationality") return traveller.nationality;
  return attribute === "papers" ? traveller.papers : traveller.residence;
}

/**
 * The answers of a traveller to all atoms, each looked for when it is asked first; null: unsaid.
 * @param {Data} data
 * @param {Traveller | null} traveller
 * @returns {(atom: number) => boolean | null}
 */
function answersOf(data, traveller) {
  const { atoms, sets } = data.diagrams;
  /** @type {(boolean | null)[]} */
  const known = [];
  return (atom) => {
    if (known[atom] === undefined) {
      const [attribute, set] = atoms[atom];
      const values = valuesOf(traveller, attribute);
      if (set === null) known[atom] = values !== null;
      else known[atom] = values && values.some((value) => sets[set].includes(value));
    }
    return known[atom];
  };
}

/**
 * What a traveller answers: one for each kind of whom the question may speak. They are several only
 * where the nationality is a group's.
 * @typedef {((atom: number) => boolean | null)[]} People
 */

/**
 * @param {Data} data
 * @param {Traveller | null} traveller
 * @returns {boolean} whether a nationality is that of any citizen of a group
 */
function isOfGroup({ groups }, traveller) {
  return traveller?.nationality?.some((code) => Object.hasOwn(groups, code)) ?? false;
}

/**
 * One of each kind that the rules tell apart of those whom a question may speak of: of a group any
 * member is one, and one without members stands for a country that no measure names.
 * @param {Data} data
 * @param {Traveller | null} traveller
 * @param {Map<string, string[]>} members of the groups, on the day
 * @returns {People}
 */
function peopleOf(data, traveller, members) {
  if (!traveller?.nationality || !isOfGroup(data, traveller)) return [answersOf(data, traveller)];
  const { atoms, sets } = data.diagrams;
  const named = atoms.flatMap(([attribute, set]) => (attribute === "nationality" && set !== null ? [sets[set]] : []));
  const each = traveller.nationality.map((code) => members.get(code) ?? [code]).map((codes) => (codes.length ? codes : [""]));
  const citizenships = each.reduce((all, codes) => all.flatMap((before) => codes.map((code) => [...before, code])), /** @type {string[][]} */ ([[]]));
  const kinds = new Map(citizenships.map((codes) => [named.map((set) => Number(set.some((code) => codes.includes(code)))).join(""), codes]));
  return [...kinds.values()].map((nationality) => answersOf(data, { ...traveller, nationality }));
}

/**
 * The leaf at which a walk ends; what is left unsaid is such that nothing names it.
 * @param {Diagrams} diagrams
 * @param {number} root
 * @param {(atom: number) => boolean | null} answers
 * @returns {number}
 */
function leafOf({ leaves, nodes }, root, answers) {
  let at = root;
  while (at >= leaves) {
    const node = (at - leaves) * 3;
    at = nodes[node + (answers(nodes[node]) ? 1 : 2)];
  }
  return at;
}

/**
 * The mask of outcomes at which walks end.
 * @param {Diagrams} diagrams
 * @param {number} root
 * @param {(atom: number) => boolean | null} answers
 * @param {number} met the mask before
 * @returns {number}
 */
function outcomesOf(diagrams, root, answers, met = 0) {
  if (root < diagrams.leaves) return met | (1 << root);
  const node = (root - diagrams.leaves) * 3;
  const [atom, yes, no] = diagrams.nodes.slice(node, node + 3);
  const answer = answers(atom);
  if (answer !== null) return outcomesOf(diagrams, answer ? yes : no, answers, met);
  return outcomesOf(diagrams, no, answers, outcomesOf(diagrams, yes, answers, met));
}

/**
 * @param {Data} data
 * @param {number[]} outcomes a mask for each place in a row
 * @returns {Status} what they come to together
 */
function statusFrom({ statuses }, outcomes) {
  return statuses[outcomes.reduce((mask, outcome) => mask | outcome, 0)];
}

/**
 * @param {Data} data
 * @param {Standing} standing
 * @returns {number} the lower, the more it lets pass
 */
export function rankOf({ styles }, standing) {
  return Object.keys(styles).indexOf(standing);
}

/**
 * The status, and of a restricted crossing the default with it: what maps and counts tell apart.
 * @param {Pick<Finding, "status" | "default">} finding
 * @returns {Standing}
 */
export function standingOf({ status, default: otherwise }) {
  return otherwise === null ? status : `${otherwise}-by-default`;
}

/**
 * @param {Data} data
 * @param {Pick<Finding, "status" | "default">[]} findings
 * @returns {[Standing, number][]} how many of them stand how, also none, in the order of ranks
 */
export function counted({ styles }, findings) {
  const standings = findings.map(standingOf);
  const order = /** @type {Standing[]} */ (Object.keys(styles));
  return order.map((standing) => [standing, standings.filter((other) => other === standing).length]);
}

/** Metres of accuracy from which a position is called, and drawn as, approximate. */
const ROUGH = 1000;

/**
 * @param {Crossing} crossing
 * @returns {boolean}
 */
export function isApproximate({ place }) {
  return place !== undefined && place.accuracy >= ROUGH;
}

/**
 * @param {Crossing} crossing
 * @returns {boolean} whether many know it
 */
export function isMajor({ category, kind }) {
  return category === "international" && kind !== "rail";
}

/**
 * The modes of a crossing that a question means.
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {string[]}
 */
function meant(crossing, { mode, traveller }) {
  if (mode !== null) return crossing.modes.includes(mode) ? [mode] : [];
  return traveller === null ? crossing.modes : (crossing.meant ?? []);
}

/**
 * Whether a crossing serves a question. Who travels and names no means does not mean freight.
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {boolean}
 */
export function serves(crossing, question) {
  return meant(crossing, question).length > 0;
}

/**
 * @param {Data} data
 * @returns {string[]} the states that crossings lead to, in the order of these
 */
export function states({ crossings }) {
  return [...new Set(crossings.flatMap(({ neighbour }) => neighbour ?? []))];
}

/**
 * Whether a crossing leads where a question means; an airport leads anywhere.
 * @param {Crossing} crossing
 * @param {Pick<Asking, "to">} question
 * @returns {boolean}
 */
export function leads({ neighbour }, { to = null }) {
  return to === null || neighbour === undefined || to.includes(neighbour);
}

/**
 * @param {Crossing} crossing
 * @param {number} minute
 * @returns {number | null} the first minute after the newest verified period that has begun
 */
function verifiedAt({ verified = [] }, minute) {
  return verified.findLast(([start]) => start <= minute)?.[1] ?? null;
}

/**
 * The signs of a crossing since it was last verified that a question means, the newest last.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @param {number} minute the moment of the question
 * @returns {Sign[]}
 */
export function signs(data, crossing, question, minute) {
  const clock = data.clocks[crossing.clock];
  const day = dayOf(clock, minute);
  const end = verifiedAt(crossing, minute);
  if (end !== null && minute < end) return [];
  const last = end === null ? "" : dayOf(clock, end - 1);
  const modes = meant(crossing, question);
  return (crossing.signs ?? []).filter(({ mode, direction, from, through }) =>
    last < through && from <= day && modes.includes(mode) && (question.direction === null || [question.direction, "both"].includes(direction)));
}

/**
 * The places in a row that a question means.
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {number[]}
 */
function meantOf(crossing, question) {
  const { direction } = question;
  const places = [];
  for (const mode of meant(crossing, question)) {
    const at = crossing.modes.indexOf(mode);
    for (let heading = 0; heading < DIRECTIONS.length; heading += 1) {
      if (direction === null || direction === DIRECTIONS[heading]) places.push(at * DIRECTIONS.length + heading);
    }
  }
  return places;
}

/**
 * @param {Data} data
 * @param {number} state
 * @param {number[]} places
 * @param {People} people
 * @param {(atom: number) => boolean | null} nobody a traveller like them without a nationality
 * @returns {Finding}
 */
function findingOf(data, state, places, people, nobody) {
  const { diagrams, measures } = data;
  const [row, current] = data.states[state];
  /** @type {Set<Measure>} */
  const bearing = new Set();
  let [unsaid, defaults] = [0, 0];
  const outcomes = places.map((place) => {
    const root = diagrams.rows[row][place];
    const outcome = people.reduce((mask, answers) => outcomesOf(diagrams, root, answers, mask), 0);
    let gaps = 0;
    let unnamed = people;
    for (const [measure, touches] of current) {
      const at = diagrams.rows[touches][place];
      const leaves = people.map((answers) => leafOf(diagrams, at, answers));
      if (leaves.some((leaf) => leaf & BEARS)) bearing.add(measures[measure]);
      gaps = leaves.reduce((mask, leaf) => mask | leaf, gaps);
      if (leaves.every((leaf) => leaf === leaves[0])) continue;
      gaps |= 1;
      const expected = leafOf(diagrams, at, nobody);
      unnamed = unnamed.filter((answers) => leaves[people.indexOf(answers)] === expected);
    }
    if (outcome & (outcome - 1)) unsaid |= gaps;
    // whom no measure tells from whom none names; all, if none is so
    for (const answers of unnamed.length ? unnamed : people) defaults |= 1 << leafOf(diagrams, root, answers);
    return outcome;
  });
  const status = statusFrom(data, outcomes);
  const listed = [...bearing].filter((measure) => measure.effect === "bars" || status !== "closed");
  return {
    status,
    default: status === "restricted" ? data.defaults[defaults] : null,
    measures: listed,
    conditions: [...new Set(listed.flatMap(({ condition }) => condition ?? []))],
    dependsOn: status === "restricted" ? unsaidOf(unsaid, places, outcomes) : [],
  };
}

/**
 * @param {number} mask of attributes
 * @param {number[]} places
 * @param {number[]} outcomes
 * @returns {string[]}
 */
function unsaidOf(mask, places, outcomes) {
  const count = DIRECTIONS.length;
  const differ = (/** @type {(a: number, b: number) => boolean} */ alike) =>
    places.some((a, i) => places.some((b, j) => outcomes[i] !== outcomes[j] && alike(a, b)));
  return DEPENDENCIES.filter((_, i) => {
    if (i === 0) return differ((a, b) => a % count === b % count);
    if (i === 1) return differ((a, b) => Math.floor(a / count) === Math.floor(b / count));
    return mask & (1 << (i - 2));
  });
}

/**
 * The findings of a question, whatever its moment, each made once.
 * @typedef {object} Findings
 * @property {string} key
 * @property {(clock: Clock, minute: number) => Kinds} kindsAt a moment
 * @property {(atom: number) => boolean | null} nobody like them without a nationality
 * @property {Map<string, Finding>} made by state, modes and members of groups
 * @property {Map<string, Finding>} equal by what they say
 * @property {Map<string, Who[]>} sufficing by what, state, modes and members of groups
 */

/** Questions whose findings are kept: the reader's, and that with the direction of the routes. */
const KEPT = 2;

/** @type {WeakMap<Data, Findings[]>} the last asked first */
const remembered = new WeakMap();

/**
 * @param {Data} data
 * @param {Asking} question
 * @returns {Findings}
 */
function findingsOf(data, { mode, direction, traveller }) {
  const key = JSON.stringify([mode, direction, traveller]);
  const known = remembered.get(data) ?? [];
  let findings = known.find((kept) => kept.key === key);
  if (!findings) {
    const nobody = answersOf(data, traveller && { ...traveller, nationality: [] });
    findings = { key, kindsAt: kindsByDay(data, traveller), nobody, made: new Map(), equal: new Map(), sufficing: new Map() };
    remembered.set(data, [findings, ...known].slice(0, KEPT));
  }
  return findings;
}

/**
 * Those whom a question may speak of, and a number that is another whenever their groups have other members.
 * @typedef {{people: People, epoch: number}} Kinds
 */

/**
 * @param {Data} data
 * @param {Traveller | null} traveller
 * @returns {(clock: Clock, minute: number) => Kinds}
 */
function kindsByDay(data, traveller) {
  if (!isOfGroup(data, traveller)) {
    const kinds = { people: [answersOf(data, traveller)], epoch: 0 };
    return () => kinds;
  }
  /** @type {Map<number, Kinds>} */
  const known = new Map();
  return (clock, minute) => {
    const day = dayOf(clock, minute);
    const epoch = turnsOf(data).filter((turn) => turn <= day).length;
    const kinds = known.get(epoch) ?? { people: peopleOf(data, traveller, membersOn(data, day)), epoch };
    known.set(epoch, kinds);
    return kinds;
  };
}

/** @type {WeakMap<Data, string[]>} */
const turning = new WeakMap();

/**
 * @param {Data} data
 * @returns {string[]} the days on which some group gains or loses a member, in order
 */
function turnsOf(data) {
  const known = turning.get(data);
  if (known) return known;
  const days = Object.values(data.groups).flatMap(({ dated = [] }) => dated.flatMap(([, since, until]) => [since, until]));
  const turns = [...new Set(days)].filter((day) => day !== null).sort();
  turning.set(data, turns);
  return turns;
}

/** @type {WeakMap<Crossing, Crossing["spells"]>} */
const parted = new WeakMap();

/**
 * The spells of a crossing, parted where groups gain or lose members.
 * @param {Data} data
 * @param {Crossing} crossing
 * @returns {Crossing["spells"]}
 */
function spellsOf(data, crossing) {
  const known = parted.get(crossing);
  if (known) return known;
  const starts = new Set(crossing.spells.map(([start]) => start));
  const turns = turnsOf(data).map((day) => minuteOn(data.clocks[crossing.clock], day, "00:00"));
  const spells = [...crossing.spells];
  for (const turn of turns) {
    const before = crossing.spells.findLast(([start]) => start <= turn);
    if (before && !starts.has(turn)) spells.push([turn, before[1]]);
  }
  spells.sort(([a], [b]) => a - b);
  parted.set(crossing, spells);
  return spells;
}

/** @type {Finding} what is found where nothing is known */
const NOTHING = { status: "unknown", default: null, measures: [], conditions: [], dependsOn: [] };

/**
 * The finding over one spell of a crossing; equal findings are one object. There is nothing before
 * the first and after the last.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {number} spell
 * @param {Asking} question
 * @returns {Finding}
 */
function findingAt(data, crossing, spell, question) {
  const [start, state] = spellsOf(data, crossing)[spell] ?? [];
  if (start === undefined || state === undefined) return NOTHING;
  return findingIn(data, crossing, state, start, question);
}

/**
 * What is found in a state that a crossing is in at a minute; equal findings are one object.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {number} state
 * @param {number} minute
 * @param {Asking} question
 * @returns {Finding}
 */
function findingIn(data, crossing, state, minute, question) {
  const { kindsAt, nobody, made, equal } = findingsOf(data, question);
  const { people, epoch } = kindsAt(data.clocks[crossing.clock], minute);
  const place = `${state} ${crossing.modes} ${epoch}`;
  let finding = made.get(place);
  if (!finding) {
    const fresh = findingOf(data, state, meantOf(crossing, question), people, nobody);
    const content = JSON.stringify([fresh.status, fresh.default, fresh.measures.map(({ id }) => id), fresh.dependsOn]);
    finding = equal.get(content) ?? fresh;
    equal.set(content, finding);
    made.set(place, finding);
  }
  return finding;
}

/**
 * The moment of a question at a crossing.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {number} epoch minute
 */
function minuteAt(data, crossing, { on }) {
  return minuteOf(data.clocks[crossing.clock], on);
}

/**
 * The verdict on a crossing.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {Verdict}
 */
export function verdict(data, crossing, question) {
  return verdictAt(data, crossing, question, minuteAt(data, crossing, question));
}

/**
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @param {number} minute
 * @returns {Verdict}
 */
function verdictAt(data, crossing, question, minute) {
  const verified = verifiedAt(crossing, minute);
  const bare = {
    crossing,
    minute,
    serves: serves(crossing, question),
    ...NOTHING,
    since: null,
    until: null,
    measuresSince: null,
    measuresUntil: null,
    wouldPass: [],
    barred: [],
    planned: measuresAt(data, crossing, crossing.planned, question, minute),
    cautions: measuresAt(data, crossing, crossing.cautions, question, minute),
    dangers: (crossing.dangers ?? []).filter(({ from, to = Infinity }) => from <= minute && minute < to),
    verified,
    last: null,
  };
  if (!bare.serves) return { ...bare, status: "closed" };
  const at = spellsOf(data, crossing).findLastIndex(([start]) => start <= minute);
  const finding = findingAt(data, crossing, at, question);
  if (finding.status === "unknown") {
    const last = lastKnownBefore(data, crossing, question, minute) ?? verified;
    return { ...bare, ...finding, last: last === null ? null : verdictAt(data, crossing, question, last - 1) };
  }
  return {
    ...bare,
    ...finding,
    ...boundsOf(data, crossing, at, question),
    get wouldPass() {
      return [finding.status, finding.default].includes("closed") ? sufficingAt(data, crossing, at, question, "except") : [];
    },
    get barred() {
      return finding.default === "open" ? sufficingAt(data, crossing, at, question, "only") : [];
    },
  };
}

/**
 * The end of what is attested after the last verified day, settles a question and is not known to be over.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @param {number} minute
 * @returns {number | undefined} the first minute after it
 */
function lastKnownBefore(data, crossing, question, minute) {
  const verified = verifiedAt(crossing, minute) ?? -Infinity;
  const later = (crossing.attested ?? []).filter(([to, , over]) => verified < to && to <= minute && (over === null || minute < over));
  return later.find(([to, state]) => findingIn(data, crossing, state, to - 1, question).status === "closed")?.[0];
}

/**
 * The runs around a spell: that of the same status and default, and that of the same measures.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {number} at
 * @param {Asking} question
 * @returns {Pick<Verdict, "since" | "until" | "measuresSince" | "measuresUntil">}
 */
function boundsOf(data, crossing, at, question) {
  const spells = spellsOf(data, crossing);
  const find = (/** @type {number} */ spell) => findingAt(data, crossing, spell, question);
  const isUnknown = (/** @type {number} */ spell) => find(spell).status === "unknown";
  const finding = find(at);
  const [start, end] = runOf(at, spells.length, (spell) => find(spell) === finding);
  const [first, next] = runOf(at, spells.length, (spell) => {
    const other = find(spell);
    return standingOf(other) === standingOf(finding);
  });
  const begun = finding.measures.some(({ from }) => from === spells[start][0]);
  const over = finding.measures.some((measure) => (measure.over ?? measure.to) === spells[end]?.[0]);
  return {
    since: isUnknown(first - 1) ? null : spells[first][0],
    until: isUnknown(next) ? null : spells[next][0],
    measuresSince: isUnknown(start - 1) && !begun ? null : spells[start][0],
    measuresUntil: end === spells.length || (isUnknown(end) && !over) ? null : spells[end][0],
  };
}

/**
 * @param {number} at
 * @param {number} count
 * @param {(spell: number) => boolean} isAlike
 * @returns {[number, number]} the first spell of a run, and the first after it
 */
function runOf(at, count, isAlike) {
  let [start, end] = [at, at + 1];
  while (start > 0 && isAlike(start - 1)) start -= 1;
  while (end < count && isAlike(end)) end += 1;
  return [start, end];
}

/** @type {WeakMap<Crossing, number[]>} */
const edges = new WeakMap();

/**
 * The stretch of time that a moment lies in: within one, a verdict differs in its minute alone.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question
 * @returns {number} how many edges of stretches are no later
 */
export function stretchAt(data, crossing, question) {
  let known = edges.get(crossing);
  if (!known) {
    const windows = [...(crossing.planned ?? []), ...(crossing.cautions ?? [])].flatMap(([, from, to]) => [from, to ?? Infinity]);
    const starts = [...spellsOf(data, crossing), ...(crossing.verified ?? [])].map(([start]) => start);
    const dangers = (crossing.dangers ?? []).flatMap(({ from, to = Infinity }) => [from, to]);
    edges.set(crossing, (known = [...windows, ...starts, ...dangers].sort((a, b) => a - b)));
  }
  const minute = minuteAt(data, crossing, question);
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle] <= minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The measures of some windows that concern the one who asks.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Window[] | undefined} windows
 * @param {Asking} question
 * @param {number} minute
 * @returns {Measure[]}
 */
function measuresAt(data, crossing, windows, question, minute) {
  const current = (windows ?? []).filter(([, from, to]) => from <= minute && (to === null || minute < to));
  const { people } = findingsOf(data, question).kindsAt(data.clocks[crossing.clock], minute);
  const places = meantOf(crossing, question);
  const touched = current.filter(([, , , row]) =>
    places.some((at) => people.some((answers) => leafOf(data.diagrams, data.diagrams.rows[row][at], answers) & BEARS)),
  );
  return touched.map(([measure]) => data.measures[measure]);
}

/**
 * The exceptions that suffice to pass, or those named alone who are barred for certain.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {number} spell
 * @param {Asking} question
 * @param {"except" | "only"} list
 * @returns {Who[]}
 */
function sufficingAt(data, crossing, spell, question, list) {
  const { sufficing } = findingsOf(data, question);
  const [start, state] = spellsOf(data, crossing)[spell];
  const members = membersOn(data, dayOf(data.clocks[crossing.clock], start));
  const place = `${list} ${state} ${crossing.modes} ${[...members.values()].join(" ")}`;
  let whos = sufficing.get(place);
  if (!whos) {
    whos = sufficient(data, crossing, spell, question, members, list);
    sufficing.set(place, whos);
  }
  return whos;
}

/**
 * The crossing is asked again as each traveller whom a criterion means; of the countries and papers
 * that it names only those are kept with which everybody passes, or is barred.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {number} spell
 * @param {Asking} question
 * @param {Map<string, string[]>} members of the groups, on the day
 * @param {"except" | "only"} list
 * @returns {Who[]}
 */
function sufficient(data, crossing, spell, question, members, list) {
  const finding = findingAt(data, crossing, spell, question);
  const [, state] = spellsOf(data, crossing)[spell];
  const whos = (/** @type {number[]} */ indices = []) => indices.map((at) => data.whos[at]);
  const criteria = finding.measures.flatMap((measure) => [...whos(measure.only), ...whos(measure.except)]);
  const suffices = (/** @type {Who} */ who) => {
    const holders = holdersOf(question.traveller, who, criteria, members);
    return holders.length > 0 && holders.every((traveller) => {
      const people = peopleOf(data, traveller, members);
      const nobody = answersOf(data, { ...traveller, nationality: [] });
      const findings = (who.modes ?? [null]).map((mode) => {
        const narrowed = {
          ...question,
          mode: question.mode ?? mode,
          direction: question.direction ?? who.direction ?? null,
          traveller,
        };
        return findingOf(data, state, meantOf(crossing, narrowed), people, nobody);
      });
      if (list === "only") return findings.every(({ status }) => status === "closed");
      return findings.some((each) => each.status === "open" || (each.status === "restricted" && each.default !== "closed"));
    });
  };
  const named = finding.measures.filter(({ effect }) => list === "except" || effect === "bars").flatMap((measure) => whos(measure[list]));
  return [...new Set(named)].flatMap((who) => {
    const { direction, mode } = question;
    if (who.direction && direction !== null && who.direction !== direction) return [];
    if (who.modes && mode !== null && !who.modes.includes(mode)) return [];
    const attributes = ATTRIBUTES.filter((attribute) => who[attribute]);
    const kept = attributes.map((attribute) =>
      (who[attribute] ?? []).filter((value) => suffices({ ...who, [attribute]: [value] })),
    );
    if (attributes.length ? kept.some((values) => !values.length) : !suffices(who)) return [];
    return [{ ...who, ...Object.fromEntries(attributes.map((attribute, i) => [attribute, kept[i]])) }];
  });
}

/**
 * The asker as each traveller whom a criterion means, who holds what it asks for besides, and comes
 * in its vehicle. Who is named by a citizenship may have it alone, or beside the asker's. Of countries
 * that no criterion at hand tells apart one is tried.
 * @param {Traveller | null} traveller
 * @param {Who} who
 * @param {Who[]} criteria
 * @param {Map<string, string[]>} members of the groups, on the day
 * @returns {Traveller[]}
 */
function holdersOf(traveller, who, criteria, members) {
  const countries = (/** @type {string[]} */ codes) => codes.flatMap((code) => members.get(code) ?? [code]);
  const each = ATTRIBUTES.map((attribute) => {
    const values = who[attribute];
    if (!values) return [[]];
    if (attribute === "papers") return values.map((value) => [value]);
    const groups = criteria.flatMap((criterion) => (criterion[attribute] ? [countries(criterion[attribute])] : []));
    /** @type {Map<string, string>} */
    const kinds = new Map();
    for (const code of countries(values).sort()) {
      kinds.set(groups.map((group) => Number(group.includes(code))).join(""), code);
    }
    return [...kinds.values()].map((code) => [code]);
  });
  /** @type {string[][][]} */
  const combinations = each.reduce(
    (all, values) => all.flatMap((before) => values.map((value) => [...before, value])),
    /** @type {string[][][]} */ ([[]]),
  );
  const own = traveller?.nationality ?? [];
  return combinations.flatMap(([nationality, residence, papers, [vehicle]]) =>
    (who.nationality && own.length ? [own, []] : [own]).map((besides) => {
      const citizen = [...besides, ...nationality];
      return {
        nationality: citizen.length ? citizen : null,
        residence: [...(traveller?.residence ?? []), ...residence],
        papers: [...(traveller?.papers ?? []), ...papers],
        vehicle: vehicle ?? traveller?.vehicle ?? null,
      };
    }),
  );
}

/**
 * The members of each group on a day.
 * @param {Data} data
 * @param {string} day
 * @returns {Map<string, string[]>}
 */
function membersOn({ groups }, day) {
  const on = Object.entries(groups).map(([id, { members, dated = [] }]) => {
    const current = dated.filter(([, since, until]) => (!since || since <= day) && (!until || day < until));
    return /** @type {[string, string[]]} */ ([id, [...members, ...current.map(([code]) => code)]]);
  });
  return new Map(on);
}

/**
 * The periods of equal findings over all that is known of a crossing, oldest first.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question its moment does not matter
 * @returns {Period[]}
 */
export function periods(data, crossing, question) {
  if (!serves(crossing, question)) return [];
  const spells = spellsOf(data, crossing);
  const findings = spells.map((_, i) => findingAt(data, crossing, i, question));
  const isKnown = (/** @type {Finding} */ { status }) => status !== "unknown";
  const [first, last] = [findings.findIndex(isKnown), findings.findLastIndex(isKnown)];
  /** @type {Period[]} */
  const all = [];
  let start = first;
  while (start !== -1 && start <= last) {
    const [, end] = runOf(start, findings.length, (spell) => findings[spell] === findings[start]);
    all.push({ ...findings[start], crossing, since: spells[start][0], until: spells[end][0] });
    start = end;
  }
  return all;
}

/**
 * The standing of a crossing from each minute on at which it becomes another; before: unknown.
 * @param {Data} data
 * @param {Crossing} crossing
 * @param {Asking} question its moment does not matter
 * @returns {[number, Standing][]}
 */
export function turns(data, crossing, question) {
  /** @type {[number, Standing][]} */
  const all = spellsOf(data, crossing).map(([minute], i) => [minute, standingOf(findingAt(data, crossing, i, question))]);
  return all.filter(([, standing], i) => standing !== (i ? all[i - 1][1] : "unknown"));
}

/**
 * Every moment at which the finding on a crossing becomes another, oldest first.
 * @param {Data} data
 * @param {Asking} question its moment does not matter
 * @returns {Change[]}
 */
export function changes(data, question) {
  return data.crossings
    .filter((crossing) => leads(crossing, question))
    .flatMap((crossing) =>
      periods(data, crossing, question)
        .map((after, i, all) => ({ crossing, minute: after.since, before: all[i - 1], after }))
        .slice(1),
    )
    .sort((a, b) => a.minute - b.minute);
}

/**
 * The standing advice for a question: of a crossing alone, or with null what goes with every answer.
 * @param {Data} data
 * @param {Crossing | null} crossing
 * @param {Asking} question
 * @returns {Advice[]}
 */
export function adviceOn(data, crossing, question) {
  const place = crossing ?? data.crossings[0];
  const minute = minuteAt(data, place, question);
  const index = crossing === null ? -1 : data.crossings.indexOf(crossing);
  const { people } = findingsOf(data, question).kindsAt(data.clocks[place.clock], minute);
  const modes = { ...place, modes: data.modes, meant: data.modes };
  return data.advice.filter((item) => {
    const isTold = crossing === null ? !item.crossings : item.crossings?.includes(index);
    if (!isTold || minute < item.from || minute >= (item.to ?? Infinity)) return false;
    if (question.direction && item.direction && question.direction !== item.direction) return false;
    const rows = item.rows[place.clock].filter(([from]) => from === null || from <= minute);
    const roots = data.diagrams.rows[rows[rows.length - 1][1]];
    return meantOf(modes, question).some((at) => people.some((answers) => leafOf(data.diagrams, roots[at], answers) & BEARS));
  });
}
