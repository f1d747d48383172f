/** The named events above the bar of time: labels beside their ticks, or numbers where there is no room. */

import { button, element, entitle } from "./dom.js";
import { eventsOf, spots } from "../core/time_bar.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { NamedEvent } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** Pixels from the ends of the track to those of its scale. */
const INSET = 9;
/** Pixels of a row of labels. */
const HIGH = 16;

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {[string, string]} extent first and last day of the scale
 * @returns {Part & {list: HTMLElement}} a list besides, shown where the ticks are but numbers
 */
export function eventTicks(answers, actions, [first, last]) {
  const node = element("div", { class: "borders-turns" });
  const list = element("ul", { class: "borders-turn-list", hidden: "" });
  /** @type {NamedEvent[]} */
  let events = [];
  /** @type {HTMLElement[]} */
  let labels = [];
  const part = (/** @type {string} */ day) => (Date.parse(day) - Date.parse(first)) / (Date.parse(last) - Date.parse(first) || 1);
  const named = (/** @type {NamedEvent} */ { day }, /** @type {string} */ text) => button("borders-turn-name", () => actions.set({ on: { day } }), text);
  const place = () => {
    const room = node.clientWidth;
    if (!room || !labels.length) return;
    const scale = room - 2 * INSET;
    const ticks = (/** @type {boolean} */ isShort) => events.map(({ day }, i) => {
      labels[i].textContent = isShort ? String(i + 1) : events[i].words[answers.state.lang];
      return { x: INSET + scale * part(day), width: labels[i].offsetWidth };
    });
    const whole = ticks(false);
    const wholly = spots(whole, room);
    const shown = wholly ?? spots(ticks(true), room) ?? [];
    list.hidden = wholly !== null;
    const high = HIGH * (1 + Math.max(0, ...shown.map(({ row }) => row)));
    node.style.height = `${high}px`;
    node.replaceChildren(...shown.flatMap(({ row, left }, i) => {
      const line = element("span", { class: "borders-turn-tick" });
      Object.assign(line.style, { left: `${whole[i].x}px`, height: `${HIGH * (row + 1)}px` });
      Object.assign(labels[i].style, { left: `${left}px`, bottom: `${HIGH * row}px` });
      return [line, labels[i]];
    }));
  };
  new ResizeObserver(place).observe(node);
  return {
    node,
    list,
    render(changed) {
      if (!changed.has("question") && !changed.has("lang")) return;
      const { say, data, state } = answers;
      events = eventsOf(data, state).filter(({ day }) => first <= day && day <= last);
      const titles = events.map((event) => `${say.date(event.day)}: ${event.words[state.lang]}`);
      labels = events.map((event, i) => {
        const label = named(event, event.words[state.lang]);
        entitle(label, titles[i]);
        return label;
      });
      node.replaceChildren(...labels);
      node.hidden = !events.length;
      list.replaceChildren(...events.map((event, i) => element("li", {}, named(event, `${i + 1}. ${titles[i]}`))));
      place();
    },
  };
}
