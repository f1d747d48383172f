/** What is said of a verdict, in the language of the reader. The texts are in `messages/`. */

import { dayOf, daysBetween, timeOf } from "./clock.js";
import { verifiedOf } from "./knowledge.js";
import { isApproximate, signs, standingOf } from "./verdicts.js";

/** @import { Route, Town } from "./routes.js" */
/** @import { Asking, Crossing, Danger, Data, Measure, Place, Sign, Standing, Traveller, Verdict, Who, Wording } from "./verdicts.js" */

/**
 * The messages of one language by key, and what browsers may not know of it.
 * @typedef {Record<string, Message> & {cldr: Cldr}} Messages
 */

/**
 * What stands here is used in place of the browser's own.
 * @typedef {object} Cldr
 * @property {string} tag
 * @property {Record<string, string>} [countries]
 * @property {string[]} [articles] countries that take one
 * @property {string[]} [dates] how a day of each month is written
 * @property {Record<"conjunction" | "disjunction", Record<"2" | "start" | "middle" | "end", string>>} [lists]
 * @property {string} [decimal]
 * @property {string} [group] what stands between thousands
 */

/**
 * A message, parsed: a text, or a list of pieces, each a text or a place to fill. A place names its
 * value; a plural or a select has a message for each category or value.
 * @typedef {string | Piece[]} Message
 * @typedef {string | [string] | [string, "plural" | "select", Record<string, Message>]} Piece
 */

/** How many measures, or groups that would pass, a sentence names. */
const NAMED = 3;

/** How many crossings that stand alike are named behind their number; more are not. */
const MOST = 60;

/** @type {Standing[]} in the order in which they are told */
const STANDINGS = ["open", "open-by-default", "restricted", "closed-by-default", "closed", "unknown"];

/** Characters of a headline, at most. */
const HEADLINE = 90;

/** @type {[string, Standing[]][]} what a headline tells together, in its order */
const SORTS = [
  ["most", ["open", "open-by-default"]],
  ["some", ["restricted", "closed-by-default"]],
  ["closed", ["closed"]],
  ["unknown", ["unknown"]],
];

/** What one may hold, the easiest to come by first. */
const EASE = /** @type {const} */ (["residence", "papers", "vehicle", "nationality"]);

/**
 * One text after another; a full stop is not set twice.
 * @param {string} text
 * @param {string} next
 * @returns {string}
 */
function joined(text, next) {
  return text + (text.endsWith(".") && next.startsWith(".") ? next.slice(1) : next);
}

/**
 * @param {string} text
 * @returns {string} the text with a full stop
 */
export function ended(text) {
  return joined(text, ".");
}

/** Says things in one language. */
export class Translator {
  #data;
  #messages;
  #cldr;
  #home;
  #countries;
  /** @type {Map<string, any>} */
  #formats = new Map();

  /**
   * @param {Data} data
   * @param {Record<string, Messages>} messages by language
   * @param {string} language
   */
  constructor(data, messages, language) {
    this.language = language;
    this.#data = data;
    this.#messages = messages[language];
    this.#cldr = this.#messages.cldr;
    const { tag, countries } = this.#cldr;
    this.#countries = countries ? null : new Intl.DisplayNames(tag, { type: "region", fallback: "code" });
    this.#home = { home: "", code: data.home };
    this.#home.home = this.place(data.home);
  }

  /**
   * A formatter of the browser's, each made once.
   * @template T
   * @param {string} key
   * @param {(tag: string) => T} make
   * @returns {T}
   */
  #made(key, make) {
    if (!this.#formats.has(key)) this.#formats.set(key, make(this.#cldr.tag));
    return this.#formats.get(key);
  }

  /**
   * A text of the interface.
   * @param {string} key
   * @param {Record<string, string | number>} values
   * @returns {string}
   */
  t(key, values = {}) {
    const message = this.#messages[key];
    if (message === undefined) throw new Error(`No message ${key} in ${this.language}`);
    return this.#filled(message, { ...this.#home, ...values });
  }

  /**
   * @param {Message} message
   * @param {Record<string, string | number>} values
   * @returns {string}
   */
  #filled(message, values) {
    if (typeof message === "string") return message;
    return message.reduce((/** @type {string} */ text, piece) => {
      if (typeof piece === "string") return joined(text, piece);
      const [name, sort, branches] = piece;
      const value = values[name];
      if (value === undefined) throw new Error(`No value for ${name} in ${this.language}`);
      if (!branches) return text + (typeof value === "number" ? this.number(value) : value);
      const branch = sort === "plural" ? this.#category(Number(value)) : String(value);
      return joined(text, this.#filled(branches[Object.hasOwn(branches, branch) ? branch : "other"], values));
    }, "");
  }

  /**
   * @param {number} count
   * @returns {string} the form of words that goes with it
   */
  #category(count) {
    return this.#made("plural", (tag) => new Intl.PluralRules(tag)).select(count);
  }

  /**
   * @param {number} value
   * @param {number} digits behind the sign of decimals
   * @returns {string}
   */
  number(value, digits = 0) {
    const { decimal, group } = this.#cldr;
    if (decimal && group) {
      const [whole, ...parts] = (digits ? value.toFixed(digits) : String(Number(value.toFixed(2)))).split(".");
      const written = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
      return [written, ...parts].join(decimal);
    }
    const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits || 2, useGrouping: /** @type {const} */ ("min2") };
    return this.#made(`number ${digits}`, (tag) => new Intl.NumberFormat(tag, shape)).format(value);
  }

  /**
   * The texts as one: "a, b and c", or of alternatives "a, b or c".
   * @param {string[]} texts
   * @param {"conjunction" | "disjunction"} type
   * @returns {string}
   */
  list(texts, type = "conjunction") {
    const { lists } = this.#cldr;
    if (!lists) return this.#made(`list ${type}`, (tag) => new Intl.ListFormat(tag, { type })).format(texts);
    const pair = (/** @type {"2" | "start" | "middle" | "end"} */ place, /** @type {string} */ a, /** @type {string} */ b) =>
      lists[type][place].replace(/\{[01]\}/g, (which) => (which === "{0}" ? a : b));
    if (texts.length < 3) return texts.length < 2 ? texts.join("") : pair("2", texts[0], texts[1]);
    const [first, ...others] = texts;
    const last = pair("end", others[others.length - 2], others[others.length - 1]);
    return pair("start", first, others.slice(0, -2).reduceRight((rest, text) => pair("middle", text, rest), last));
  }

  /**
   * The name of a country as it stands alone.
   * @param {string} code
   * @returns {string}
   */
  place(code) {
    const own = this.t("country.name", { code });
    return own || ((this.#countries ? this.#countries.of(code) : this.#cldr.countries?.[code]) ?? code);
  }

  /**
   * The name of a country as it stands in a sentence.
   * @param {string} code
   * @returns {string}
   */
  country(code) {
    return this.#cldr.articles?.includes(code) ? `the ${this.place(code)}` : this.place(code);
  }

  /**
   * A message that names countries or groups: in a case, where all are known in it.
   * @param {string} key
   * @param {string[]} codes
   * @param {"genitive" | "locative"} grammaticalCase
   * @param {"conjunction" | "disjunction"} type
   * @param {Record<string, string>} values
   * @returns {string}
   */
  #places(key, codes, grammaticalCase = "locative", type = "conjunction", values = {}) {
    const declined = codes.map((code) => this.#declined(code, grammaticalCase));
    const isKnown = declined.every(Boolean);
    const places = this.list(isKnown ? declined : codes.map((code) => this.#member(code)), type);
    return this.t(key, { ...values, case: isKnown ? grammaticalCase : "nominative", places });
  }

  /**
   * @param {string} code
   * @param {"genitive" | "locative"} grammaticalCase
   * @returns {string}
   */
  #declined(code, grammaticalCase) {
    const { groups } = this.#data;
    if (!Object.hasOwn(groups, code)) return this.t(`country.${grammaticalCase}`, { code });
    return groups[code][grammaticalCase]?.[this.language] ?? "";
  }

  /**
   * @param {string} code of a country or group
   * @returns {string} one country
   */
  #member(code) {
    const { groups } = this.#data;
    if (!Object.hasOwn(groups, code)) return this.country(code);
    return groups[code].member?.[this.language] ?? this.#worded(groups[code]);
  }

  /**
   * A nationality as it stands alone: a country, a group, or none.
   * @param {string} code
   * @returns {string}
   */
  nationality(code) {
    if (code === this.#data.stateless) return this.capital(this.t("asker.stateless", { form: "one" }));
    return Object.hasOwn(this.#data.groups, code) ? this.capital(this.#worded(this.#data.groups[code])) : this.place(code);
  }

  /**
   * @param {Wording} wording
   * @returns {string}
   */
  #worded(wording) {
    return /** @type {Record<string, string>} */ (/** @type {unknown} */ (wording))[this.language];
  }

  /**
   * A word of the vocabularies.
   * @param {"reason" | "condition" | "paper" | "traffic" | "danger"} kind
   * @param {string} id
   * @returns {string}
   */
  word(kind, id) {
    return this.#worded(this.#data.words[kind][id]);
  }

  /**
   * A day of the calendar, such as 2025-10-30.
   * @param {string} day
   * @param {"alone" | "on" | "since" | "from" | "through" | "until" | "morning"} use
   * @returns {string}
   */
  date(day, use = "alone") {
    const [year, month, date] = day.split("-").map(Number);
    return this.t(`day.${use}`, { date: this.#written(day), year: String(year), month: String(month), day: String(date) });
  }

  /**
   * @param {string} day
   * @returns {string}
   */
  #written(day) {
    const { dates } = this.#cldr;
    const [year, month, date] = day.split("-").map(Number);
    if (dates) {
      const values = { year: String(year), day: String(date) };
      return dates[month - 1].replace(/\{(year|day)\}/g, (_, name) => values[/** @type {"year" | "day"} */ (name)]);
    }
    const shape = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    return this.#made("date", (tag) => new Intl.DateTimeFormat(tag, shape)).format(Date.parse(day));
  }

  /**
   * A moment on the clock of a side: its day, with the time and whose clock shows it.
   * @param {number} minute
   * @param {string} side
   * @param {"alone" | "on" | "since" | "from" | "until"} use
   * @param {string} plain the time that is left out
   * @returns {string}
   */
  day(minute, side, use = "alone", plain = "00:00") {
    const clock = this.#data.clocks[side];
    const [day, time] = [dayOf(clock, minute), timeOf(clock, minute)];
    // the day of an end at midnight is already out
    if (time === plain) return this.date(day, use === "until" && plain === "00:00" ? "morning" : use);
    const town = this.#data.clockTowns[side];
    const named = this.t("day.clock", { zone: town.zone, town: town[this.language] });
    const [hour, minutes] = time.split(":");
    const times = { time, hour: String(Number(hour)), minute: minutes, clock: named };
    return this.t("day.time", { use, day: this.date(day, use), date: this.#written(day), ...times });
  }

  /**
   * The moment of a question: a bare day, or an instant on the clock of a side.
   * @param {Asking} question
   * @param {string} side
   * @param {"alone" | "on"} use
   * @returns {string}
   */
  moment({ on }, side = this.#data.home, use = "alone") {
    return "day" in on ? this.date(on.day, use) : this.day(on.minute, side, use, "");
  }

  /**
   * The names on both sides.
   * @param {Crossing} crossing
   * @returns {string}
   */
  name({ names }) {
    return [...new Set(names.map((checkpoint) => this.#named(checkpoint)))].join(this.t("separator.name"));
  }

  /**
   * The name on the neighbour's side.
   * @param {Crossing} crossing
   * @returns {string}
   */
  short({ names }) {
    return this.#named(names[0]);
  }

  /**
   * @param {Partial<Record<string, string>>} names
   * @returns {string}
   */
  #named(names) {
    return names[this.language] ?? names.en ?? Object.values(names)[0] ?? "";
  }

  /**
   * What a crossing is: "international road crossing to Lithuania".
   * @param {Crossing} crossing
   * @returns {string}
   */
  standing({ kind, category, neighbour }) {
    const place = this.t(`place.${kind}-${category}`);
    return neighbour ? this.t("place.to", { place, country: this.country(neighbour) }) : place;
  }

  /**
   * How well a position is known.
   * @param {number} metres
   * @returns {string}
   */
  accuracy(metres) {
    if (metres < 1000) return this.t("position.metres", { n: this.number(metres) });
    return this.t("position.kilometres", { n: this.number(Number((metres / 1000).toFixed(1))) });
  }

  /**
   * @param {Place} place
   * @returns {string}
   */
  position({ lat, lon, accuracy }) {
    const latitude = this.t("position.latitude", { half: lat < 0 ? "south" : "north", value: this.number(Math.abs(lat), 5) });
    const longitude = this.t("position.longitude", { half: lon < 0 ? "west" : "east", value: this.number(Math.abs(lon), 5) });
    return `${this.t("position.whole", { latitude, longitude })} (${this.accuracy(accuracy)})`;
  }

  /**
   * The travellers that a criterion means: one of them, or many.
   * @param {Who} criterion
   * @param {"one" | "many"} form
   * @returns {string}
   */
  who({ papers, nationality, residence, vehicle, modes, direction }, form = "one") {
    const parts = [];
    const next = () => (parts.length ? "after" : form);
    if (papers?.length) {
      const texts = papers.map((id) => this.t("who.paper", { form, paper: this.word("paper", id) }));
      parts.push(this.list(texts, "disjunction"));
    }
    const of = (/** @type {string} */ key, /** @type {string[]} */ codes, /** @type {"genitive" | "locative"} */ grammaticalCase) =>
      this.#places(key, codes, grammaticalCase, "disjunction", { form: next() });
    if (nationality?.length) parts.push(of("who.nationality", nationality, "genitive"));
    if (residence?.length) parts.push(of("who.residence", residence, "locative"));
    if (vehicle?.length) parts.push(of("who.vehicle", vehicle, "locative"));
    if (!parts.length) parts.push(this.t("who.anybody", { form }));
    if (modes?.length) parts.push(this.means(modes));
    if (direction) parts.push(this.t(`way.${direction}`));
    return parts.join(this.t("separator.who"));
  }

  /**
   * @param {string[]} modes
   * @returns {string} "on foot or by car"
   */
  means(modes) {
    return this.list(modes.map((mode) => this.t(`means.${mode}`)), "disjunction");
  }

  /**
   * Who asks and how: "US citizens leaving Belarus by car"; nothing where nothing is said.
   * @param {Asking} question
   * @param {"one" | "many"} form
   * @returns {string}
   */
  asker({ traveller, direction, mode }, form = "many") {
    const parts = traveller ? this.#holder(traveller, form) : [];
    if (direction) parts.push(this.t(`way.${direction}`));
    if (mode) parts.push(this.t(`means.${mode}`));
    if (traveller?.vehicle) parts.push(this.#places("asker.vehicle", [traveller.vehicle]));
    if (!traveller?.nationality?.length && (traveller || parts.length)) {
      const nobody = this.t("asker.nobody", { form });
      if (nobody) parts.unshift(nobody);
    }
    return parts.join(this.t("separator.asker"));
  }

  /**
   * What is asked: of whom, how, in which direction, over which borders.
   * @param {Asking} question
   * @returns {string}
   */
  question(question) {
    const nobody = this.t("asker.nobody", { form: "many" }) || this.t("asker.anybody");
    const open = [question.mode ? "" : "mode.any", question.direction ? "" : "direction.any"].filter(Boolean);
    return [this.capital(this.asker(question) || nobody), ...open.map((key) => this.#lower(this.t(key))), ...this.borders(question)].join(" · ");
  }

  /**
   * @param {Pick<Asking, "to">} question
   * @returns {string[]} which borders are meant; nothing where all are
   */
  borders({ to }) {
    return to ? [`${this.#lower(this.t("field.to"))}: ${this.list(to.map((code) => this.place(code)))}`] : [];
  }

  /**
   * @param {Traveller} traveller
   * @param {"one" | "many"} form
   * @returns {string[]}
   */
  #holder({ nationality, residence, papers }, form) {
    const parts = [];
    if (nationality?.includes(this.#data.stateless)) parts.push(this.t("asker.stateless", { form }));
    else if (nationality?.length) {
      const only = nationality.length === 1 ? nationality[0] : "several";
      parts.push(this.#places("asker.nationality", [...nationality].sort(), "genitive", "conjunction", { form, only }));
    }
    if (residence.length) parts.push(this.#places("asker.residence", [...residence].sort()));
    if (papers.length) {
      const texts = [...papers].sort().map((id) => this.word("paper", id));
      parts.push(this.t("asker.papers", { papers: this.list(texts) }));
    }
    return parts;
  }

  /**
   * What a measure does, by whom, since when and why; of a new one, told at its beginning, since when is
   * left out but where it amends another.
   * @param {Measure} measure
   * @param {Asking} question
   * @returns {string}
   */
  clause(measure, question, isNew = false) {
    const start = measure.origin ?? (isNew ? undefined : measure.from);
    return this.#dated(this.#deed(measure, question), measure, "since", start);
  }

  /**
   * What an announced measure will do, from when and why.
   * @param {Measure} measure
   * @param {Asking} question
   * @returns {string}
   */
  plan(measure, question) {
    return this.#dated(this.#deed(measure, question), measure, "from", measure.from);
  }

  /**
   * A deed with its beginning and its reason; what is not known, or goes without saying, is left out.
   * @param {string} deed
   * @param {Measure} measure
   * @param {"since" | "from"} use
   * @param {number | undefined} start
   * @returns {string}
   */
  #dated(deed, { side, reason }, use, start) {
    const why = this.#data.words.reason[reason].tacit ? "" : this.word("reason", reason);
    const since = start === undefined ? (use === "from" ? this.t("day.none") : "") : this.day(start, side, use);
    if (since && why) return this.t("clause.whole", { deed, since, reason: why });
    if (since) return this.t("clause.since", { deed, since });
    return why ? this.t("clause.reason", { deed, reason: why }) : deed;
  }

  /**
   * @param {Measure} measure
   * @param {Asking} question
   * @returns {string}
   */
  #deed(measure, question) {
    const { effect, condition, modes = [] } = measure;
    const side = this.country(measure.side);
    const only = this.#whos(measure.only);
    const exceptions = this.#whos(measure.except);
    const whos = this.#people(only.length ? only : exceptions);
    if (effect === "lifts") return this.t("deed.lifts", { side });
    if (effect === "conditions" && condition !== undefined) {
      const values = { side, condition: this.word("condition", condition), whos };
      return this.t(only.length ? "deed.requiresOf" : "deed.requires", values);
    }
    if (only.length) return this.t("deed.bars", { side, whos });
    if (exceptions.length) {
      const byPlates = exceptions.every((who) => Object.keys(who).every((key) => key === "vehicle"));
      const passage = this.t(`let.${this.#passage(measure, question)}`);
      return this.t(byPlates ? "deed.only" : "deed.onlyListed", { side, way: passage, whos });
    }
    return modes.length
      ? this.t("deed.barsModes", { side, means: this.means(modes) })
      : this.t("deed.closed", { side });
  }

  /**
   * @param {number[] | undefined} indices
   * @returns {Who[]}
   */
  #whos(indices = []) {
    return indices.map((index) => this.#data.whos[index]);
  }

  /**
   * The travellers whom any of the criteria means; of many papers each is one.
   * @param {Who[]} whos
   * @param {"one" | "many" | null} form
   * @param {number} named
   * @returns {string}
   */
  #people(whos, form = null, named = NAMED) {
    const each = apart(whos);
    const shown = each.slice(0, named);
    const shape = form ?? (shown.some(({ papers }) => papers?.length) ? "one" : "many");
    const texts = shown.map((who) => this.who(who, shape));
    if (each.length > named) texts.push(this.t("who.others"));
    const last = texts.pop() ?? "";
    const others = texts.join(this.t("separator.whos"));
    return others ? others + this.t("separator.whosLast") + last : last;
  }

  /**
   * The direction in which a side lets people pass, as it sees it.
   * @param {Measure} measure
   * @param {Asking} question
   * @returns {"in" | "out" | "through"}
   */
  #passage({ side, direction }, question) {
    const heading = direction === "both" ? question.direction : direction;
    if (heading === null || (question.direction !== null && question.direction !== heading)) return "through";
    return (heading === "out") === (side === this.#data.home) ? "out" : "in";
  }

  /**
   * When a measure whose end was not found was last seen.
   * @param {Measure} measure
   * @returns {string}
   */
  caution({ by, side, reason, seen = "" }) {
    return this.t("caution", {
      by: this.language === "en" ? by : this.country(side),
      reason: this.word("reason", reason),
      on: seen ? this.date(seen, "on") : this.t("day.none"),
    });
  }

  /**
   * What traffic was seen to do at a crossing, and through which day.
   * @param {Sign} sign
   * @returns {string}
   */
  sign({ mode, direction, what, through }) {
    const values = {
      traffic: this.t(`traffic.${mode}`),
      what: this.word("traffic", what),
      through: this.date(through, "through"),
    };
    return direction === "both" ? this.t("sign.both", values) : this.t("sign.way", { ...values, way: this.t(`way.${direction}`) });
  }

  /**
   * What traffic was seen since a crossing of unknown status was last verified.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @returns {string[]}
   */
  signs({ status, crossing, minute }, question) {
    if (status !== "unknown") return [];
    return signs(this.#data, crossing, question, minute).map((sign) => this.sign(sign));
  }

  /**
   * What is dangerous, since when, and when it was last seen, if that was before.
   * @param {Danger} danger
   * @param {Crossing} crossing
   * @param {number} minute
   * @returns {string}
   */
  danger({ what, from, seen }, crossing, minute) {
    const values = { danger: this.word("danger", what), since: this.day(from, this.#data.home, "since") };
    if (!seen || dayOf(this.#data.clocks[crossing.clock], minute) <= seen) return this.t("danger.since", values);
    return this.t("danger.seen", { ...values, on: this.date(seen, "on") });
  }

  /**
   * What endangers life, as it stands before anything else; nothing without danger.
   * @param {Verdict} verdict
   * @returns {string}
   */
  warning(verdict) {
    const list = this.dangers(verdict).join(this.t("separator.whos"));
    return list && ended(this.t("danger.told", { list }));
  }

  /**
   * @param {Verdict} verdict
   * @returns {string[]} what endangers life at its moment
   */
  dangers({ dangers, crossing, minute }) {
    return once(dangers).map((danger) => this.danger(danger, crossing, minute));
  }

  /**
   * To which neighbours how many crossings let most through; nothing where all lead to one, or none does.
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  byNeighbour(verdicts) {
    /** @type {Map<string, Verdict[]>} */
    const groups = new Map();
    for (const verdict of verdicts) {
      const { neighbour } = verdict.crossing;
      if (neighbour) groups.set(neighbour, [...(groups.get(neighbour) ?? []), verdict]);
    }
    if (groups.size < 2) return "";
    const texts = [...groups].map(([code, group]) => {
      const n = group.filter((verdict) => ["open", "open-by-default"].includes(standingOf(verdict))).length;
      const how = n ? "some" : group.every(({ status }) => status === "unknown") ? "unknown" : "none";
      return this.t("finding.to", { place: this.place(code), how, n, of: group.length });
    });
    const free = [...groups.values()].flat().every((verdict) => standingOf(verdict) !== "open-by-default");
    return this.t("finding.by", { how: free ? "all" : "most", list: texts.join("; ") });
  }

  /**
   * At how many crossings there is a danger, and at which, if they are few, or what.
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  endangered(verdicts) {
    const loud = verdicts.filter(({ dangers }) => dangers.length);
    const kinds = new Set(loud.flatMap(({ dangers }) => dangers.map(({ what }) => what)));
    const words = [...kinds].map((kind) => this.word("danger", kind)).join(this.t("separator.whos"));
    return loud.length ? `${this.t("legend.danger")} (${loud.length}): ${loud.length <= NAMED ? this.#names(loud) : words}.` : "";
  }

  /**
   * @param {Standing} standing
   * @returns {string} as it reads within a sentence
   */
  within(standing) {
    return this.#lower(this.t(`standing.${standing}`));
  }

  /**
   * What led to a verdict; nothing where a crossing is simply open. First comes whom it means, then
   * the measures, those that bar everybody before others.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named how many of each are told
   * @returns {string}
   */
  why(verdict, question, named = NAMED) {
    const texts = [this.#but(verdict, question, named), ...this.#reasons(verdict, question, named)];
    return this.#chained(texts.filter(Boolean), "separator.reasons");
  }

  /**
   * What led to a verdict, but for whom it means.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named
   * @returns {string[]}
   */
  #reasons(verdict, question, named = NAMED) {
    if (verdict.status === "unknown") return this.#unknown(verdict, question, named);
    if (!verdict.serves) return [this.unserved(question)];
    return [...this.#depends(verdict, question), ...this.#clauses(verdict, question, named), ...this.#passing(verdict, question, named)];
  }

  /**
   * What a crossing does not serve that does not serve a question.
   * @param {Asking} question
   * @returns {string}
   */
  unserved({ mode }) {
    return mode === null ? this.t("unserved.freight") : this.t("unserved", { means: this.t(`means.${mode}`) });
  }

  /**
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named
   * @returns {string[]}
   */
  #clauses({ measures }, question, named) {
    const rank = (/** @type {Measure} */ { only, except, modes }) =>
      Number(Boolean(only?.length)) + Number(Boolean(except?.length || modes?.length));
    const ordered = [...measures].sort((a, b) => rank(a) - rank(b));
    const texts = ordered.slice(0, named).map((measure) => this.clause(measure, question));
    return ordered.length > named ? [...texts, this.t("more.measures", { n: ordered.length - named })] : texts;
  }

  /**
   * On what it depends that the question left unsaid, unless whom it means says it.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @returns {string[]}
   */
  #depends(verdict, question) {
    const saysWho = Boolean(this.#but(verdict, question));
    const unsaid = verdict.dependsOn.filter((each) => !saysWho || each === "mode" || each === "direction");
    if (!unsaid.length) return [];
    return [this.t("depends", { list: this.list(unsaid.map((each) => this.t(`depends.${each}`))) })];
  }

  /**
   * Who fares otherwise than everybody else, or what must be met first.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named
   * @returns {string}
   */
  #but(verdict, question, named = NAMED) {
    const { default: usual, barred, measures, dependsOn } = verdict;
    if (usual === null) return "";
    const whos = usual === "open" ? barred : byEase(verdict, question)[0];
    if (whos.length) return this.t("but.who", { whos: this.#people(whos, null, named) });
    const conditions = new Set(measures.map(({ condition }) => condition));
    if (usual !== "open" || conditions.has(undefined)) return "";
    return this.t(dependsOn.length ? "but.some" : "but.all", { n: conditions.size });
  }

  /**
   * Who would pass: first what alone suffices, then the rest.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named
   * @returns {string[]}
   */
  #passing(verdict, question, named) {
    const [first, rest] = byEase(verdict, question);
    const form = verdict.status === "closed" ? "one" : null;
    return [
      ...(form && first.length ? [this.t("passes", { who: this.#people(first, form, named) })] : []),
      ...(rest.length ? [this.t("also", { whos: this.#people(rest, form, named) })] : []),
    ];
  }

  /**
   * Since when nothing is verified, what held then, who is barred, and the signs.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named
   * @returns {string[]}
   */
  #unknown(verdict, question, named) {
    const texts = [this.#lapse(verdict)];
    if (verdict.last) texts.push(this.#then(verdict, verdict.last, question));
    if (verdict.measures.length) {
      const clauses = this.#chained(this.#clauses(verdict, question, named), "separator.reasons");
      texts.push(this.t("unknown.attested", { clauses }));
    }
    const seen = this.signs(verdict, question);
    if (seen.length) texts.push(this.t("unknown.signs", { list: seen.slice(-named).join(this.t("separator.whos")) }));
    return texts;
  }

  /**
   * What was known last: on the last verified day, or on a later one.
   * @param {Verdict} verdict
   * @param {Verdict} last
   * @param {Asking} question
   * @returns {string}
   */
  #then({ crossing, minute, verified }, last, question) {
    const phrase = this.#phrase(last, question);
    if (verified === last.minute + 1) return this.t("unknown.then", { verdict: phrase });
    const [on, day] = [last.minute, minute].map((each) => dayOf(this.#data.clocks[crossing.clock], each));
    return this.t("unknown.last", { on: this.date(on, "on"), n: daysBetween(on, day), verdict: phrase });
  }

  /**
   * Since when a crossing is not verified.
   * @param {Verdict} verdict
   * @returns {string}
   */
  #lapse(verdict) {
    const { crossing } = verdict;
    const { through, days } = verifiedOf(this.#data, verdict);
    if (through !== null) return this.t("unknown.since", { since: this.date(through, "since"), n: days });
    const first = crossing.verified?.[0]?.[0];
    return first === undefined ? this.t("unknown.never") : this.t("unknown.before", { day: this.date(dayOf(this.#data.clocks[crossing.clock], first)) });
  }

  /**
   * A verdict in a few words: of whom, when, and who fares otherwise.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {string} whom
   * @param {string} on
   * @returns {string}
   */
  #phrase(verdict, question, whom = "", on = "") {
    const but = this.#but(verdict, question);
    const standing = but && verdict.default ? verdict.default : standingOf(verdict);
    const phrase = whom ? this.t(`to.${standing}`, { whom }) : this.within(standing);
    const dated = on ? this.t("sentence", { verdict: phrase, on }) : phrase;
    return but ? `${dated}, ${but}` : dated;
  }

  /**
   * The texts in a row; behind a full stop a new sentence begins.
   * @param {string[]} texts
   * @param {string} key of what stands between them
   * @returns {string}
   */
  #chained([first = "", ...others], key) {
    const between = this.t(key);
    const next = (/** @type {string} */ text) => (between.startsWith(".") ? this.capital(text) : text);
    return others.reduce((chain, text) => joined(chain, between) + next(text), first);
  }

  /**
   * A text as a sentence; nothing stays nothing.
   * @param {string} text
   * @returns {string}
   */
  whole(text) {
    return text && ended(this.capital(text));
  }

  /**
   * @param {string} text
   * @returns {string} the text with its first letter large
   */
  capital(text) {
    const [first = "", ...others] = text;
    return first.toLocaleUpperCase(this.language) + others.join("");
  }

  /**
   * @param {string} text
   * @returns {string} the text with its first letter small
   */
  #lower(text) {
    const [first = "", ...others] = text;
    return first.toLocaleLowerCase(this.language) + others.join("");
  }

  /**
   * A moment, and as of which day it is told, where a page tells what was known then.
   * @param {string} on
   * @returns {string}
   */
  #known(on) {
    const { asKnownOn } = this.#data.question ?? {};
    if (!asKnownOn) return on;
    return `${on} (${this.#lower(this.t("note.asKnown", { day: this.date(asKnownOn) }))})`;
  }

  /**
   * A verdict in one plain sentence, or a few short ones.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @returns {string}
   */
  sentence(verdict, question) {
    const { crossing, minute, verified } = verdict;
    // of what was known last the bare day
    const isLast = (verified ?? minute) <= minute + 1 && timeOf(this.#data.clocks[crossing.clock], minute) === "23:59";
    const on = this.#known(this.day(minute, crossing.clock, "on", isLast ? "23:59" : "12:00"));
    const head = this.capital(this.#phrase(verdict, question, this.asker(question), on));
    const reasons = this.#chained(this.#reasons(verdict, question), "separator.reasons");
    const text = ended(reasons ? this.#chained([head, reasons], "separator.why") : head);
    return [this.warning(verdict), text].filter(Boolean).join(" ");
  }

  /**
   * Since when and until when; of what is not known, since when and what held then.
   * @param {Verdict} verdict
   * @returns {string}
   */
  period(verdict) {
    const { crossing, status, since, until, last } = verdict;
    if (status === "unknown") {
      const then = last ? [this.t("unknown.then", { verdict: this.within(standingOf(last)) })] : [];
      return this.#chained([this.#lapse(verdict), ...then], "separator.reasons");
    }
    const bounds = [
      since === null ? "" : this.day(since, crossing.clock, "since"),
      until === null ? "" : this.day(until, crossing.clock, "until"),
    ];
    return bounds.filter(Boolean).join(" ");
  }

  /**
   * The name of a mark: "Šalčininkai – Bieniakoni, closed to you, since 29 October 2025".
   * @param {Verdict} verdict
   * @param {Asking | null} question
   * @returns {string}
   */
  label(verdict, question = null) {
    const { crossing, planned } = verdict;
    const { place } = crossing;
    const standing = standingOf(verdict);
    const parts = [
      this.name(crossing),
      this.warning(verdict).replace(/\.$/, ""),
      question?.traveller ? this.t(`you.${standing}`) : this.within(standing),
      this.period(verdict),
      planned.length ? this.t("label.planned") : "",
      place && isApproximate(crossing) ? this.t("position.rough", { accuracy: this.accuracy(place.accuracy) }) : "",
    ];
    return parts.filter(Boolean).join(", ");
  }

  /**
   * The headline of an answer: how many crossings let how many through. It has no full stop, and its
   * numbers add up to how many crossings serve the question. Those open to all or most are told
   * together, and those open by some means, in one direction or to few.
   * @param {Verdict[]} verdicts
   * @param {Asking} question
   * @returns {string}
   */
  finding(verdicts, { mode }) {
    const serving = verdicts.filter(({ serves }) => serves);
    if (!serving.length) return this.t("finding.unserved", { mode: mode ?? "none", means: mode ? this.t(`means.${mode}`) : "" });
    if (serving.length === 1) return this.t("finding.one", { name: this.short(serving[0].crossing), standing: this.within(standingOf(serving[0])) });
    const standings = serving.map(standingOf);
    const counts = SORTS.map(([sort, those]) => /** @type {const} */ ([sort, standings.filter((each) => those.includes(each)).length]));
    const some = counts.filter(([, n]) => n);
    const isFree = !standings.includes("open-by-default");
    const [[first]] = some;
    const texts = some.length > 1 ? some.map(([sort, n]) => this.#sort(sort, n, isFree, first)) : [this.t("finding.every", { how: first === "most" && isFree ? "open" : first })];
    const values = { n: standings.length, list: texts.join(", ") };
    const whole = this.t("finding.of", { brief: "no", ...values });
    return whole.length <= HEADLINE ? whole : this.t("finding.of", { brief: "yes", ...values });
  }

  /**
   * How many crossings let most through, only some, or nobody, or are not verified.
   * @param {string} sort
   * @param {number} n
   * @param {boolean} isFree whether those that let most through are open
   * @param {string} first of the sorts that are told
   * @returns {string}
   */
  #sort(sort, n, isFree, first) {
    if (sort === "most") return this.t("finding.open", { n, how: isFree ? "all" : "most" });
    if (sort === "some") return this.t("finding.some", { n, alone: first === "most" && !isFree ? "no" : "yes" });
    return this.t(`finding.${sort}`, { n });
  }

  /**
   * What one could use, counted and named. The numbers add up to how many crossings serve the question.
   * @param {Verdict[]} verdicts
   * @param {Asking} question
   * @returns {string}
   */
  summary(verdicts, question) {
    const on = this.#known(this.moment(question, this.#data.home, "on"));
    const whom = this.asker(question, "one") || this.t("asker.anybody");
    const serving = verdicts.filter((verdict) => verdict.serves);
    if (!serving.length) return this.t("summary.unserved", { means: question.mode ? this.t(`means.${question.mode}`) : "" });
    const groups = grouped(serving);
    const uses = this.#uses(serving, groups, on, whom);
    return [this.endangered(serving), ...uses, this.byNeighbour(serving), ...this.#lasts(serving)].filter(Boolean).join(" ");
  }

  /**
   * Which crossings one could use, where danger is, and what the unknown ones were known as last: it
   * stands below a finding, which counts them. Nothing where there is nothing to name.
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  listed(verdicts) {
    const serving = verdicts.filter((verdict) => verdict.serves);
    const groups = grouped(serving).filter(([standing, group]) => isNamed(standing, group));
    const texts = serving.length === 1 ? [] : groups.map(([standing, group]) => this.#group(standing, group));
    return [this.endangered(serving), ...texts, ...this.#lasts(serving)].filter(Boolean).join(" ");
  }

  /**
   * What crossings of unknown status were known as last, if any was.
   * @param {Verdict[]} verdicts
   * @returns {string[]}
   */
  #lasts(verdicts) {
    const lasts = verdicts.filter(({ status }) => status === "unknown").map(({ last }) => last);
    if (!lasts.some(Boolean)) return [];
    return [this.t("summary.last", { list: this.#tally(lasts.map((last) => (last ? standingOf(last) : "unknown"))) })];
  }

  /**
   * How many crossings one could use, and how many stand otherwise.
   * @param {Verdict[]} serving
   * @param {(readonly [Standing, Verdict[]])[]} groups
   * @param {string} on
   * @param {string} whom
   * @returns {string[]}
   */
  #uses(serving, groups, on, whom) {
    const of = this.#of(serving);
    if (serving.every(({ status }) => status === "unknown")) return [this.capital(this.t("summary.nothing", { on, of }))];
    if (serving.length === 1) {
      const [verdict] = serving;
      const { kind, category } = verdict.crossing;
      const values = { kind, place: this.t(`place.${kind}-${category}`), name: this.short(verdict.crossing) };
      return [this.capital(this.t("summary.one", { on, whom, standing: this.within(standingOf(verdict)), ...values }))];
    }
    const [[, free], ...others] = groups;
    const isLimited = serving.some(({ status }) => status === "restricted");
    const key = free.length ? "some" : isLimited ? "noneFree" : "none";
    const first = this.t(`summary.${key}`, { on, whom, n: free.length, of, list: this.#names(free) });
    return [this.capital(first), ...others.flatMap(([standing, group]) => (group.length ? [this.#group(standing, group)] : []))];
  }

  /**
   * How many crossings have a standing, and which, if one could use them.
   * @param {Standing} standing
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  #group(standing, verdicts) {
    const text = `${this.t(`standing.${standing}`)} (${verdicts.length})`;
    return isNamed(standing, verdicts) ? `${text}: ${this.#names(verdicts)}.` : `${text}.`;
  }

  /**
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  #names(verdicts) {
    return this.list(verdicts.map(({ crossing }) => this.short(crossing)));
  }

  /**
   * @param {Verdict[]} verdicts
   * @returns {string}
   */
  #of(verdicts) {
    const kinds = new Set(verdicts.map(({ crossing }) => crossing.kind));
    return this.t(`of.${kinds.size === 1 ? [...kinds][0] : "any"}`, { n: verdicts.length });
  }

  /**
   * How many crossings have each standing that any has.
   * @param {Standing[]} standings
   * @returns {string}
   */
  #tally(standings) {
    const counted = STANDINGS.map((standing) => /** @type {const} */ ([standing, standings.filter((each) => each === standing).length]));
    return counted.flatMap(([standing, n]) => (n ? [this.t("count", { standing: this.within(standing), n })] : [])).join(", ");
  }

  /**
   * @param {{name: string, names: Record<string, string>}} town
   * @returns {string}
   */
  town({ name, names }) {
    return names[this.language] ?? name;
  }

  /**
   * A distance in whole kilometres.
   * @param {number} km
   * @param {boolean} rough
   * @returns {string}
   */
  length(km, rough = false) {
    return this.t("ways.length", { km: Math.round(km), rough: rough ? "yes" : "no" });
  }

  /**
   * How far a route leads.
   * @param {Route} route
   * @returns {string}
   */
  routed({ km, approximate }) {
    return km === null ? this.t("ways.unrouted") : this.length(km, approximate);
  }

  /**
   * The nearest route for a traveller, by plane only where nothing else is meant, and the nearest of
   * those that are restricted and of those that are closed, where they are nearer.
   * @param {Route[]} routes in their order
   * @param {Town} town
   * @param {"out" | "in"} heading
   * @returns {string}
   */
  nearest(routes, town, heading) {
    const ground = routes.filter(({ by }) => by !== "air");
    const known = (ground.length ? ground : routes).filter(({ km }) => km !== null);
    const [best] = known;
    const place = { town: this.town(town), way: heading };
    if (!best || !["open", "restricted"].includes(best.verdict.status)) return this.t("ways.none", place);
    const { crossing, status } = best.verdict;
    const values = { status, standing: this.within(standingOf(best.verdict)), crossing: this.short(crossing), length: this.routed(best), by: best.by };
    const first = this.t("ways.nearest", { ...place, ...values });
    const named = known.filter(({ verdict }) => verdict.status !== "closed" || verdict.crossing.category !== "local");
    const nearer = ["restricted", "closed"].flatMap((status) => {
      const other = named.find(({ verdict }) => verdict.status === status);
      const less = Math.round((best.km ?? 0) - (other?.km ?? Infinity));
      if (!other || less < 1) return [];
      const standing = this.within(standingOf(other.verdict));
      return [this.t("ways.nearer", { crossing: this.short(other.verdict.crossing), length: this.length(less), standing })];
    });
    return [first, ...nearer].join(" ");
  }
}

/**
 * @param {Verdict[]} verdicts
 * @returns {(readonly [Standing, Verdict[]])[]} by standing
 */
function grouped(verdicts) {
  return STANDINGS.map((standing) => /** @type {const} */ ([standing, verdicts.filter((each) => standingOf(each) === standing)]));
}

/**
 * Dangers of one moment, each kind once: since the first of it began, and seen as long as any of it was.
 * @param {Danger[]} dangers
 * @returns {Danger[]}
 */
function once(dangers) {
  /** @type {Map<string, Danger>} */
  const kinds = new Map();
  for (const danger of dangers) {
    const same = kinds.get(danger.what) ?? danger;
    const seen = same.seen && danger.seen ? [same.seen, danger.seen].sort()[1] : undefined;
    kinds.set(danger.what, { ...danger, from: Math.min(same.from, danger.from), seen });
  }
  return [...kinds.values()];
}

/**
 * Whether crossings of a standing are named: those to use, and a few unknown ones.
 * @param {Standing} standing
 * @param {Verdict[]} verdicts
 * @returns {boolean}
 */
function isNamed(standing, { length }) {
  return length > 0 && length <= (standing === "closed" ? 0 : standing === "unknown" ? NAMED : MOST);
}

/**
 * Criteria with one paper each, where any of several is enough.
 * @param {Who[]} whos
 * @returns {Who[]}
 */
function apart(whos) {
  return whos.flatMap((who) => ((who.papers?.length ?? 0) > 1 ? (who.papers ?? []).map((paper) => ({ ...who, papers: [paper] })) : [who]));
}

/**
 * Who would pass by what alone suffices, and the rest. A permit comes before a paper, both before a
 * vehicle, and these before citizenship, which alone is of use to those who did not say theirs.
 * @param {Verdict} verdict
 * @param {Asking} question
 * @returns {[Who[], Who[]]}
 */
function byEase({ wouldPass }, { traveller }) {
  const isCitizen = Boolean(traveller?.nationality?.length);
  const rank = (/** @type {Who} */ who) => {
    const named = EASE.filter((attribute) => who[attribute]?.length);
    if (named.length > 1 || (isCitizen && who.nationality?.length)) return EASE.length;
    return named.length ? EASE.indexOf(named[0]) : 0;
  };
  const ordered = [...wouldPass].sort((a, b) => rank(a) - rank(b));
  const alone = ordered.filter((who) => rank(who) < EASE.length);
  return alone.length ? [alone, ordered.slice(alone.length)] : [ordered, []];
}
