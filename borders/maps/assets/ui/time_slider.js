/** The moment that is asked about: a slider along how many crossings stood how, steps, play, a day, an hour. */

import { button, drawn, element, entitle, icon, tell } from "./dom.js";
import { eventTicks } from "./event_ticks.js";
import { dayAfter, dayOf, daysBetween, minuteOn, timeOf } from "../core/clock.js";
import { extent } from "../core/knowledge.js";
import { outlines, paceOf, steps } from "../core/time_bar.js";

/** @import { Answers, Aspect } from "../core/answers.js" */
/** @import { Asking, Data } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set" | "pass" | "tell">} actions
 * @returns {Part}
 */
export function timeSlider(answers, actions) {
  const [first, last] = extent(answers.data);
  const count = daysBetween(first, last);
  const { slider, date, hour } = fields(count);
  const output = element("output", { class: "borders-day", for: "borders-slider borders-date borders-hour" });
  const [previous, next] = [-1, 1].map((delta) => button("borders-step", () => step(answers, actions, delta), icon(delta < 0 ? "back" : "on")));
  const play = button("borders-step borders-play", () => run(), icon("play"));
  let timer = 0;
  /** Whether it is play that changes the moment just now. */
  let isOwnStep = false;
  /** The hour that a reader gave: it stays while the day changes. */
  let given = "";

  const go = (/** @type {string} */ day, /** @type {string} */ time) => actions.set({ on: momentOf(answers, day, time) });
  const pointed = () => dayAfter(first, slider.valueAsNumber);
  const kept = () => (hour.value === given ? given : "");
  const onward = () => {
    isOwnStep = true;
    const isStep = step(answers, actions, 1);
    isOwnStep = false;
    if (!isStep) run(false);
  };
  const run = (on = !timer) => {
    clearInterval(timer);
    timer = on ? window.setInterval(onward, paceOf(answers.stops.length)) : 0;
    if (on) onward();
    label();
  };
  const label = () => {
    play.firstElementChild?.replaceWith(icon(timer ? "pause" : "play"));
    for (const [node, key] of [[play, timer ? "time.pause" : "time.play"], [previous, "time.previous"], [next, "time.next"]]) {
      entitle(/** @type {HTMLElement} */ (node), answers.say.t(/** @type {string} */ (key)));
    }
  };
  dragged(slider, () => actions.pass(momentOf(answers, pointed(), kept())), () => go(pointed(), kept()));
  slider.addEventListener("keydown", (event) => {
    const delta = { PageDown: -1, PageUp: 1 }[event.key];
    if (!delta) return;
    event.preventDefault();
    step(answers, actions, delta);
  });
  slider.addEventListener("pointerdown", () => run(false));
  date.addEventListener("change", () => {
    // a year is typed digit by digit, and each of them is a change
    if (date.value < "1000") refuse(answers, actions, date, "date.label");
    else go(date.value, kept());
  });
  date.addEventListener("blur", () => {
    date.value = dayShown(answers);
    date.removeAttribute("aria-invalid");
  });
  hour.addEventListener("change", () => {
    const time = hourOf(hour.value);
    if (time === null) {
      refuse(answers, actions, hour, "hour.label");
      return;
    }
    given = time;
    go(dayShown(answers), time);
  });

  const scale = scaleOf(answers, first, last);
  const events = eventTicks(answers, actions, [first, last]);
  const versus = versusField(answers, actions, [first, last]);
  const track = element("div", { class: "borders-track" }, scale.counts, versus.needle, slider, scale.years, events.node);
  const paces = element("div", { class: "borders-steps" }, previous, play, next);
  // browsers write the day in an order of their own: it is seen so only while it is typed
  const dated = element("div", { class: "borders-dated" }, date, output);
  const when = element("div", { class: "borders-when" }, dated, hour, versus.node);
  const node = element("section", { class: "borders-time" }, track, events.list, paces, when, scale.caption);
  return {
    node,
    pass: () => tell(output, answers.say.moment(answers.state)),
    render(changed) {
      if (changed.has("lang")) {
        label();
        node.setAttribute("aria-label", answers.say.t("time.title"));
        slider.setAttribute("aria-label", answers.say.t("slider.label"));
        date.setAttribute("aria-label", answers.say.t("date.label"));
        hour.placeholder = answers.say.t("hour.noon");
        entitle(hour, answers.say.t("hour.label"));
      }
      scale.render(changed);
      events.render(changed);
      versus.render(changed);
      if (changed.has("moment") || changed.has("lang")) {
        const { on } = answers.state;
        const day = dayShown(answers);
        hour.value = "day" in on ? "" : timeOf(answers.data.clocks[answers.data.home], on.minute);
        hour.removeAttribute("aria-invalid");
        date.removeAttribute("aria-invalid");
        if (changed.has("moment") && timer && !isOwnStep) run(false);
        // where the language is new too, all of it comes from a link
        if (changed.has("moment") && changed.has("lang")) given = hour.value;
        slider.value = String(daysBetween(first, day));
        date.value = day;
        output.textContent = answers.say.moment(answers.state);
        slider.setAttribute("aria-valuetext", answers.say.moment(answers.state));
      }
      const now = answers.minuteOf(answers.state.on);
      previous.disabled = !answers.stops.some(({ at }) => at < now);
      next.disabled = !answers.stops.some(({ at }) => at > now);
    },
  };
}

/**
 * Pass through what a slider points at, once a frame, and go to where it is left.
 * @param {HTMLInputElement} slider
 * @param {() => void} pass
 * @param {() => void} go
 */
function dragged(slider, pass, go) {
  let due = 0;
  const ahead = () => {
    due = 0;
    pass();
  };
  slider.addEventListener("input", () => (due ||= requestAnimationFrame(ahead)));
  slider.addEventListener("change", () => {
    cancelAnimationFrame(due);
    due = 0;
    go();
  });
}

/**
 * The day that the one asked about is compared with, and a line at it.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {[string, string]} extent first and last day of the scale
 */
function versusField(answers, actions, [first, last]) {
  const needle = element("span", { class: "borders-other-day", hidden: "" });
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "date", max: "9999-12-31", id: "borders-versus" }));
  input.addEventListener("change", () => input.value >= "1000" && actions.set({ versus: { day: input.value } }));
  const arrow = element("span", { "aria-hidden": "true", hidden: "" }, "↔");
  const output = element("output", { class: "borders-versus-day", for: "borders-versus" });
  const dated = element("div", { class: "borders-dated", hidden: "" }, input, output);
  const start = button("borders-copy borders-compare", () => {
    const day = dayShown(answers);
    const before = dayAfter(day, -YEAR);
    actions.set({ versus: { day: before >= first ? before : day > first ? first : last } });
    input.focus();
  });
  return {
    node: element("div", { class: "borders-versus" }, start, arrow, dated),
    needle,
    render(/** @type {Set<Aspect>} */ changed) {
      const { say, data, state } = answers;
      if (changed.has("lang")) {
        start.textContent = say.t("compare.start");
        entitle(input, say.t("compare.day"));
      }
      if (!changed.has("versus") && !changed.has("lang")) return;
      const day = state.versus && dayOn(data, state.versus);
      start.hidden = day !== null;
      dated.hidden = day === null;
      arrow.hidden = day === null;
      needle.hidden = day === null || day < first || day > last;
      if (day === null) return;
      input.value = day;
      output.textContent = say.date(day);
      const share = daysBetween(first, day) / (daysBetween(first, last) || 1);
      needle.style.left = `calc(9px + (100% - 18px) * ${share.toFixed(5)})`;
    },
  };
}

/** Days before the one asked about with which it is compared at first. */
const YEAR = 365;

/**
 * Mark what cannot be read, and say what can.
 * @param {Answers} answers
 * @param {Pick<Actions, "tell">} actions
 * @param {HTMLInputElement} box
 * @param {string} why
 */
function refuse(answers, actions, box, why) {
  box.setAttribute("aria-invalid", "true");
  actions.tell(answers.say.t(why));
}

/**
 * What a reader says the moment with.
 * @param {number} count of days
 */
function fields(count) {
  const slider = /** @type {HTMLInputElement} */ (
    element("input", { type: "range", min: "0", max: String(count), step: "1", id: "borders-slider" })
  );
  const date = /** @type {HTMLInputElement} */ (element("input", { type: "date", max: "9999-12-31", id: "borders-date" }));
  const hour = /** @type {HTMLInputElement} */ (
    element("input", { type: "text", id: "borders-hour", inputmode: "numeric", maxlength: "5", autocomplete: "off" })
  );
  return { slider, date, hour };
}

/**
 * Where each year begins.
 * @param {string} first day
 * @param {string} last day
 * @param {number} count of days
 * @returns {HTMLElement}
 */
function yearMarks(first, last, count) {
  const years = element("div", { class: "borders-years", "aria-hidden": "true" });
  for (let year = Number(first.slice(0, 4)) + 1; `${year}-01-01` <= last; year += 1) {
    years.append(placed(element("span", {}, String(year)), first, `${year}-01-01`, count));
  }
  return years;
}

/**
 * @param {HTMLElement} node
 * @param {string} first day
 * @param {string} day
 * @param {number} count of days
 * @returns {HTMLElement} the node at its day
 */
function placed(node, first, day, count) {
  node.style.left = `${(100 * daysBetween(first, day)) / count}%`;
  return node;
}

/**
 * What the slider moves along: how many crossings stood how, the years, and today.
 * @param {Answers} answers
 * @param {string} first day
 * @param {string} last day
 */
function scaleOf(answers, first, last) {
  const { clocks, home } = answers.data;
  const today = dayOf(clocks[home], Date.now() / 6e4);
  const [start, end] = [first, last].map((day) => Date.parse(day) / 6e4);
  const days = (end - start) / 1440;
  const counts = drawn("svg", { class: "borders-counts", preserveAspectRatio: "none", "aria-hidden": "true" });
  const caption = element("p", { class: "borders-caption" });
  const years = yearMarks(first, last, days);
  const now = placed(element("span", { class: "borders-today" }), first, today, days);
  if (first <= today && today <= last) years.append(now);
  return {
    counts,
    caption,
    years,
    render(/** @type {Set<Aspect>} */ changed) {
      const { data, say, state } = answers;
      if (changed.has("lang")) now.title = say.t("time.today", { day: say.date(today) });
      if (changed.has("question")) {
        const paths = outlines(steps(data, state, start, end), (minute) => (minute - start) / 1440, days);
        const parts = Object.keys(data.styles).flatMap((standing, i) => (paths[i] ? [drawn("path", { class: `borders-bar-${standing}`, "vector-effect": "non-scaling-stroke", d: paths[i] })] : []));
        counts.setAttribute("viewBox", `0 0 ${days || 1} ${answers.verdicts.length || 1}`);
        counts.replaceChildren(...parts.reverse());
      }
      if (changed.has("question") || changed.has("lang")) caption.textContent = say.t("time.counts", { n: answers.verdicts.length });
    },
  };
}

/**
 * @param {Answers} answers
 * @returns {string} the day asked about, on the clock of the home state
 */
function dayShown({ data, state }) {
  return dayOn(data, state.on);
}

/**
 * @param {Data} data
 * @param {Asking["on"]} on
 * @returns {string} its day on the clock of the home state
 */
function dayOn({ clocks, home }, on) {
  return "day" in on ? on.day : dayOf(clocks[home], on.minute);
}

/**
 * @param {Answers} answers
 * @param {string} day
 * @param {string} time of it on the clock of the home state; empty: none is meant
 * @returns {Asking["on"]}
 */
function momentOf({ data }, day, time) {
  return time ? { minute: minuteOn(data.clocks[data.home], day, time) } : { day };
}

/**
 * A time of day as people write it: 9, 9:30, 9.30, 0930.
 * @param {string} text
 * @returns {string | null} such as 09:30; nothing where nothing is written; null: no time of day
 */
function hourOf(text) {
  if (!text.trim()) return "";
  const [, hours, minutes = "0"] = /^\s*(\d{1,2})(?:[:.,h ]?(\d{2}))?\s*$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

/**
 * Go to the next change, or the previous one.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {number} delta
 * @returns {boolean} whether there was one
 */
function step(answers, actions, delta) {
  const now = answers.minuteOf(answers.state.on);
  const stop = delta > 0 ? answers.stops.find(({ at }) => at > now) : answers.stops.findLast(({ at }) => at < now);
  if (stop) actions.set({ on: stop.on });
  return Boolean(stop);
}
