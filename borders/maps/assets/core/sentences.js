/** What is said of a verdict, in the language of the reader. The texts are in `messages/`. */

import { dayOf, timeOf } from "./clock.js";
import { isApproximate } from "./verdicts.js";

/** @import { Route, Town } from "./routes.js" */
/** @import { Asking, Crossing, Data, Measure, Place, Sign, Traveller, Verdict, Who, Wording } from "./verdicts.js" */

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
 */

/**
 * A message, parsed: a text, or a list of pieces, each a text or a place to fill. A place names its
 * value; a plural or a select has a message for each category or value.
 * @typedef {string | Piece[]} Message
 * @typedef {string | [string] | [string, "plural" | "select", Record<string, Message>]} Piece
 */

/** How many measures, or groups that would pass, a sentence names. */
const NAMED = 3;

/**
 * One text after another; a full stop is not set twice.
 * @param {string} text
 * @param {string} next
 * @returns {string}
 */
function joined(text, next) {
  return text + (text.endsWith(".") && next.startsWith(".") ? next.slice(1) : next);
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
    this.#home = { home: this.place(data.home), code: data.home };
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
    const { decimal } = this.#cldr;
    if (decimal) return (digits ? value.toFixed(digits) : String(Number(value.toFixed(2)))).replace(".", decimal);
    const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits || 2 };
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
    return this.#countries ? (this.#countries.of(code) ?? code) : (this.#cldr.countries?.[code] ?? code);
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
   * Countries and groups of countries, as alternatives.
   * @param {string[]} codes
   * @returns {string}
   */
  #places(codes) {
    const { groups } = this.#data;
    const named = (/** @type {string} */ code) =>
      Object.hasOwn(groups, code) ? this.#worded(groups[code]) : this.country(code);
    return this.list(codes.map(named), "disjunction");
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
   * @param {"reason" | "condition" | "paper" | "traffic"} kind
   * @param {string} id
   * @returns {string}
   */
  word(kind, id) {
    return this.#worded(this.#data.words[kind][id]);
  }

  /**
   * A day of the calendar, such as 2025-10-30.
   * @param {string} day
   * @param {"alone" | "on" | "since" | "from" | "through" | "until"} use
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
    const text = this.date(dayOf(clock, minute), use);
    const time = timeOf(clock, minute);
    if (time === plain) return text;
    const town = this.#data.clockTowns[side];
    return this.t("day.time", { day: text, time, clock: this.t("day.clock", { zone: town.zone, town: town[this.language] }) });
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
    if (nationality?.length) parts.push(this.t("who.nationality", { form, places: this.#places(nationality) }));
    if (residence?.length) parts.push(this.t("who.residence", { form: next(), places: this.#places(residence) }));
    if (vehicle?.length) parts.push(this.t("who.vehicle", { form: next(), places: this.#places(vehicle) }));
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
    if (traveller?.vehicle) parts.push(this.t("asker.vehicle", { places: this.country(traveller.vehicle) }));
    if (!traveller?.nationality?.length && (traveller || parts.length)) {
      const nobody = this.t("asker.nobody", { form });
      if (nobody) parts.unshift(nobody);
    }
    return parts.join(this.t("separator.asker"));
  }

  /**
   * @param {Traveller} traveller
   * @param {"one" | "many"} form
   * @returns {string[]}
   */
  #holder({ nationality, residence, papers }, form) {
    const parts = [];
    const countries = (/** @type {string[]} */ codes) => this.list([...codes].sort().map((code) => this.country(code)));
    if (nationality?.length) {
      const only = nationality.length === 1 ? nationality[0] : "";
      parts.push(this.t("asker.nationality", { form, only, places: countries(nationality) }));
    }
    if (residence.length) parts.push(this.t("asker.residence", { places: countries(residence) }));
    if (papers.length) {
      const texts = [...papers].sort().map((id) => this.word("paper", id));
      parts.push(this.t("asker.papers", { papers: this.list(texts) }));
    }
    return parts;
  }

  /**
   * What a measure does, by whom, since when and why.
   * @param {Measure} measure
   * @param {Asking} question
   * @returns {string}
   */
  clause(measure, question) {
    return this.#dated(this.#deed(measure, question), measure, "since", measure.origin ?? measure.from);
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
    const whos = this.#those(only.length ? only : exceptions);
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
   * @param {Who[]} whos
   * @returns {string}
   */
  #those(whos) {
    const texts = whos.slice(0, NAMED).map((who) => this.who(who, "many"));
    if (whos.length > NAMED) texts.push(this.t("who.others"));
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
   * The first of those who would pass: by permit, then by papers, then by citizenship.
   * @param {Who[]} whos
   * @returns {string}
   */
  passing(whos) {
    const rank = (/** @type {Who} */ { residence, papers, nationality }) =>
      residence?.length && !papers?.length ? 0 : papers?.length ? 1 : nationality?.length ? 2 : 3;
    const [first, ...others] = [...whos].sort((a, b) => rank(a) - rank(b));
    return this.t(others.length ? "passes.others" : "passes", { who: this.who(first) });
  }

  /**
   * What led to a verdict; nothing where a crossing is simply open.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @param {number} named how many measures are told
   * @returns {string}
   */
  why(verdict, question, named = NAMED) {
    const { status, measures, dependsOn, wouldPass } = verdict;
    if (status === "unknown") return this.#last(verdict);
    if (!verdict.serves) {
      return question.mode ? this.t("unserved", { means: this.t(`means.${question.mode}`) }) : this.t("unserved.freight");
    }
    const rank = (/** @type {Measure} */ { only, except, modes }) =>
      Number(Boolean(only?.length)) + Number(Boolean(except?.length || modes?.length));
    const ordered = [...measures].sort((a, b) => rank(a) - rank(b));
    const texts = ordered.slice(0, named).map((measure) => this.clause(measure, question));
    if (ordered.length > named) texts.push(this.t("more.measures", { n: ordered.length - named }));
    if (dependsOn.length) {
      texts.unshift(this.t("depends", { list: this.list(dependsOn.map((attribute) => this.t(`depends.${attribute}`))) }));
    }
    if (status === "closed" && wouldPass.length) texts.push(this.passing(wouldPass));
    return texts.length ? this.#chained(texts, "separator.reasons") : "";
  }

  /**
   * @param {Verdict} verdict
   * @returns {string}
   */
  #last({ last }) {
    if (!last) return this.t("last.nothing");
    const { status, crossing, minute } = last;
    const on = this.date(dayOf(this.#data.clocks[crossing.clock], minute), "on");
    return this.t("last.verified", { on, status: this.t(`verdict.${status}`) });
  }

  /**
   * The texts in a row; behind a full stop a new sentence begins.
   * @param {string[]} texts
   * @param {string} key of what stands between them
   * @returns {string}
   */
  #chained([first, ...others], key) {
    const between = this.t(key);
    const next = (/** @type {string} */ text) => (between.startsWith(".") ? this.capital(text) : text);
    return others.reduce((chain, text) => joined(chain, between) + next(text), first);
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
   * A moment, and as of which day it is told, where a page tells what was known then.
   * @param {string} on
   * @returns {string}
   */
  #known(on) {
    const { asKnownOn } = this.#data.question ?? {};
    if (!asKnownOn) return on;
    const [first, ...others] = this.t("note.asKnown", { day: this.date(asKnownOn) });
    return `${on} (${first.toLocaleLowerCase(this.language)}${others.join("")})`;
  }

  /**
   * A verdict in one plain sentence, or a few short ones.
   * @param {Verdict} verdict
   * @param {Asking} question
   * @returns {string}
   */
  sentence(verdict, question) {
    const { status, crossing, minute } = verdict;
    const whom = this.asker(question);
    const answer = this.t(whom ? `verdict.${status}To` : `verdict.${status}`, { whom });
    const on = this.#known(this.day(minute, crossing.clock, "on", "12:00"));
    const head = this.capital(this.t("sentence", { verdict: answer, on }));
    const why = this.why(verdict, question);
    return joined(why ? this.#chained([head, why], "separator.why") : head, ".");
  }

  /**
   * Since when and until when; of what is not known, what was known last.
   * @param {Verdict} verdict
   * @returns {string}
   */
  period({ crossing, status, since, until, last }) {
    if (status === "unknown") {
      if (!last) return this.t("period.nothing");
      const on = this.date(dayOf(this.#data.clocks[crossing.clock], last.minute), "on");
      return this.t("period.last", { status: this.t(`verdict.${last.status}`), on });
    }
    const bounds = [
      since === null ? "" : this.day(since, crossing.clock, "since"),
      until === null ? "" : this.day(until, crossing.clock, "until"),
    ];
    return bounds.filter(Boolean).join(" ");
  }

  /**
   * The name of a mark: "Šalčininkai – Benyakoni, closed to you, since 29 October 2025".
   * @param {Verdict} verdict
   * @param {Asking | null} question
   * @returns {string}
   */
  label(verdict, question = null) {
    const { crossing, status, planned } = verdict;
    const { place } = crossing;
    const parts = [
      this.name(crossing),
      this.t(question?.traveller ? `you.${status}` : `verdict.${status}`),
      this.period(verdict),
      planned.length ? this.t("label.planned") : "",
      place && isApproximate(crossing) ? this.t("position.rough", { accuracy: this.accuracy(place.accuracy) }) : "",
    ];
    return parts.filter(Boolean).join(", ");
  }

  /**
   * What one could use, counted: of the international crossings that serve the mode asked for, or
   * of all where a local one lets somebody pass too.
   * @param {Verdict[]} verdicts
   * @param {Asking} question
   * @returns {string}
   */
  summary(verdicts, question) {
    const on = this.#known(this.moment(question, this.#data.home, "on"));
    const whom = this.asker(question, "one") || this.t("asker.anybody");
    const serving = verdicts.filter(({ serves }) => serves);
    if (!serving.length) return this.t("summary.unserved", { means: question.mode ? this.t(`means.${question.mode}`) : "" });
    const isLocal = (/** @type {Verdict} */ { crossing }) => crossing.category === "local";
    const usable = (/** @type {Verdict} */ { status }) => status === "open" || status === "restricted";
    const main = serving.filter((verdict) => !isLocal(verdict));
    const whole = serving.some((verdict) => isLocal(verdict) && usable(verdict)) || !main.length ? serving : main;
    const of = (/** @type {string} */ status) => whole.filter((verdict) => verdict.status === status);
    const list = (/** @type {Verdict[]} */ listed) => this.list(listed.map(({ crossing }) => this.short(crossing)));
    const known = whole.filter(({ status }) => status !== "unknown");
    if (!known.length) return this.capital(this.t("summary.nothing", { on }));
    const [open, restricted, unknown] = [of("open"), of("restricted"), of("unknown").filter((verdict) => !isLocal(verdict))];
    const unknowns = unknown.length ? this.t("summary.unknown", { list: list(unknown) }) : "";
    if (known.length === 1) {
      const [{ crossing, status }] = known;
      const place = this.t(`place.${crossing.kind}-${crossing.category}`);
      const sentence = this.t("summary.one", { on, whom, status, place, name: this.short(crossing) });
      return [this.capital(sentence), unknowns].filter(Boolean).join(" ");
    }
    const kinds = new Set(known.map(({ crossing }) => crossing.kind));
    const rank = known.some(isLocal) ? "any" : "international";
    const total = this.t(`of.${kinds.size === 1 ? [...kinds][0] : "any"}`, { n: known.length, rank });
    const key = open.length ? "some" : restricted.length ? "noneFree" : "none";
    const first = this.t(`summary.${key}`, { on, whom, n: open.length, of: total, list: list(open) });
    const limits = restricted.length ? this.t("summary.restricted", { list: list(restricted) }) : "";
    return [this.capital(first), limits, unknowns].filter(Boolean).join(" ");
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
    const first = this.t("ways.nearest", { ...place, status, crossing: this.short(crossing), length: this.routed(best), by: best.by });
    const named = known.filter(({ verdict }) => verdict.status !== "closed" || verdict.crossing.category !== "local");
    const nearer = ["restricted", "closed"].flatMap((status) => {
      const other = named.find(({ verdict }) => verdict.status === status);
      const less = Math.round((best.km ?? 0) - (other?.km ?? Infinity));
      if (!other || less < 1) return [];
      return [this.t("ways.nearer", { crossing: this.short(other.verdict.crossing), length: this.length(less), status })];
    });
    return [first, ...nearer].join(" ");
  }
}
