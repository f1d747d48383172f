/** What is otherwise on the day that is compared: how many crossings stood how, and what became what. */

import { button, element, entitle, icon, standingIcon } from "./dom.js";
import { turnRow } from "./turn_row.js";
import { inOrder, tallied, turnsBetween, unsureOf } from "../core/comparison.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {Part}
 */
export function comparison(answers, actions) {
  const title = element("h2", { id: "borders-comparison-title" });
  const close = button("borders-copy borders-end", () => actions.set({ versus: null }), icon("close"));
  const heads = ["", "", ""].map(() => element("th", { scope: "col" }));
  const body = element("tbody", {});
  const counts = element("table", { class: "borders-tally" }, element("thead", {}, element("tr", {}, ...heads)), body);
  const key = element("p", { class: "borders-quiet" });
  const list = element("ul", { class: "borders-turned" });
  const node = element("section", { class: "borders-comparison", "aria-labelledby": "borders-comparison-title", hidden: "" }, element("div", { class: "borders-row" }, title, close), counts, key, list);
  return {
    node,
    render(changed) {
      if (!["moment", "question", "versus", "lang"].some((aspect) => changed.has(/** @type {any} */ (aspect)))) return;
      const { say, data, state, pairs } = answers;
      node.hidden = state.versus === null;
      if (state.versus === null) return;
      const days = inOrder(data, state.on, state.versus).map((on) => say.moment({ ...state, on }));
      title.textContent = say.t("compare.title");
      entitle(close, say.t("compare.close"));
      [say.t("table.status"), ...days].forEach((text, i) => (heads[i].textContent = text));
      key.textContent = say.t("compare.marks", { day: say.moment({ ...state, on: state.versus }) });
      const number = (/** @type {number} */ n) => element("td", {}, say.number(n));
      body.replaceChildren(
        ...tallied(data, pairs).map(([standing, before, after]) =>
          element("tr", {}, element("th", { scope: "row" }, standingIcon(standing), say.t(`standing.${standing}`)), number(before), number(after))),
      );
      const turns = turnsBetween(pairs).map((turn) => element("li", {}, ...turnRow(answers, turn)));
      const unsure = unsureOf(pairs);
      const notes = [...(turns.length ? [] : [say.t("compare.same")]), ...(unsure ? [say.t("compare.unverified", { n: unsure })] : [])];
      list.replaceChildren(...turns, ...notes.map((text) => element("li", { class: "borders-quiet" }, text)));
    },
  };
}
