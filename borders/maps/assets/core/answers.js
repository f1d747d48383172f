/** The present question of a page, and all that is answered of it: every part of the page reads it here. */

import { dayOf, minuteOf, noon } from "./clock.js";
import { changedOf, compared, inOrder, unsureOf } from "./comparison.js";
import { ageOf } from "./knowledge.js";
import { Names } from "./names.js";
import { Translator } from "./sentences.js";
import { changes, counted, isMajor, leads, standingOf, stretchAt, verdict } from "./verdicts.js";

/** @import { Pair } from "./comparison.js" */
/** @import { UrlState } from "./permalink.js" */
/** @import { Route, RouteIndex, Town } from "./routes.js" */
/** @import { Messages } from "./sentences.js" */
/** @import { Age } from "./knowledge.js" */
/** @import { Asking, Change, Crossing, Data, Standing, Verdict } from "./verdicts.js" */

/**
 * What a change of the state touches: the parts of the page are told of nothing finer.
 * @typedef {"moment" | "question" | "lang" | "crossing" | "from" | "reach" | "changes" | "minor" | "versus"} Aspect
 */

/**
 * A moment at which something changes: its epoch minute, and how it is asked for.
 * @typedef {{at: number, on: Asking["on"]}} Stop
 */

/** @type {Record<keyof UrlState, Aspect>} */
const TOUCHES = {
  on: "moment",
  mode: "question",
  direction: "question",
  traveller: "question",
  to: "question",
  lang: "lang",
  crossing: "crossing",
  from: "from",
  reach: "reach",
  slight: "changes",
  minor: "minor",
  versus: "versus",
};

export const EVERYTHING = new Set(Object.values(TOUCHES));

/** One for a page; it is asked each question that its reader has. */
export class Answers {
  /** @type {Translator} wordings of the present language */
  say;
  /** @type {Verdict[]} on each crossing, in their order, also on those that do not serve the question */
  each = [];
  /** @type {Verdict[]} on the crossings that serve the question: what is counted, listed and taken away */
  verdicts = [];
  /** @type {Verdict[]} unknown ones on crossings that few know, where the question is of others too */
  foldable = [];
  /** @type {Set<Crossing>} those of them that the map leaves out */
  folded = new Set();
  /** @type {Change[]} of the present question, whatever its moment: those of standing, or all of them */
  changes = [];
  /** How many changes there are of measures alone */
  slight = 0;
  /** @type {Stop[]} of the changes, oldest first, each once */
  stops = [];
  /** @type {Pair[]} on the day that is compared and the day asked about, the earlier first; none where none is */
  pairs = [];
  /** @type {Route[]} from the town that is chosen */
  routes = [];
  /** @type {number[]} of time that each crossing was last passed through in */
  #stretches = [];

  /**
   * @param {Data} data
   * @param {Record<string, Messages>} messages by language
   * @param {RouteIndex | null} routeIndex none where the register has no network
   * @param {UrlState} state
   * @param {UrlState} start that the page opens at where no link says otherwise
   * @param {Names} names
   */
  constructor(data, messages, routeIndex, state, start = state, names = new Names(data, messages, routeIndex?.towns ?? [])) {
    this.data = data;
    this.messages = messages;
    this.routeIndex = routeIndex;
    this.names = names;
    this.state = state;
    this.start = start;
    this.say = new Translator(data, messages, state.lang);
    this.#answer(new Set(["question"]));
  }

  /**
   * Ask something else, or choose otherwise.
   * @param {Partial<UrlState>} patch
   * @returns {Set<Aspect>} what it touches
   */
  ask(patch) {
    const changed = new Set(Object.keys(patch).map((key) => TOUCHES[/** @type {keyof typeof TOUCHES} */ (key)]));
    this.state = { ...this.state, ...patch };
    this.#answer(changed);
    return changed;
  }

  /**
   * Pass through another moment, on the way of a slider: routes stay those of the last moment asked about.
   * @param {Asking["on"]} on
   * @returns {boolean} whether any verdict is another
   */
  pass(on) {
    const { data, each: before } = this;
    const stretches = () => data.crossings.map((crossing) => stretchAt(data, crossing, this.state));
    const last = this.#stretches.length ? this.#stretches : stretches();
    this.state = { ...this.state, on };
    const { state } = this;
    this.#stretches = stretches();
    const each = data.crossings.map((crossing, i) => (this.#stretches[i] === last[i] ? before[i] : verdict(data, crossing, state)));
    if (each.every((verdict, i) => verdict === before[i])) return false;
    this.#take(each);
    if (state.versus) this.#compare();
    this.#fold();
    return true;
  }

  /** @param {Verdict[]} each */
  #take(each) {
    this.each = each;
    this.verdicts = each.filter((verdict) => this.means(verdict));
    const isMixed = this.verdicts.some(({ crossing }) => isMajor(crossing));
    this.foldable = isMixed ? this.verdicts.filter(({ crossing, status }) => status === "unknown" && !isMajor(crossing)) : [];
  }

  #fold() {
    const { minor, crossing } = this.state;
    this.folded = new Set(minor ? [] : this.foldable.map((verdict) => verdict.crossing).filter(({ id }) => id !== crossing));
  }

  /** @param {Set<Aspect>} changed */
  #answer(changed) {
    const { data, state } = this;
    if (changed.has("lang")) this.say = new Translator(data, this.messages, state.lang);
    if (changed.has("question") || changed.has("changes")) {
      const all = changes(data, state);
      const grave = all.filter(({ before, after }) => standingOf(before) !== standingOf(after));
      this.slight = all.length - grave.length;
      this.changes = state.slight ? all : grave;
      this.stops = this.#stops();
    }
    if (changed.has("question") || changed.has("moment")) {
      this.#stretches = [];
      this.#take(data.crossings.map((crossing) => verdict(data, crossing, state)));
    }
    if (["question", "moment", "versus"].some((aspect) => changed.has(/** @type {Aspect} */ (aspect)))) this.#compare();
    this.#fold();
    if (isAsked(changed)) {
      const town = this.origin();
      this.routes = this.routeIndex && town ? this.routeIndex.from(town, state, this.verdicts) : [];
    }
  }

  #compare() {
    const { data, state } = this;
    this.pairs = state.versus ? compared(data, state, state.versus, this.verdicts) : [];
  }

  /**
   * @param {Verdict} verdict
   * @returns {boolean} whether its crossing serves the question, and leads where that means
   */
  means({ serves, crossing }) {
    return serves && leads(crossing, this.state);
  }

  /** @returns {Verdict | null} the verdict on the crossing that is selected, if any */
  get selected() {
    return this.each.find(({ crossing }) => crossing.id === this.state.crossing) ?? null;
  }

  /** @returns {number} how many crossings that lead where the question means do not serve it */
  get unserved() {
    return this.each.filter(({ crossing, serves }) => !serves && leads(crossing, this.state)).length;
  }

  /** @returns {[Standing, number][]} how many of the crossings that serve the question stand how */
  get counts() {
    return counted(this.data, this.verdicts);
  }

  /**
   * @param {number} now milliseconds since 1970 by the reader's clock
   * @returns {Age} of what is known
   */
  age(now = Date.now()) {
    return ageOf(this.data, this.state, now);
  }

  /** @returns {Stop[]} */
  #stops() {
    const entries = this.changes.map((change) => {
      const on = stopOf(this.data, change);
      return /** @type {const} */ ([this.minuteOf(on), on]);
    });
    return [...new Map(entries)].map(([at, on]) => ({ at, on })).sort((a, b) => a.at - b.at);
  }

  /**
   * @param {Asking["on"]} on
   * @returns {number} epoch minute, of a bare day by the clock of the home state
   */
  minuteOf(on) {
    return minuteOf(this.data.clocks[this.data.home], on);
  }

  /** @returns {Town | null} the town that routes are shown from, if any */
  origin() {
    return this.routeIndex?.origin(this.state.from) ?? null;
  }

  /** @returns {string} */
  title() {
    const { asKnownOn } = this.data.question ?? {};
    const known = asKnownOn ? `. ${this.say.t("note.asKnown", { day: this.say.date(asKnownOn) })}` : "";
    return (this.say.language === "en" ? this.data.title : this.say.t("title")) + known;
  }

  /** @returns {string} what the answer comes to, unless the page has a headline of its own */
  headline() {
    if (this.state.versus) return this.#difference(this.state.versus);
    return this.data.headline || this.say.finding(this.verdicts, this.state);
  }

  /**
   * @param {Asking["on"]} versus
   * @returns {string} on how many crossings two days differ
   */
  #difference(versus) {
    const { data, state, say, pairs } = this;
    const [from, to] = inOrder(data, state.on, versus).map((on) => say.moment({ ...state, on }));
    const unsure = unsureOf(pairs);
    return say.t(unsure ? "compare.unsure" : "compare.headline", { n: changedOf(pairs).length, of: pairs.length, unsure, from, to });
  }

  /** @returns {string} */
  summary() {
    return [this.say.summary(this.verdicts, this.state), this.nearest()].filter(Boolean).join(" ");
  }

  /** @returns {string} the nearest crossings from the town that is chosen; nothing where none is */
  nearest() {
    const town = this.origin();
    return this.routeIndex && town && this.routes.length ? this.say.nearest(this.routes, town, this.routeIndex.heading(town)) : "";
  }
}

/**
 * @param {Set<Aspect>} changed
 * @returns {boolean} whether another answer may be due
 */
export function isAsked(changed) {
  return changed.has("question") || changed.has("moment") || changed.has("from");
}

/**
 * A moment at which something changes: a bare day, if noon of that day sees the change.
 * @param {Data} data
 * @param {Pick<Change, "crossing" | "minute" | "after">} change
 * @returns {Asking["on"]}
 */
export function stopOf(data, { crossing, minute, after }) {
  const clock = data.clocks[crossing.clock];
  const day = dayOf(clock, minute);
  const middle = noon(clock, day);
  return minute <= middle && middle < after.until ? { day } : { minute };
}
