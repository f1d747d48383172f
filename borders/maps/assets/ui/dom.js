/** The only ways in which this page makes elements: texts are text, and only web links are links. */

import { standingOf } from "../core/verdicts.js";

/** @import { Translator } from "../core/sentences.js" */
/** @import { Standing, Verdict } from "../core/verdicts.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children; children that are strings become text.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * A part of a drawing.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function drawn(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * One of the symbols of the page.
 * @param {string} symbol
 * @param {string} className
 * @returns {SVGElement}
 */
export function icon(symbol, className = "borders-icon") {
  const use = drawn("use", { href: `#borders-${symbol}` });
  return drawn("svg", { class: className, "aria-hidden": "true", focusable: "false" }, use);
}

/**
 * The mark of a standing; of what is not known in the tint of what was known last.
 * @param {Standing} standing
 * @param {Standing | null} last
 * @returns {SVGElement}
 */
export function standingIcon(standing, last = null) {
  return icon(standing, last === null ? "borders-mark" : `borders-mark borders-was-${last}`);
}

/**
 * The mark of a verdict.
 * @param {Verdict} verdict
 * @returns {SVGElement}
 */
export function verdictIcon(verdict) {
  if (!verdict.serves) return icon("unserved", "borders-mark");
  return standingIcon(standingOf(verdict), verdict.last && standingOf(verdict.last));
}

/**
 * Make what is pressed in a node one stop of the tab key, between which the arrows lead.
 * @param {HTMLElement} node
 * @returns {(chosen?: HTMLElement) => void} what says anew which is the stop, the first if none
 */
export function oneStop(node) {
  const all = () => /** @type {HTMLElement[]} */ ([...node.querySelectorAll("a, button")]);
  const stop = (/** @type {HTMLElement | undefined} */ chosen) => all().forEach((each, i) => (each.tabIndex = (chosen ? each === chosen : i === 0) ? 0 : -1));
  node.addEventListener("focusin", ({ target }) => stop(/** @type {HTMLElement} */ (target)));
  node.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const items = all();
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (!step || at < 0) return;
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  });
  return stop;
}

/**
 * A button of the page.
 * @param {string} className
 * @param {(event: Event) => void} act
 * @param {...(Node | string)} children
 * @returns {HTMLButtonElement}
 */
export function button(className, act, ...children) {
  const node = /** @type {HTMLButtonElement} */ (element("button", { type: "button", class: className }, ...children));
  node.addEventListener("click", act);
  return node;
}

/**
 * Say what a button or field is that shows no word of it.
 * @param {Element} node
 * @param {string} text
 */
export function entitle(node, text) {
  node.setAttribute("aria-label", text);
  node.setAttribute("title", text);
}

/**
 * Give an element another text; one that has it already is left alone, and what it takes up with it.
 * @param {Element} node
 * @param {string} text
 */
export function tell(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Mark the one of several that is shown now, or no longer.
 * @param {Element | null | undefined} node
 * @param {boolean} isCurrent
 */
export function setCurrent(node, isCurrent) {
  if (isCurrent) node?.setAttribute("aria-current", "true");
  else node?.removeAttribute("aria-current");
}

/**
 * A text that is English in every language of the page, and is marked as such in the others.
 * @param {Translator} say
 * @param {string} tag
 * @param {string} text
 * @returns {HTMLElement}
 */
export function english(say, tag, text) {
  const mark = say.t("english");
  return mark ? element(tag, {}, element("span", { lang: "en" }, text), ` ${mark}`) : element(tag, { lang: "en" }, text);
}

/**
 * @param {string} url without its `https:`, as the data write it, or any other
 * @returns {string} the whole address
 */
export function address(url) {
  return url.startsWith("//") ? `https:${url}` : url;
}

/**
 * A text that leads to a page of the web; any other address leaves it a text.
 * @param {string} text
 * @param {string} url
 * @returns {HTMLElement}
 */
export function link(text, url) {
  return /^https?:\/\/[^\s]+$/i.test(url)
    ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text)
    : element("span", {}, text);
}

/** @type {Map<string, string>} the properties that were read, until they may be others */
const values = new Map();

/** Read properties anew: the theme, the paper or the size of the screen is another. */
export function restyled() {
  values.clear();
}

/**
 * A property of the style sheet: a colour as it is now, light or dark, or a font. Each is read once,
 * as to read one lays out anew all that was moved before.
 * @param {string} name
 * @returns {string}
 */
export function cssValue(name) {
  let value = values.get(name);
  if (value === undefined) values.set(name, (value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()));
  return value;
}

/**
 * How many times larger all is on a large screen.
 * @returns {number}
 */
export function grown() {
  return Number(cssValue("borders-grown")) || 1;
}
