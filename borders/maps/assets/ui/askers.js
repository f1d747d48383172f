/** Who often asks: a question by one touch. */

import { element, oneStop, setCurrent } from "./dom.js";
import { linked } from "../core/permalink.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * Links to the present question of others, in the order in which the register names them.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {Part}
 */
export function askers(answers, actions) {
  const each = answers.data.askers.map(({ nationality, mode = null }) => {
    const traveller = nationality ? { nationality: [nationality], residence: [], papers: [], vehicle: null } : null;
    const link = element("a", { class: "borders-asker" });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      actions.set({ traveller, mode });
    });
    return { traveller, mode, link };
  });
  const links = each.map(({ link }) => link);
  const node = element("div", { class: "borders-askers", role: "toolbar" }, ...links);
  node.hidden = !each.length;
  const stop = oneStop(node);
  return {
    node,
    render() {
      const { say, state, start } = answers;
      node.setAttribute("aria-label", say.t("askers.title"));
      for (const { link, ...question } of each) {
        const asker = question.traveller ? say.asker({ ...state, ...question, direction: null }) : say.means(question.mode ? [question.mode] : []);
        link.textContent = say.capital(asker);
        link.setAttribute("href", linked({ ...state, ...question }, start));
        setCurrent(link, question.mode === state.mode && JSON.stringify(question.traveller) === JSON.stringify(state.traveller));
      }
      stop(links.find((link) => link.hasAttribute("aria-current")));
    },
  };
}
