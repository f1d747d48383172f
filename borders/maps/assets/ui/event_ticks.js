/** The named events above the bar of time: labels beside their ticks, or numbers where there is no room. */

import { button, element, entitle, oneStop } from "./dom.js";
import { daysBetween } from "../core/clock.js";
import { eventsOf, spots } from "../core/time_bar.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { NamedEvent } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** Pixels from the ends of the track to those of its scale. */
const INSET = 9;
/** Pixels of a row of names, which are pressed, and of numbers, which are not. */
const NAMES = 24;
const NUMBERS = 16;

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {[string, string]} extent first and last day of the scale
 * @returns {Part & {list: HTMLElement}} a list besides, shown where the ticks are but numbers
 */
export function eventTicks(answers, actions, [first, last]) {
  const node = element("div", { class: "borders-turns" });
  const list = element("ul", { class: "borders-turn-list", hidden: "" });
  const stops = [node, list].map(oneStop);
  /** @type {NamedEvent[]} */
  let events = [];
  const part = (/** @type {string} */ day) => daysBetween(first, day) / (daysBetween(first, last) || 1);
  const titled = (/** @type {NamedEvent} */ { day, words }) => `${answers.say.date(day)}: ${words[answers.state.lang]}`;
  const named = (/** @type {NamedEvent} */ event, /** @type {string} */ text) => {
    const go = () => actions.set({ on: { day: event.day } });
    return button("borders-turn-name", go, text);
  };
  const name = (/** @type {NamedEvent} */ event) => {
    const label = named(event, event.words[answers.state.lang]);
    entitle(label, titled(event));
    return label;
  };
  const number = (/** @type {NamedEvent} */ event, /** @type {number} */ i) => element("span", { class: "borders-turn-number", "aria-hidden": "true", title: titled(event) }, String(i + 1));
  /**
   * @param {(event: NamedEvent, i: number) => HTMLElement} make
   * @param {number} high
   * @returns {boolean} whether there is room for all
   */
  const placed = (make, high) => {
    const labels = events.map(make);
    node.replaceChildren(...labels);
    const room = node.clientWidth;
    const ticks = events.map(({ day }, i) => ({ x: INSET + (room - 2 * INSET) * part(day), width: labels[i].offsetWidth }));
    const chosen = spots(ticks, room);
    chosen?.forEach(({ row, left }, i) => {
      const line = element("span", { class: "borders-turn-tick" });
      Object.assign(line.style, { left: `${ticks[i].x}px`, height: `${high * (row + 1)}px` });
      Object.assign(labels[i].style, { left: `${left}px`, bottom: `${high * row}px` });
      node.append(line);
    });
    node.style.height = `${high * (1 + Math.max(0, ...(chosen ?? []).map(({ row }) => row)))}px`;
    return chosen !== null;
  };
  let width = 0;
  const place = () => {
    width = node.clientWidth;
    if (!width) return;
    const isNamed = placed(name, NAMES);
    list.hidden = isNamed;
    if (!isNamed && !placed(number, NUMBERS)) node.replaceChildren();
    for (const stop of stops) stop();
  };
  new ResizeObserver(() => void (node.clientWidth === width || place())).observe(node);
  return {
    node,
    list,
    render(changed) {
      if (!changed.has("question") && !changed.has("lang")) return;
      events = eventsOf(answers.data, answers.state).filter(({ day }) => first <= day && day <= last);
      node.hidden = !events.length;
      list.replaceChildren(...events.map((event, i) => element("li", {}, named(event, `${i + 1}. ${titled(event)}`))));
      if (node.isConnected) place(); // at first too, or the map would be fitted twice
    },
  };
}
