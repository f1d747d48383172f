/** A field in which one of many things is chosen, found by typing; where several may be, one more at a time. */

import { button, element } from "./dom.js";
import { folded, matches } from "../core/search.js";

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
 * @property {(value: string) => string} named
 * @property {(key: string, values?: Record<string, string>) => string} said
 * @property {(values: string[]) => void} chosen
 */

/**
 * @typedef {object} Picker
 * @property {HTMLElement} node
 * @property {HTMLInputElement} input
 * @property {(values: string[], label: string) => void} show
 */

/**
 * @param {Picking} picking
 * @returns {Picker}
 */
export function picker(picking) {
  const { id, chips, said } = picking;
  const input = /** @type {HTMLInputElement} */ (
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
  const list = element("div", { id: `${id}-list`, role: "listbox", class: "borders-list" });
  if (chips) list.setAttribute("aria-multiselectable", "true");
  list.hidden = true;
  const clear = button("borders-clear", () => (choose([]), input.focus()), "×");
  const add = button("borders-add", () => another(), "+");
  const field = element("div", { class: "borders-pick" }, input, add, clear, list);
  const held = element("ul", { class: "borders-chips" });
  const node = element("div", {}, field, held);
  /** @type {string[]} */
  let values = [];
  let typed = false;
  let adding = false;
  /** @type {HTMLElement | null} */
  let active = null;

  const choose = (/** @type {string[]} */ next) => picking.chosen(next);
  const apart = () => chips > 0 && values.length >= chips;
  const more = () => adding || apart();
  const settle = () => {
    input.value = more() ? "" : values.map(picking.named).join();
    input.title = input.value;
    input.placeholder = said(more() ? "pick.add" : picking.empty);
    typed = false;
  };
  const another = () => {
    adding = true;
    settle();
    input.focus();
    open();
  };
  const point = (/** @type {HTMLElement | null} */ option) => {
    active?.classList.remove("borders-active");
    active = option;
    option?.classList.add("borders-active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const fill = () => {
    const wanted = typed ? input.value : "";
    /** @type {[number, string][]} */
    const ranks = [];
    const groups = picking.groups().flatMap(({ heading, choices }, i) => {
      const found = choices.filter((one) => {
        const rank = likeness(wanted, [folded(one.text), ...one.also, folded(one.value)]);
        if (rank < Infinity) ranks.push([rank, one.value]);
        return rank < Infinity;
      });
      return found.length ? [group(`${id}-${i}`, heading, found.map((one) => option(id, one, values)))] : [];
    });
    list.replaceChildren(...(groups.length ? groups : [element("p", {}, said("pick.empty"))]));
    const [best] = ranks.sort(([a], [b]) => a - b);
    const likeliest = wanted ? best && `#${CSS.escape(`${id}-of-${best[1]}`)}` : "[aria-selected=true]";
    point(likeliest ? list.querySelector(likeliest) : null);
  };
  const open = () => {
    if (list.hidden) {
      const { left } = node.getBoundingClientRect();
      list.classList.toggle("borders-leftward", left > document.documentElement.clientWidth / 2);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    fill();
  };
  const close = () => {
    const emptied = typed && !input.value.trim() && values.length > 0 && !more();
    adding = false;
    if (!list.hidden) {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      point(null);
    }
    if (emptied) choose([]);
    settle();
  };
  const take = (/** @type {HTMLElement} */ option, /** @type {boolean} */ beside) => {
    const value = /** @type {string} */ (option.dataset.value);
    const without = values.filter((one) => one !== value);
    const next = without.length < values.length ? without : [...values, value];
    const whole = chips && (beside || more()) ? next : [value];
    close();
    choose(whole);
  };
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", open);
  input.addEventListener("input", () => {
    typed = true;
    open();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    if (option) take(/** @type {HTMLElement} */ (option), event.ctrlKey || event.metaKey || event.shiftKey);
  });
  input.addEventListener("keydown", (event) => {
    const options = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open();
      else if (options.length) {
        const at = active ? options.indexOf(active) : step > 0 ? -1 : 0;
        point(options[(at + step + options.length) % options.length]);
      }
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active) take(active, event.ctrlKey || event.metaKey || event.shiftKey);
      else close();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && input.value === "" && apart()) choose(values.slice(0, -1));
  });
  return {
    node,
    input,
    show(next, label) {
      values = next;
      clear.hidden = next.length === 0 || apart();
      clear.setAttribute("aria-label", `${said("pick.clear")}: ${label}`);
      add.hidden = !chips || next.length === 0 || apart();
      add.title = said("pick.add");
      add.setAttribute("aria-label", `${add.title}: ${label}`);
      list.setAttribute("aria-label", label);
      held.setAttribute("aria-label", label);
      held.hidden = !apart();
      held.replaceChildren(...(apart() ? next.map(chip) : []));
      if (list.hidden) settle();
    },
  };

  /**
   * One of several that are chosen, with its way out.
   * @param {string} value
   * @param {number} i
   * @returns {HTMLElement}
   */
  function chip(value, i) {
    const name = picking.named(value);
    const drop = () => {
      choose(values.filter((one) => one !== value));
      const others = held.querySelectorAll("button");
      (others[Math.min(i, others.length - 1)] ?? input).focus();
    };
    const out = button("borders-drop", drop, "×");
    out.setAttribute("aria-label", said("pick.remove", { name }));
    return element("li", {}, element("span", {}, name), out);
  }
}

/**
 * How little a choice is like what was typed: 0 where one of its names is just that, 1 where the one
 * shown begins with it, 2 where another does, 3 where each word begins some word.
 * @param {string} wanted
 * @param {string[]} names folded, the one that is shown first
 * @returns {number} Infinity where it is not meant at all
 */
function likeness(wanted, names) {
  const typed = folded(wanted).trim();
  if (names.includes(typed)) return 0;
  const begun = names.findIndex((name) => name.startsWith(typed));
  if (begun >= 0) return begun ? 2 : 1;
  return matches(wanted, names.join(" ")) ? 3 : Infinity;
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
