/** What is known of a crossing, to be read. */

import { element, link, mark } from "./dom.js";

/**
 * @typedef {object} Item
 * @property {string} text
 * @property {[string, string][]} [rows]
 * @property {string[]} [sources]
 */

/**
 * @param {any} crossing
 * @param {Record<string, any>} data the tables that crossings share
 * @returns {HTMLElement}
 */
export function card(crossing, data) {
  const heading = element("h2", { tabindex: "-1" }, crossing.name);
  return element(
    "article",
    { class: "borders-card", "aria-label": crossing.name },
    element("p", { class: "borders-kicker" }, crossing.place),
    heading,
    element(
      "p",
      { class: `borders-verdict borders-${crossing.status}` },
      mark(crossing.status),
      element("strong", {}, crossing.word),
      element("span", {}, crossing.period),
    ),
    element("p", { class: "borders-sentence" }, crossing.sentence),
    ...crossing.sections.map(([title, items]) => section(title, items, data)),
  );
}

/**
 * @param {string} title
 * @param {(Item | string | number)[]} items an index is of a measure that crossings share
 * @param {Record<string, any>} data
 * @returns {HTMLElement}
 */
function section(title, items, data) {
  const whole = items.map((item) => (typeof item === "number" ? data.measures[item] : item));
  const list = element("ul", {}, ...whole.map((item) => entry(item, data.sources)));
  return element("section", {}, element("h3", {}, title), list);
}

/**
 * @param {Item | string} item
 * @param {Record<string, any>} table sources by id
 * @returns {HTMLElement}
 */
export function entry(item, table) {
  if (typeof item === "string") return element("li", {}, item);
  const rows = (item.rows ?? []).flatMap(([term, text]) => [
    element("dt", {}, term),
    element("dd", {}, text),
  ]);
  const node = element("li", {}, element("p", {}, item.text));
  if (rows.length) node.append(element("dl", {}, ...rows));
  if (item.sources?.length) node.append(sources(item.sources, table));
  return node;
}

/**
 * @param {string[]} ids
 * @param {Record<string, any>} table
 * @returns {HTMLElement}
 */
function sources(ids, table) {
  const items = ids.map((id) => {
    const { title, url, by } = table[id];
    return element("li", {}, link(title, url), " ", element("span", {}, by));
  });
  const count = ids.length === 1 ? "1 source" : `${ids.length} sources`;
  const list = element("ul", {}, ...items);
  return element("details", { class: "borders-sources" }, element("summary", {}, count), list);
}
