/** The changes of the present question, in step with the day. */

import { button, element, setCurrent } from "./dom.js";
import { atOnce } from "./frames.js";
import { turnRow } from "./turn_row.js";
import { stopOf } from "../core/answers.js";
import { gathered, turnsOf } from "../core/changes.js";
import { dayOf, minuteOf } from "../core/clock.js";
import { ended } from "../core/sentences.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers, Aspect } from "../core/answers.js" */
/** @import { ChangeEvent } from "../core/changes.js" */
/** @import { Change } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** What came or ended by a change that is listed. */
const TOLD = 2;

/** Changes that are listed before a reader is answered. */
const STEP = 8;

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {Part}
 */
export function changesList(answers, actions) {
  const title = element("h2", { id: "borders-changes-title" });
  const list = element("ol", { class: "borders-events", tabindex: "-1" });
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "borders-slight" }));
  box.addEventListener("change", () => actions.set({ slight: box.checked }));
  const label = element("span", {});
  const choice = element("label", { class: "borders-choice" }, box, label);
  const node = element("section", { class: "borders-changes", "aria-labelledby": "borders-changes-title" }, title, choice, list);
  /** @type {{change: Change, node: HTMLElement}[]} */
  let rows = [];
  /** @type {HTMLElement | null} */
  let current = null;
  let frame = 0;
  function* filled() {
    const { changes, say, state, slight } = answers;
    box.checked = state.slight;
    choice.hidden = !slight;
    label.textContent = say.t("changes.slight", { n: slight });
    title.textContent = say.t("changes.title");
    rows = [];
    current = null;
    list.replaceChildren();
    for (const [i, event] of gathered(changes).entries()) {
      if (i % STEP === STEP - 1) yield;
      if (answers.changes !== changes || answers.say !== say) return;
      const row = eventRow(answers, actions, event);
      rows.push({ change: event.changes[0], node: row });
      list.append(row);
    }
    if (!rows.length) list.append(element("li", {}, say.t("changes.none")));
  }
  const part = {
    node,
    *fill() {
      yield* filled();
      part.render(new Set(["moment"]));
    },
    render(/** @type {Set<Aspect>} */ changed) {
      if (changed.has("question") || changed.has("lang") || changed.has("changes")) atOnce(filled());
      const { data, state } = answers;
      const at = rows.findLast(({ change: { minute, crossing } }) => minute <= minuteOf(data.clocks[crossing.clock], state.on))?.node ?? null;
      if (at === current) return;
      setCurrent(current?.firstElementChild, false);
      setCurrent(at?.firstElementChild, true);
      current = at;
      cancelAnimationFrame(frame);
      const show = () => current && shownWhole(list, current);
      // Rows out of view have the height of most; once near, their own.
      frame = requestAnimationFrame(() => {
        show();
        frame = requestAnimationFrame(show);
      });
    },
  };
  return part;
}

/**
 * Scroll a list to one of its rows, so that the first that is seen begins with its date.
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 */
function shownWhole(list, row) {
  const high = list.clientHeight;
  const rows = /** @type {HTMLElement[]} */ ([...list.children]);
  const last = rows[rows.length - 1];
  const end = last.offsetTop + last.offsetHeight;
  const least = Math.min(row.offsetTop - high * 0.4, end - high);
  const first = rows.find(({ offsetTop }) => offsetTop >= least) ?? row;
  // below the last row there is as much room as the first needs
  list.style.paddingBottom = `${Math.max(0, first.offsetTop + high - end)}px`;
  list.scrollTop = first.offsetTop;
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {ChangeEvent} event
 * @returns {HTMLElement}
 */
function eventRow(answers, actions, event) {
  const { say, data } = answers;
  const { minute, side, changes: [first] } = event;
  const turns = turnsOf(event);
  const isSlight = turns.every(([{ before, after }]) => standingOf(before) === standingOf(after));
  const node = button(
    isSlight ? "borders-event borders-slight" : "borders-event",
    () => actions.set({ on: stopOf(data, first) }),
    element("time", { datetime: dayOf(data.clocks[side], minute) }, say.day(minute, side)),
    ...turns.flatMap((turn) => turnRow(answers, turn)),
    ...causes(answers, event).map((text) => element("span", { class: "borders-cause" }, text)),
  );
  return element("li", {}, node);
}

/**
 * @param {Answers} answers
 * @param {ChangeEvent} event
 * @returns {string[]} what came and what ended, as `borders changes` says it
 */
function causes({ say, state }, { came, ended: over }) {
  const all = [
    ...came.map((measure) => [say.t("change.came"), say.clause(measure, state, true)]),
    ...over.map((measure) => [say.t("change.ended"), say.clause(measure, state)]),
  ];
  const more = all.length - TOLD;
  const texts = all.slice(0, more > 1 ? TOLD : all.length).map(([word, clause]) => ended(`${word}: ${say.capital(clause)}`));
  return more > 1 ? [...texts, say.t("changes.more", { count: more })] : texts;
}
