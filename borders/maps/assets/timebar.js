/** The day that is asked about: a slider with a tick for each change, steps, play, a date. */

import { button, drawn, element, icon } from "./dom.js";
import { NEVER, dayAfter, dayOf, noon } from "./clock.js";

/** Milliseconds for which play shows a change. */
const PACE = 1100;


/** How strict a status is, for telling which way a change goes. */
const STRICT = { open: 0, restricted: 1, unknown: 1, closed: 2 };

/**
 * @param {import("./page.js").App} app
 * @returns {{node: HTMLElement, render: (changed: Set<string>) => void}}
 */
export function timebar(app) {
  const [first, last] = app.data.span ?? [app.data.verified ?? NEVER, app.data.verified ?? NEVER];
  const count = (Date.parse(last) - Date.parse(first)) / 864e5;
  const slider = /** @type {HTMLInputElement} */ (
    element("input", { type: "range", min: "0", max: String(count), step: "1", id: "borders-slider" })
  );
  const date = /** @type {HTMLInputElement} */ (element("input", { type: "date", min: first, max: last, id: "borders-date" }));
  const ticks = drawn("svg", { class: "borders-ticks", viewBox: `0 0 ${count || 1} 20`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const told = element("output", { class: "borders-day", for: "borders-slider borders-date" });
  const [previous, next] = [-1, 1].map((way) => button("borders-step", () => step(app, way), icon(way < 0 ? "back" : "on")));
  const play = button("borders-step borders-play", () => run(), icon("play"));
  let timer = 0;

  const run = (on = !timer) => {
    clearInterval(timer);
    timer = on ? window.setInterval(() => step(app, 1) || run(false), PACE) : 0;
    if (on && !step(app, 1)) run(false);
    label();
  };
  const label = () => {
    play.firstElementChild?.replaceWith(icon(timer ? "pause" : "play"));
    for (const [node, key] of [[play, timer ? "time.pause" : "time.play"], [previous, "time.previous"], [next, "time.next"]]) {
      name(/** @type {HTMLElement} */ (node), app.say.ui(/** @type {string} */ (key)));
    }
  };
  slider.addEventListener("input", () => app.set({ on: { day: dayAfter(first, slider.valueAsNumber) } }));
  slider.addEventListener("keydown", (event) => {
    const way = { PageDown: -1, PageUp: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    step(app, way);
  });
  slider.addEventListener("pointerdown", () => run(false));
  date.addEventListener("change", () => {
    if (date.value && date.validity.valid) app.set({ on: { day: date.value } });
  });

  const years = element("div", { class: "borders-years", "aria-hidden": "true" });
  for (let year = Number(first.slice(0, 4)) + 1; `${year}-01-01` <= last; year += 1) {
    const node = element("span", {}, String(year));
    node.style.left = `${(100 * (Date.parse(`${year}-01-01`) - Date.parse(first))) / 864e5 / count}%`;
    years.append(node);
  }
  const track = element("div", { class: "borders-track" }, ticks, slider, years);
  const steps = element("div", { class: "borders-steps" }, previous, play, next);
  const node = element("section", { class: "borders-time" }, steps, told, track, date);
  return {
    node,
    render(changed) {
      if (changed.has("lang")) {
        label();
        node.setAttribute("aria-label", app.say.ui("time.title"));
        slider.setAttribute("aria-label", app.say.ui("slider.label"));
        date.setAttribute("aria-label", app.say.ui("date.label"));
      }
      if (changed.has("question")) ticks.replaceChildren(...strokes(app, first));
      if (changed.has("moment") || changed.has("lang")) {
        const { on } = app.state;
        const day = "day" in on ? on.day : dayOf(app.data.clocks[app.data.home], on.minute);
        slider.value = String((Date.parse(day) - Date.parse(first)) / 864e5);
        date.value = day;
        told.textContent = app.say.moment(app.state);
        slider.setAttribute("aria-valuetext", app.say.moment(app.state));
      }
      const now = position(app, app.state.on);
      previous.disabled = !app.stops.some(({ at }) => at < now);
      next.disabled = !app.stops.some(({ at }) => at > now);
    },
  };
}

/**
 * @param {HTMLElement} node
 * @param {string} text
 */
function name(node, text) {
  node.setAttribute("aria-label", text);
  node.title = text;
}

/**
 * @param {import("./page.js").App} app
 * @param {import("./verdicts.js").Asking["on"]} on
 * @returns {number} epoch minute
 */
export function position({ data }, on) {
  return "minute" in on ? on.minute : noon(data.clocks[data.home], on.day);
}

/**
 * Go to the next change, or the previous one.
 * @param {import("./page.js").App} app
 * @param {number} way
 * @returns {boolean} whether there was one
 */
function step(app, way) {
  const now = position(app, app.state.on);
  const stop = way > 0 ? app.stops.find(({ at }) => at > now) : app.stops.findLast(({ at }) => at < now);
  if (stop) app.set({ on: stop.on });
  return Boolean(stop);
}

/**
 * A moment at which something changes: a bare day, if noon of that day sees the change.
 * @param {import("./verdicts.js").Data} data
 * @param {import("./verdicts.js").Change} change
 * @returns {import("./verdicts.js").Asking["on"]}
 */
export function stopOf(data, { crossing, minute, after }) {
  const clock = data.clocks[crossing.clock];
  const day = dayOf(clock, minute);
  const middle = noon(clock, day);
  return minute <= middle && middle < after.until ? { day } : { minute };
}

/**
 * Lines at the days of changes, up for what eased and down for what tightened, longer for more.
 * @param {import("./page.js").App} app
 * @param {string} first
 * @returns {SVGElement[]}
 */
function strokes(app, first) {
  const start = Date.parse(first) / 6e4;
  /** @type {Map<number, number[]>} */
  const days = new Map();
  for (const { minute, before, after } of app.changes) {
    const at = Math.floor((minute - start) / 1440);
    const found = days.get(at) ?? [0, 0, 0];
    found[1 + Math.sign(STRICT[after.status] - STRICT[before.status])] += 1;
    days.set(at, found);
  }
  const paths = ["", "", ""];
  for (const [at, [eased, same, tightened]] of days) {
    const long = (/** @type {number} */ n) => (2 + 2.6 * Math.log2(1 + n)).toFixed(1);
    if (eased) paths[0] += `M${at} 10v-${long(eased)}`;
    if (tightened) paths[2] += `M${at} 10v${long(tightened)}`;
    if (same) paths[1] += `M${at} 8v4`;
  }
  return ["eased", "same", "tightened"].map((sort, i) => drawn("path", { "vector-effect": "non-scaling-stroke", class: `borders-${sort}`, d: paths[i] || "M0 0" }));
}
