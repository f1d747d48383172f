/** The whole history of one crossing as a strip, and as a list. */

import { button, drawn, element, setCurrent, standingIcon } from "./dom.js";
import { NEVER, dayOf } from "../core/clock.js";
import { stopOf } from "../core/answers.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Crossing, Data, Period, Standing } from "../core/verdicts.js" */
/** @import { Actions } from "./types.js" */

/**
 * The first and the last minute of the record.
 * @param {Data} data
 * @returns {number[]}
 */
function endsOf({ span }) {
  return (span ?? [NEVER, NEVER]).map((day) => Date.parse(day) / 6e4);
}

/**
 * Point at the present moment.
 * @param {Answers} answers
 * @param {HTMLElement} body of the card
 */
export function pointed(answers, body) {
  const now = answers.minuteOf(answers.state.on);
  const [start, end] = endsOf(answers.data);
  body.querySelector(".borders-needle")?.setAttribute("transform", `translate(${(((now - start) / (end - start)) * 1000).toFixed(2)})`);
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll(".borders-period"))) {
    const within = Number(node.dataset.since) <= now && now < Number(node.dataset.until);
    setCurrent(node, within);
  }
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {Crossing} crossing
 * @param {Period[]} all
 * @returns {HTMLElement[]}
 */
export function timeline(answers, actions, crossing, all) {
  const { say, data } = answers;
  const [start, end] = endsOf(data);
  const across = (/** @type {number} */ minute) => ((minute - start) / (end - start)) * 1000;
  /** @type {{standing: Standing, since: number, until: number}[]} */
  const merged = [];
  for (const { since, until, ...finding } of all) {
    const [last, standing] = [merged.at(-1), standingOf(finding)];
    if (last?.standing === standing) last.until = until;
    else merged.push({ standing, since, until });
  }
  const bars = merged.map(({ standing, since, until }) =>
    drawn("rect", {
      class: `borders-bar-${standing}`,
      x: across(since).toFixed(2),
      width: Math.max(1.5, across(until) - across(since)).toFixed(2),
      y: (20 - 20 * data.styles[standing].bar).toFixed(1),
      height: (20 * data.styles[standing].bar).toFixed(1),
    }),
  );
  const needle = drawn("path", { class: "borders-needle", "vector-effect": "non-scaling-stroke", d: "M0 0V20" });
  const picture = drawn("svg", { class: "borders-strip", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(drawn("path", { class: "borders-axis", "vector-effect": "non-scaling-stroke", d: "M0 20H1000" }), ...bars, needle);
  picture.addEventListener("click", (event) => {
    const { left, width } = picture.getBoundingClientRect();
    const minute = start + ((event.clientX - left) / width) * (end - start);
    actions.set({ on: { day: dayOf(data.clocks[crossing.clock], minute) } });
  });
  const ends = [start, end].map((minute) => element("span", {}, new Date(minute * 6e4).toISOString().slice(0, 4)));
  const items = [...all].reverse().map((period) => {
    const go = () => actions.set({ on: stopOf(data, { crossing, minute: period.since, after: period }) });
    const text = say.day(period.since, crossing.clock);
    const node = button("borders-period", go, standingIcon(standingOf(period)), element("span", {}, text), element("strong", {}, say.t(`status.${period.status}`)));
    node.dataset.since = String(period.since);
    node.dataset.until = String(period.until);
    return element("li", {}, node);
  });
  const summary = element("summary", {}, say.t("card.periods", { count: all.length }));
  return [
    element("div", { class: "borders-scale" }, picture, element("p", { "aria-hidden": "true" }, ...ends)),
    element("details", { class: "borders-history" }, summary, element("ol", {}, ...items)),
  ];
}
