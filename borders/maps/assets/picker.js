/** A field in which one or several of many things are chosen, found by typing. */

import { button, element } from "./dom.js";
import { folded, matches } from "./search.js";

/**
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} text
 * @property {string} also other names under which it is found, already folded
 */

/**
 * @typedef {object} Picking
 * @property {string} id
 * @property {boolean} several whether more than one may be chosen
 * @property {() => {heading: string, choices: Choice[]}[]} groups
 * @property {(value: string) => string} named
 * @property {(texts: string[]) => string} listed
 * @property {(key: string) => string} said
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
  const { id, several, said } = picking;
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
  if (several) list.setAttribute("aria-multiselectable", "true");
  list.hidden = true;
  const clear = button("borders-clear", () => (choose([]), input.focus()), "×");
  const node = element("div", { class: "borders-pick" }, input, clear, list);
  /** @type {string[]} */
  let values = [];
  let typed = false;
  /** @type {HTMLElement | null} */
  let active = null;

  const choose = (/** @type {string[]} */ next) => picking.chosen(next);
  const settle = () => {
    input.value = picking.listed(values.map(picking.named));
    typed = false;
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
    const groups = picking.groups().flatMap(({ heading, choices }, i) => {
      const found = choices.filter((one) => matches(wanted, `${folded(one.text)} ${one.also} ${one.value.toLowerCase()}`));
      return found.length ? [group(`${id}-${i}`, heading, found.map((one) => option(id, one, values)))] : [];
    });
    list.replaceChildren(...(groups.length ? groups : [element("p", {}, said("pick.empty"))]));
    const options = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
    const begun = options.find((one) => folded(one.textContent ?? "").startsWith(folded(wanted)));
    point(wanted ? (begun ?? options[0] ?? null) : list.querySelector("[aria-selected=true]"));
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
    if (list.hidden) return;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(null);
    if (typed && input.value.trim() === "" && values.length) choose([]);
    settle();
  };
  const take = (/** @type {HTMLElement} */ option, /** @type {boolean} */ more) => {
    const value = /** @type {string} */ (option.dataset.value);
    const without = values.filter((one) => one !== value);
    if (several || more) choose(without.length < values.length ? without : [...values, value]);
    else choose([value]);
    if (several || more) {
      typed = false;
      input.select();
      fill();
      point(list.querySelector(`#${option.id}`));
    } else close();
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
      typed = false;
      close();
    }
  });
  return {
    node,
    input,
    show(next, label) {
      values = next;
      clear.hidden = next.length === 0;
      clear.setAttribute("aria-label", `${said("pick.clear")}: ${label}`);
      list.setAttribute("aria-label", label);
      input.placeholder = said(several ? "pick.none" : "pick.any");
      if (list.hidden) settle();
    },
  };
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
