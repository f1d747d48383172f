/** A field in which one of many things is chosen, found by typing; where several may be, one more at a time. */

import { button, element } from "./dom.js";
import { folded, likeness } from "../core/search.js";

/**
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} text
 * @property {string[]} also other names under which it is found, already folded
 */

/**
 * @typedef {object} Picking
 * @property {string} id
 * @property {string} empty the key of what stands in the field where nothing is chosen
 * @property {number} chips how many must be chosen to stand below the field, each by itself; 0: only one may be
 * @property {() => {heading: string, choices: Choice[]}[]} groups
 * @property {(text: string) => {heading: string, choices: Choice[]}[]} [find] what is found by what is typed;
 *   left out: those of the groups that are called so
 * @property {(value: string) => string} nameOf
 * @property {(key: string, values?: Record<string, string>) => string} t a text of the page
 * @property {(values: string[]) => void} choose
 */

/** A text field with a list of what may be chosen. */
export class Combobox {
  #picking;
  #input;
  #list;
  #clear;
  #add;
  #chips;
  /** @type {string[]} */
  #values = [];
  #typed = false;
  #adding = false;
  /** @type {HTMLElement | null} the option that is pointed at */
  #active = null;

  /** @param {Picking} picking */
  constructor(picking) {
    const { id, chips } = picking;
    this.#picking = picking;
    this.#input = /** @type {HTMLInputElement} */ (
      element("input", {
        id,
        type: "text",
        role: "combobox",
        autocomplete: "off",
        spellcheck: "false",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": `${id}-list`,
      })
    );
    this.#list = element("div", { id: `${id}-list`, role: "listbox", class: "borders-list" });
    if (chips) this.#list.setAttribute("aria-multiselectable", "true");
    this.#list.hidden = true;
    this.#clear = button("borders-clear", () => (this.#picking.choose([]), this.#input.focus()), "×");
    this.#add = button("borders-add", () => this.#another(), "+");
    this.#chips = element("ul", { class: "borders-chips" });
    this.node = element("div", {}, element("div", { class: "borders-pick" }, this.#input, this.#add, this.#clear, this.#list), this.#chips);
    this.#listen();
  }

  #listen() {
    const [input, list] = [this.#input, this.#list];
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => this.#open());
    input.addEventListener("input", () => {
      this.#typed = true;
      this.#open();
    });
    input.addEventListener("blur", () => this.#close());
    input.addEventListener("keydown", (event) => this.#keyed(event));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (option) this.#take(/** @type {HTMLElement} */ (option), isBeside(event));
    });
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isOpen = !this.#list.hidden;
    if (step) {
      event.preventDefault();
      if (isOpen) this.#move(step);
      else this.#open();
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (this.#active) this.#take(this.#active, isBeside(event));
      else this.#close();
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Backspace" && this.#input.value === "" && this.#isApart()) this.#picking.choose(this.#values.slice(0, -1));
  }

  /**
   * Point at the next option, or the one before.
   * @param {number} step
   */
  #move(step) {
    const options = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll("[role=option]")]);
    if (!options.length) return;
    const at = this.#active ? options.indexOf(this.#active) : step > 0 ? -1 : 0;
    this.#point(options[(at + step + options.length) % options.length]);
  }

  /** Whether what is chosen stands below the field, each by itself. */
  #isApart() {
    const { chips } = this.#picking;
    return chips > 0 && this.#values.length >= chips;
  }

  /** Whether what is chosen next comes beside what is chosen. */
  #isMore() {
    return this.#adding || this.#isApart();
  }

  /** Show in the field what is chosen, not what was typed. */
  #settle() {
    const { nameOf, t, empty } = this.#picking;
    this.#input.value = this.#isMore() ? "" : this.#values.map(nameOf).join();
    this.#input.title = this.#input.value;
    this.#input.placeholder = t(this.#isMore() ? "pick.add" : empty);
    this.#typed = false;
  }

  #another() {
    this.#adding = true;
    this.#settle();
    this.#input.focus();
    this.#open();
  }

  /** @param {HTMLElement | null} option */
  #point(option) {
    this.#active?.classList.remove("borders-active");
    this.#active = option;
    option?.classList.add("borders-active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #fill() {
    const { id, groups, find, t } = this.#picking;
    const wanted = this.#typed ? this.#input.value : "";
    /** @type {[number, string][]} */
    const ranks = [];
    const nodes = (find?.(wanted) ?? groups()).flatMap(({ heading, choices }, i) => {
      const matching = choices.filter((choice) => {
        if (find) return ranks.push([i, choice.value]);
        const rank = likeness(wanted, [folded(choice.text), ...choice.also, folded(choice.value)]);
        if (rank < Infinity) ranks.push([rank, choice.value]);
        return rank < Infinity;
      });
      return matching.length || find ? [group(`${id}-${i}`, heading, matching.map((choice) => option(id, choice, this.#values)))] : [];
    });
    this.#list.replaceChildren(...(nodes.length ? nodes : [element("p", {}, t("pick.empty"))]));
    const [best] = ranks.sort(([a], [b]) => a - b);
    const likeliest = wanted ? best && `#${CSS.escape(`${id}-of-${best[1]}`)}` : "[aria-selected=true]";
    this.#point(likeliest ? this.#list.querySelector(likeliest) : null);
  }

  #open() {
    if (this.#list.hidden) {
      const { left } = this.node.getBoundingClientRect();
      this.#list.classList.toggle("borders-leftward", left > document.documentElement.clientWidth / 2);
      this.#list.hidden = false;
      this.#input.setAttribute("aria-expanded", "true");
    }
    this.#fill();
  }

  #close() {
    const isEmptied = this.#typed && !this.#input.value.trim() && this.#values.length > 0 && !this.#isMore();
    this.#adding = false;
    if (!this.#list.hidden) {
      this.#list.hidden = true;
      this.#input.setAttribute("aria-expanded", "false");
      this.#point(null);
    }
    if (isEmptied) this.#picking.choose([]);
    this.#settle();
  }

  /**
   * @param {HTMLElement} option
   * @param {boolean} beside what is chosen already
   */
  #take(option, beside) {
    const value = /** @type {string} */ (option.dataset.value);
    const without = this.#values.filter((chosen) => chosen !== value);
    const next = without.length < this.#values.length ? without : [...this.#values, value];
    const values = this.#picking.chips && (beside || this.#isMore()) ? next : [value];
    this.#close();
    this.#picking.choose(values);
  }

  /** @returns {HTMLElement} the text field */
  get input() {
    return this.#input;
  }

  /**
   * Find what is called so, as if it had been typed.
   * @param {string} text
   */
  type(text) {
    this.#input.focus();
    this.#input.value = text;
    this.#typed = true;
    this.#open();
  }

  /**
   * Show what is chosen.
   * @param {string[]} values
   * @param {string} label of the field
   */
  show(values, label) {
    const { chips, t } = this.#picking;
    this.#values = values;
    const isApart = this.#isApart();
    this.#clear.hidden = values.length === 0 || isApart;
    this.#clear.setAttribute("aria-label", `${t("pick.clear")}: ${label}`);
    this.#add.hidden = !chips || values.length === 0 || isApart;
    this.#add.title = t("pick.add");
    this.#add.setAttribute("aria-label", `${this.#add.title}: ${label}`);
    this.#list.setAttribute("aria-label", label);
    this.#chips.setAttribute("aria-label", label);
    this.#chips.hidden = !isApart;
    this.#chips.replaceChildren(...(isApart ? values.map((value, i) => this.#chip(value, i)) : []));
    if (this.#list.hidden) this.#settle();
  }

  /**
   * One of several that are chosen, with its way out.
   * @param {string} value
   * @param {number} i
   * @returns {HTMLElement}
   */
  #chip(value, i) {
    const name = this.#picking.nameOf(value);
    const drop = () => {
      this.#picking.choose(this.#values.filter((chosen) => chosen !== value));
      const others = this.#chips.querySelectorAll("button");
      (others[Math.min(i, others.length - 1)] ?? this.#input).focus();
    };
    const out = button("borders-drop", drop, "×");
    out.setAttribute("aria-label", this.#picking.t("pick.remove", { name }));
    return element("li", {}, element("span", {}, name), out);
  }
}

/**
 * @param {MouseEvent | KeyboardEvent} event
 * @returns {boolean} whether the reader holds a key with which more is chosen, not otherwise
 */
function isBeside({ ctrlKey, metaKey, shiftKey }) {
  return ctrlKey || metaKey || shiftKey;
}

/**
 * @param {string} id
 * @param {string} heading
 * @param {HTMLElement[]} options
 * @returns {HTMLElement}
 */
function group(id, heading, options) {
  if (!heading) return element("div", { role: "group" }, ...options);
  const title = element("div", { id, class: "borders-heading", role: "presentation" }, heading);
  return element("div", { role: "group", "aria-labelledby": id }, title, ...options);
}

/**
 * @param {string} id of the field
 * @param {Choice} choice
 * @param {string[]} values
 * @returns {HTMLElement}
 */
function option(id, { value, text }, values) {
  const selected = String(values.includes(value));
  const attributes = { role: "option", id: `${id}-of-${value}`, "aria-selected": selected, "data-value": value };
  return element("div", attributes, text);
}
