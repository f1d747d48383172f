/** The whole history of one crossing as a strip, and as a list. */

import { button, drawn, element, setCurrent, standingIcon } from "./dom.js";
import { dayOf } from "../core/clock.js";
import { stopOf } from "../core/answers.js";
import { extent } from "../core/knowledge.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Crossing, Data, Period, Standing } from "../core/verdicts.js" */
/** @import { Actions } from "./types.js" */

/** Units of the height of a strip. */
const HIGH = 20;

/** Years that a strip names at most: a card is narrow. */
const YEARS = 8;

/**
 * The first and the last minute of the scale.
 * @param {Data} data
 * @returns {number[]}
 */
function endsOf(data) {
  return extent(data).map((day) => Date.parse(day) / 6e4);
}

/**
 * The mark of a time over which something is not known, upon one from start to end.
 * @param {number} from minute
 * @param {number} to minute
 * @param {number[]} ends minutes
 * @returns {HTMLElement}
 */
function hatch(from, to, [start, end]) {
  const node = element("div", { class: "borders-hatch" });
  const per = (/** @type {number} */ part) => `${(100 * part).toFixed(2)}%`;
  const whole = end - start || 1;
  Object.assign(node.style, { left: per((from - start) / whole), width: per((to - from) / whole) });
  return node;
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
 * The years that begin on the scale, each second one where there are many.
 * @param {number} start minute
 * @param {number} end minute
 * @returns {[number, number][]} each with its first minute
 */
function yearsBetween(start, end) {
  const [first, last] = [start, end].map((minute) => new Date(minute * 6e4).getUTCFullYear());
  const step = Math.ceil((last - first) / YEARS);
  const all = Array.from({ length: Math.floor((last - first) / step) }, (_, i) => first + 1 + i * step);
  return all.map((year) => [year, Date.UTC(year, 0) / 6e4]);
}

/**
 * A piece of a strip as it stands for a standing.
 * @param {Standing} standing
 * @param {number} bar its part of the height
 * @returns {Element}
 */
function sample(standing, bar) {
  if (standing === "unknown") return element("span", { class: "borders-hatch" });
  const height = (HIGH * bar).toFixed(1);
  const picture = drawn("svg", { viewBox: `0 0 ${HIGH} ${HIGH}`, class: "borders-sample" });
  picture.append(drawn("rect", { class: `borders-bar-${standing}`, width: HIGH, height, y: (HIGH - Number(height)).toFixed(1) }));
  return picture;
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
  for (const period of all) {
    const [standing, last] = [standingOf(period), merged.at(-1)];
    if (last?.standing === standing) last.until = period.until;
    else merged.push({ standing, since: period.since, until: period.until });
  }
  const known = merged.filter(({ standing }) => standing !== "unknown");
  const bars = known.map(({ standing, since, until }) => {
    const height = HIGH * data.styles[standing].bar;
    return drawn("rect", {
      class: `borders-bar-${standing}`,
      x: across(since).toFixed(2),
      width: Math.max(1.5, across(until) - across(since)).toFixed(2),
      y: (HIGH - height).toFixed(1),
      height: height.toFixed(1),
    });
  });
  const edges = [start, ...known.flatMap(({ since, until }) => [since, until]), end];
  const gaps = edges.flatMap((from, i) => (i % 2 || edges[i + 1] <= from ? [] : [hatch(from, edges[i + 1], [start, end])]));
  const needle = drawn("path", { class: "borders-needle", "vector-effect": "non-scaling-stroke", d: `M0 0V${HIGH}` });
  const picture = drawn("svg", { class: "borders-strip", viewBox: `0 0 1000 ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(drawn("path", { class: "borders-axis", "vector-effect": "non-scaling-stroke", d: `M0 ${HIGH}H1000` }), ...bars, needle);
  picture.addEventListener("click", (event) => {
    const { left, width } = picture.getBoundingClientRect();
    const minute = start + ((event.clientX - left) / width) * (end - start);
    actions.set({ on: { day: dayOf(data.clocks[crossing.clock], minute) } });
  });
  const years = yearsBetween(start, end).map(([year, minute]) => {
    const tick = element("span", {}, String(year));
    tick.style.left = `${(across(minute) / 10).toFixed(2)}%`;
    return tick;
  });
  const seen = /** @type {Standing[]} */ (Object.keys(data.styles)).filter((standing) => standing === "unknown" ? gaps.length : known.some((bar) => bar.standing === standing));
  const key = seen.map((standing) => element("li", {}, sample(standing, data.styles[standing].bar), say.t(`standing.${standing}`)));
  const items = [...all].reverse().map((period) => {
    const go = () => actions.set({ on: stopOf(data, { crossing, minute: period.since, after: period }) });
    const text = say.day(period.since, crossing.clock);
    const standing = standingOf(period);
    const node = button("borders-period", go, standingIcon(standing), element("span", {}, text), element("strong", {}, say.t(`standing.${standing}`)));
    node.dataset.since = String(period.since);
    node.dataset.until = String(period.until);
    return element("li", {}, node);
  });
  const summary = element("summary", {}, say.t("card.periods", { count: all.length }));
  return [
    element("div", { class: "borders-scale" }, element("div", { class: "borders-bars" }, ...gaps, picture), element("p", { "aria-hidden": "true" }, ...years), element("ul", { class: "borders-strip-key", "aria-hidden": "true" }, ...key)),
    element("details", { class: "borders-history" }, summary, element("ol", {}, ...items)),
  ];
}
