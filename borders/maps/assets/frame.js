/** What is printed around the map. */

import { entry } from "./card.js";
import { element, link, mark } from "./dom.js";

/**
 * @param {L.Map} map
 * @param {any} data what `content.py` returns
 */
export function frame(map, data) {
  document.documentElement.classList.add("borders-page");
  document.title = data.title;
  fill("borders-title", data.title);
  fill("borders-deck", data.deck);
  document.querySelector("#borders-legend ul")?.replaceChildren(
    ...data.legend.map(({ status, text }) => element("li", {}, mark(status), element("span", {}, text))),
  );
  fill("borders-notes", ...notes(data));
  order(map.getContainer());
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", data.mapLabel);
  map.attributionControl?.setPrefix('<a href="https://leafletjs.com" rel="noopener noreferrer">Leaflet</a>');
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  map.invalidateSize({ animate: false });
  if (data.bounds) map.fitBounds(data.bounds, { padding: [24, 24], animate: false });
}

/**
 * @param {string} id
 * @param {...(Node | string)} content
 */
function fill(id, ...content) {
  document.getElementById(id)?.replaceChildren(...content);
}

/**
 * The head before the map and the foot after it, in the order of reading too.
 * @param {HTMLElement} container
 */
function order(container) {
  const head = document.querySelector(".borders-head");
  const foot = document.querySelector(".borders-foot");
  if (head) container.before(head);
  if (foot) container.after(foot);
}

/**
 * @param {any} data
 * @returns {Node[]}
 */
function notes(data) {
  const made = data.notes.map(([term, text]) =>
    element("p", {}, ...(term ? [element("b", {}, term), " "] : []), text),
  );
  const credits = data.credits.flatMap(([text, url]) => [link(text, url), " "]);
  made.push(element("p", {}, ...credits));
  if (data.advice.length) {
    const items = data.advice.map((item) => entry(item, data.sources));
    const summary = element("summary", {}, data.adviceTitle);
    made.unshift(element("details", {}, summary, element("ul", {}, ...items)));
  }
  return made;
}
