/** All that a reader may name, with what it is called in every language of the page. */

import { folded, kilometres, likeness, nearness } from "./search.js";
import { Translator } from "./sentences.js";

/** @import { Town } from "./routes.js" */
/** @import { Messages } from "./sentences.js" */
/** @import { Crossing, Data } from "./verdicts.js" */

/** @typedef {"country" | "nationality" | "paper" | "mode" | "direction" | "crossing" | "state" | "standing" | "town" | "origin" | "lang"} Kind */

/**
 * @typedef {object} Named
 * @property {string} value as links have it
 * @property {string[]} names folded
 */

/** How many near matches are told. */
const FEW = 3;

/** Each kind of name is collected when it is first asked for. */
export class Names {
  #data;
  #messages;
  /** @type {Town[]} */
  #towns;
  /** @type {Map<Kind, Named[]>} */
  #known = new Map();
  /** @type {Translator[]} */
  #tongues = [];

  /**
   * @param {Data} data
   * @param {Record<string, Messages>} messages by language
   * @param {Town[]} towns
   */
  constructor(data, messages, towns) {
    this.#data = data;
    this.#messages = messages;
    this.#towns = towns;
  }

  /**
   * @param {Kind} kind
   * @returns {Named[]}
   */
  all(kind) {
    let named = this.#known.get(kind);
    if (!named) {
      named = this.#collected(kind).map(({ value, names }) => ({
        value,
        names: [...new Set([value, ...names].map((name) => folded(name).trim()))].filter(Boolean),
      }));
      this.#known.set(kind, named);
    }
    return named;
  }

  /**
   * @param {Kind} kind
   * @param {string} value
   * @returns {string[]} what it is called, folded
   */
  of(kind, value) {
    return this.all(kind).find((named) => named.value === value)?.names ?? [];
  }

  /**
   * What a text means and nothing else of its kind.
   * @param {Kind} kind
   * @param {string} text
   * @returns {string | null}
   */
  meant(kind, text) {
    const called = this.#called(kind, text);
    return called.length === 1 ? called[0] : null;
  }

  /**
   * @param {Kind} kind
   * @param {string} text
   * @returns {string[]} values of what is called just so
   */
  #called(kind, text) {
    const typed = folded(text).trim();
    return this.all(kind).flatMap(({ value, names }) => (names.includes(typed) ? [value] : []));
  }

  /**
   * What a text may mean: what is called so, begins so, or is called nearly so.
   * @param {Kind} kind
   * @param {string} text
   * @returns {string[]} values, the nearest first
   */
  near(kind, text) {
    if (!folded(text).trim()) return [];
    const ranked = this.all(kind).map(({ value, names }) => {
      const like = likeness(text, names);
      const far = like < Infinity ? like / 4 : nearness(text, names);
      return /** @type {const} */ ([far, value]);
    });
    const close = ranked.filter(([far]) => far < Infinity).sort(([a], [b]) => a - b);
    return close.slice(0, FEW).map(([, value]) => value);
  }

  /**
   * @param {string} text
   * @returns {Town | null} the town that is called so; of several the largest
   */
  town(text) {
    const called = this.#called("town", text).flatMap((value) => this.townAt(value));
    return called.sort((a, b) => b.size - a.size)[0] ?? null;
  }

  /**
   * @param {string} value of the kind "town"
   * @returns {Town[]}
   */
  townAt(value) {
    return this.#towns.slice(Number(value), Number(value) + 1);
  }

  /**
   * @param {{lon: number, lat: number}} place
   * @param {(crossing: Crossing) => boolean} isMeant
   * @returns {[Crossing, number][]} the crossings with how many kilometres away they are, nearest first
   */
  nearest(place, isMeant = () => true) {
    const placed = this.#data.crossings.flatMap((crossing) =>
      crossing.place && isMeant(crossing) ? [/** @type {[Crossing, number]} */ ([crossing, kilometres(place, crossing.place)])] : [],
    );
    return placed.sort(([, a], [, b]) => a - b).slice(0, FEW);
  }

  /** One translator for each language. */
  #says() {
    if (!this.#tongues.length) this.#tongues = this.#data.languages.map((language) => new Translator(this.#data, this.#messages, language));
    return this.#tongues;
  }

  /**
   * @param {Kind} kind
   * @returns {Named[]} folded or not
   */
  #collected(kind) {
    const data = this.#data;
    const worded = (/** @type {string[]} */ values, /** @type {string} */ prefix) =>
      values.map((value) => ({ value, names: this.#says().map((say) => say.t(`${prefix}.${value}`)) }));
    if (kind === "mode") return worded(data.modes, "mode");
    if (kind === "standing") return worded(Object.keys(data.styles), "standing");
    if (kind === "state") return this.all("country").filter(({ value }) => data.crossings.some(({ neighbour }) => neighbour === value));
    if (kind === "direction") return worded(["out", "in"], "direction");
    if (kind === "paper") return Object.entries(data.words.paper).map(([value, wording]) => ({ value, names: data.languages.map((language) => wording[language]) }));
    if (kind === "lang") return data.languages.map((value) => ({ value, names: [this.#messages[value]["lang.name"], ...this.#tagsOf(value)].map(String) }));
    if (kind === "origin") return this.#towns.flatMap(({ slug, name, names }) => (slug ? [{ value: slug, names: [name, ...Object.values(names)] }] : []));
    if (kind === "town") return this.#towns.map(({ name, names }, i) => ({ value: String(i), names: [name, ...Object.values(names)] }));
    if (kind === "crossing") {
      return data.crossings.map(({ id, names, aliases = [] }) => ({ value: id, names: [...names.flatMap((each) => Object.values(each).map(String)), ...aliases] }));
    }
    return kind === "nationality" ? [...this.all("country"), ...this.#groups()] : this.#countries();
  }

  /** @returns {Named[]} of countries, and who is a citizen of none */
  #groups() {
    const { groups, languages, stateless } = this.#data;
    const none = this.#says().map((say) => say.nationality(stateless));
    return [
      ...Object.entries(groups).map(([value, group]) => ({ value, names: languages.flatMap((language) => [group[language], group[language].replace(/^the /, ""), group.member?.[language] ?? ""]) })),
      { value: stateless, names: ["stateless", ...none] },
    ];
  }

  /** @returns {Named[]} */
  #countries() {
    const shorts = this.#says().map(({ language }) => new Intl.DisplayNames(this.#messages[language].cldr.tag, { type: "region", style: "short" }));
    return this.#data.countries.map((value, i) => ({
      value,
      names: [
        ...this.#says().flatMap((say, at) => [say.place(value), shorts[at].of(value) ?? "", ...say.t("pick.also", { code: value }).split(", ")]),
        ...this.#data.longer[i].split(" "),
      ],
    }));
  }

  /**
   * @param {string} language
   * @returns {string[]} what it is called in each language of the page
   */
  #tagsOf(language) {
    return this.#data.languages.map((tag) => new Intl.DisplayNames(tag, { type: "language" }).of(language) ?? "");
  }
}
