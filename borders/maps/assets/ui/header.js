/** The top of the page: the finding, how old what is known is, who asks, the answer in a sentence; language and sharing. */

import { button, element, icon, tell } from "./dom.js";
import { shareMenu } from "./share.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Language } from "../core/verdicts.js" */
/** @import { Actions, Mark, Part } from "./types.js" */

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "set" | "tell">} actions
 * @param {(Mark | null)[]} marks
 * @returns {Part & {tools: HTMLElement}}
 */
export function header(map, answers, actions, marks) {
  const topic = element("p", { class: "borders-topic" });
  const headline = element("h1", { id: "borders-title" });
  const old = element("p", { class: "borders-age" });
  const when = element("p", { class: "borders-asked" });
  const question = element("p", { class: "borders-asked borders-question" });
  const ring = element("p", { class: "borders-ring" });
  const answer = element("span", {});
  const nearest = element("span", {});
  const summary = element("p", { id: "borders-summary" });
  const language = languages(answers, actions);
  const share = shareMenu(map, answers, marks, actions);
  const targets = {
    "skip.map": () => map.getContainer().focus({ preventScroll: false }),
    "skip.time": () => /** @type {HTMLElement | null} */ (document.querySelector("#borders-slider"))?.focus(),
    "skip.table": () => /** @type {HTMLElement} */ (document.querySelector("#borders-search")).focus(),
  };
  const skips = Object.entries(targets).map(([key, act]) => ({ key, node: button("borders-skip", act) }));
  const tools = element("div", { class: "borders-tools" }, language.node, share.node);
  const node = element(
    "header",
    { class: "borders-head" },
    ...skips.map((skip) => skip.node),
    element("div", { class: "borders-top" }, topic, tools),
    headline,
    element("div", { class: "borders-facts" }, when, old, question),
    ring,
    element("div", { class: "borders-lead" }, summary),
  );
  const headed = () => {
    // a number stays with the word behind it
    tell(headline, answers.headline().replace(/(\d) (— )?/g, (_, digit, dash) => `${digit}\u00a0${dash ? "—\u00a0" : ""}`));
  };
  const dated = () => {
    const { state, say } = answers;
    const age = answers.age();
    tell(when, say.moment(state));
    when.hidden = !("minute" in state.on) && state.on.day === age.verified;
    tell(old, aged(answers, age));
    old.classList.toggle("borders-old", age.isOld);
  };
  return {
    node,
    tools,
    pass(isOther) {
      if (isOther) headed();
      dated();
    },
    render(changed) {
      if (changed.has("lang")) {
        for (const skip of skips) skip.node.textContent = answers.say.t(skip.key);
        language.render();
        share.render();
      }
      topic.textContent = answers.title();
      headed();
      dated();
      question.textContent = answers.say.question(answers.state);
      const sentence = answers.nearest();
      ring.textContent = answers.say.byNeighbour(answers.verdicts);
      ring.hidden = !ring.textContent;
      answer.textContent = answers.say.listed(answers.verdicts);
      summary.replaceChildren(answer, ...(sentence ? [" ", nearest] : []));
      nearest.textContent = sentence;
    },
  };
}

/**
 * Through which day the register was verified, and how long before the day asked about and before
 * the reader's today that was.
 * @param {Answers} answers
 * @returns {string}
 */
export function aged(answers, { verified, before, today } = answers.age()) {
  const { say } = answers;
  if (verified === null) return `${say.capital(say.t("legend.unknown"))}.`;
  const days = { "age.chosen": before === today ? 0 : before, "age.today": today };
  const ages = Object.entries(days).flatMap(([key, n]) => (n ? [say.t(key, { n })] : []));
  const through = say.t("note.verified", { day: say.date(verified) });
  return ages.length ? say.t("age", { through, ages: say.list(ages) }) : `${through}.`;
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 */
function languages(answers, actions) {
  const select = /** @type {HTMLSelectElement} */ (element("select", { id: "borders-lang" }));
  select.append(...answers.data.languages.map((code) => element("option", { value: code, lang: code }, /** @type {string} */ (answers.messages[code]["lang.name"]))));
  select.addEventListener("change", () => actions.set({ lang: /** @type {Language} */ (select.value) }));
  const node = element("label", { class: "borders-lang" }, icon("globe"), select);
  return {
    node,
    render() {
      select.value = answers.state.lang;
      select.setAttribute("aria-label", answers.say.t("lang.label"));
    },
  };
}
