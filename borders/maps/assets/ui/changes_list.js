/** The changes of the present question, in step with the day. */

import { button, element, setCurrent, standingIcon } from "./dom.js";
import { dayOf, noon } from "../core/clock.js";
import { stopOf } from "../core/answers.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Change } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** Names listed of one change. */
const NAMED = 5;

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
  return {
    node,
    render(changed) {
      if (changed.has("question") || changed.has("lang") || changed.has("changes")) {
        box.checked = answers.state.slight;
        choice.hidden = !answers.slight;
        label.textContent = answers.say.t("changes.slight", { n: answers.slight });
        rows = gathered(answers.changes).map((group) => ({ change: group[0], node: eventRow(answers, actions, group) }));
        list.replaceChildren(...rows.map((row) => row.node));
        if (!rows.length) list.append(element("li", {}, answers.say.t("changes.none")));
        title.textContent = answers.say.t("changes.title");
        current = null;
      }
      const { on } = answers.state;
      const now = (/** @type {string} */ clock) => ("minute" in on ? on.minute : noon(answers.data.clocks[clock], on.day));
      const at = rows.findLast(({ change: { minute, crossing } }) => minute <= now(crossing.clock))?.node ?? null;
      if (at === current) return;
      setCurrent(current?.firstElementChild, false);
      setCurrent(at?.firstElementChild, true);
      current = at;
      cancelAnimationFrame(frame);
      const show = () => current && (list.scrollTop = current.offsetTop - list.clientHeight * 0.4);
      // Rows out of view have the height of most; once near, their own.
      frame = requestAnimationFrame(() => {
        show();
        frame = requestAnimationFrame(show);
      });
    },
  };
}

/**
 * Changes to the same standing on the same day, together.
 * @param {Change[]} all
 * @returns {Change[][]}
 */
function gathered(all) {
  /** @type {Map<string, Change[]>} */
  const groups = new Map();
  for (const change of all) {
    const key = `${change.minute} ${standingOf(change.before)} ${standingOf(change.after)}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {Change[]} group of a row
 * @returns {HTMLElement}
 */
function eventRow(answers, actions, group) {
  const [{ crossing, minute, before, after }] = group;
  const names = group.map((change) => answers.say.short(change.crossing));
  const more = names.length - NAMED;
  const named = more > 1 ? [...names.slice(0, NAMED), answers.say.t("changes.more", { count: more })] : names;
  const [from, to] = [before, after].map(standingOf);
  const same = from === to;
  const words = same ? answers.say.t("changes.same") : answers.say.t(`standing.${to}`);
  const arrow = element("span", { "aria-hidden": "true" }, "→");
  const go = () => actions.set({ on: stopOf(answers.data, group[0]) });
  const node = button(
    same ? "borders-event borders-slight" : "borders-event",
    go,
    element("time", { datetime: dayOf(answers.data.clocks[crossing.clock], minute) }, answers.say.day(minute, crossing.clock)),
    element("span", { class: "borders-turn" }, ...(same ? [] : [standingIcon(from), arrow]), standingIcon(to), element("strong", {}, words)),
    element("span", {}, answers.say.list(named)),
  );
  return element("li", {}, node);
}
