/** The changes of the present question, in step with the day. */

import { button, element, mark } from "./dom.js";
import { dayOf, noon } from "../core/clock.js";
import { stopOf } from "./time_slider.js";

/** Names told of one change. */
const TOLD_NAMES = 5;

/**
 * @param {import("../app.js").App} app
 * @returns {{node: HTMLElement, render: (changed: Set<string>) => void}}
 */
export function events(app) {
  const title = element("h2", { id: "borders-changes-title" });
  const list = element("ol", { class: "borders-events", tabindex: "-1" });
  const node = element("section", { class: "borders-changes", "aria-labelledby": "borders-changes-title" }, title, list);
  /** @type {{change: import("../core/verdicts.js").Change, node: HTMLElement}[]} */
  let rows = [];
  /** @type {HTMLElement | null} */
  let current = null;
  let frame = 0;
  return {
    node,
    render(changed) {
      if (changed.has("question") || changed.has("lang")) {
        rows = gathered(app.changes).map((each) => ({ change: each[0], node: eventRow(app, each) }));
        list.replaceChildren(...rows.map((one) => one.node));
        if (!rows.length) list.append(element("li", {}, app.say.ui("changes.none")));
        title.textContent = app.say.ui("changes.title");
        current = null;
      }
      const { on } = app.state;
      const now = (/** @type {string} */ clock) => ("minute" in on ? on.minute : noon(app.data.clocks[clock], on.day));
      const at = rows.findLast(({ change: { minute, crossing } }) => minute <= now(crossing.clock))?.node ?? null;
      if (at === current) return;
      current?.firstElementChild?.removeAttribute("aria-current");
      at?.firstElementChild?.setAttribute("aria-current", "true");
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
 * Changes to the same status on the same day, together.
 * @param {import("../core/verdicts.js").Change[]} all
 * @returns {import("../core/verdicts.js").Change[][]}
 */
function gathered(all) {
  /** @type {Map<string, import("../core/verdicts.js").Change[]>} */
  const found = new Map();
  for (const change of all) {
    const key = `${change.minute} ${change.before.status} ${change.after.status}`;
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return [...found.values()];
}

/**
 * @param {import("../app.js").App} app
 * @param {import("../core/verdicts.js").Change[]} each
 * @returns {HTMLElement}
 */
function eventRow(app, each) {
  const [{ crossing, minute, before, after }] = each;
  const names = each.map((one) => app.say.short(one.crossing));
  const more = names.length - TOLD_NAMES;
  const told = more > 1 ? [...names.slice(0, TOLD_NAMES), app.say.ui("changes.more", { count: more })] : names;
  const same = before.status === after.status;
  const words = same ? app.say.ui("changes.same") : app.say.ui(`status.${after.status}`);
  const arrow = element("span", { "aria-hidden": "true" }, "→");
  const go = () => app.set({ on: stopOf(app.data, each[0]) });
  const node = button(
    same ? "borders-event borders-slight" : "borders-event",
    go,
    element("time", { datetime: dayOf(app.data.clocks[crossing.clock], minute) }, app.say.day(minute, crossing.clock)),
    element("span", { class: "borders-turn" }, ...(same ? [] : [mark(before.status), arrow]), mark(after.status), element("strong", {}, words)),
    element("span", {}, app.say.list(told)),
  );
  return element("li", {}, node);
}
