/** The top of the page: title, language, take-away, the answer in a sentence, the legend. */

import { button, element, icon, standingIcon } from "./dom.js";
import { stroke } from "./routes_panel.js";
import { standingOf } from "../core/verdicts.js";
import { HAS_ADDRESS, copied, linkTo, saveCsv, saveGeojson, savePng, saveRoutes } from "./downloads.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Language, Look, Standing } from "../core/verdicts.js" */
/** @import { Actions, Mark, Part } from "./types.js" */

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "set" | "tell">} actions
 * @param {(Mark | null)[]} marks
 * @returns {Part}
 */
export function header(map, answers, actions, marks) {
  const title = element("h1", { id: "borders-title" });
  const answer = element("span", {});
  const nearest = element("span", {});
  const summary = element("p", { id: "borders-summary" }, answer, " ", nearest);
  const copy = button("borders-copy", (event) => copied(answers.say, actions, answers.summary(), event), icon("copy"), element("span", {}));
  const language = languages(answers, actions);
  const take = takeaway(map, answers, marks, actions);
  const targets = {
    "skip.map": () => map.getContainer().focus({ preventScroll: false }),
    "skip.table": () => /** @type {HTMLElement} */ (document.querySelector("#borders-search")).focus(),
  };
  const skips = Object.entries(targets).map(([key, act]) => ({ key, node: button("borders-skip", act) }));
  const tools = element("div", { class: "borders-tools" }, language.node, take.node);
  const node = element(
    "header",
    { class: "borders-head" },
    ...skips.map((skip) => skip.node),
    element("div", { class: "borders-top" }, title, tools),
    element("div", { class: "borders-lead" }, summary, copy),
  );
  return {
    node,
    render(changed) {
      if (changed.has("lang")) {
        for (const skip of skips) skip.node.textContent = answers.say.t(skip.key);
        /** @type {HTMLElement} */ (copy.lastChild).textContent = answers.say.t("copy.summary");
        language.render();
        take.render();
      }
      title.textContent = answers.title();
      const sentence = answers.nearest();
      answer.textContent = answers.say.summary(answers.verdicts, answers.state);
      summary.replaceChildren(answer, ...(sentence ? [" ", nearest] : []));
      nearest.textContent = sentence;
    },
  };
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

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {(Mark | null)[]} marks
 * @param {Pick<Actions, "tell">} actions
 */
function takeaway(map, answers, marks, actions) {
  const { routeIndex: index } = answers;
  const summary = element("summary", {});
  const acts = {
    ...(HAS_ADDRESS ? { "copy.link": (/** @type {Event} */ event) => copied(answers.say, actions, linkTo(answers), event) } : {}),
    "save.geojson": () => saveGeojson(answers),
    ...(index ? { "save.routes": () => saveRoutes(answers, index) } : {}),
    "save.csv": () => saveCsv(answers),
    "save.png": () => savePng(map, answers, marks),
    print: () => window.print(),
  };
  const buttons = Object.entries(acts).map(([key, act]) => ({ key, node: button("", act) }));
  const node = /** @type {HTMLDetailsElement} */ (
    element("details", { class: "borders-menu" }, summary, element("div", {}, ...buttons.map((item) => item.node)))
  );
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.stopPropagation();
    node.open = false;
    summary.focus();
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(/** @type {Node | null} */ (event.relatedTarget)) && event.relatedTarget) node.open = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (!node.contains(/** @type {Node} */ (event.target))) node.open = false;
  });
  return {
    node,
    render() {
      summary.textContent = answers.say.t("save.title");
      for (const item of buttons) item.node.textContent = answers.say.t(item.key);
    },
  };
}

/**
 * Each standing with its mark, its word and how many crossings have it.
 * @param {Answers} answers
 * @returns {Part}
 */
export function legend(answers) {
  const rows = standingsOf(answers).map(([standing, look]) => ({ standing, text: element("span", {}), line: stroke(standing, look) }));
  const kinds = [...new Set(answers.data.crossings.map(({ kind }) => kind))].map((kind) => ({ kind, text: element("span", {}) }));
  const planned = element("span", {});
  const rough = element("span", {});
  const small = element(
    "ul",
    { class: "borders-small" },
    ...kinds.map(({ kind, text }) => element("li", {}, icon(kind, "borders-kind"), text)),
    element("li", {}, icon("planned", "borders-planned"), planned),
    element("li", { class: "borders-rough" }, standingIcon("open"), rough),
  );
  const list = element("ul", {}, ...rows.map(({ standing, text, line }) => element("li", {}, standingIcon(standing), line, text)));
  const origin = element("p", { class: "borders-quiet" });
  const node = element("section", { class: "borders-legend", id: "borders-legend" }, list, origin, small);
  return {
    node,
    render(changed) {
      counted(answers).forEach((text, i) => {
        if (rows[i].text.textContent !== text) rows[i].text.textContent = text;
      });
      const index = answers.routes.length && !answers.state.reach ? answers.routeIndex : null;
      const town = index && answers.origin();
      const has = new Set(town ? answers.routes.filter(({ at }) => at).map(({ verdict }) => standingOf(verdict)) : []);
      for (const { standing, line } of rows) line.classList.toggle("borders-absent", !has.has(standing));
      node.classList.toggle("borders-lined", Boolean(town));
      origin.hidden = !town;
      if (index && town) origin.textContent = answers.say.t("ways.legend", { town: answers.say.town(town), kind: index.schematic ? "schematic" : "" });
      if (!changed.has("lang")) return;
      node.setAttribute("aria-label", answers.say.t("legend.title"));
      for (const { kind, text } of kinds) text.textContent = answers.say.t(`kind.${kind}`);
      planned.textContent = answers.say.t("legend.planned");
      rough.textContent = answers.say.t("legend.approximate");
    },
  };
}

/**
 * @param {Answers} answers
 * @returns {[Standing, Look][]}
 */
function standingsOf({ data }) {
  return /** @type {[Standing, Look][]} */ (Object.entries(data.styles));
}

/**
 * How many crossings have each standing, in words.
 * @param {Answers} answers
 * @returns {string[]}
 */
function counted(answers) {
  return standingsOf(answers).map(([standing]) => {
    const n = answers.verdicts.filter((verdict) => standingOf(verdict) === standing).length;
    return `${answers.say.t(`standing.${standing}`)} (${n})`;
  });
}
