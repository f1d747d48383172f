/** What a reader takes along: a link, a citation, a picture, files, paper. */

import { button, element, icon } from "./dom.js";
import { embedCode } from "./embed.js";
import { HAS_ADDRESS, citation, copied, errorReport, linkTo, saveCsv, saveGeojson, savePng, saveRoutes } from "./downloads.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions, Mark } from "./types.js" */

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {(Mark | null)[]} marks
 * @param {Pick<Actions, "tell">} actions
 */
export function shareMenu(map, answers, marks, actions) {
  const { routeIndex: index } = answers;
  const title = element("span", {});
  const summary = element("summary", {}, icon("link"), title);
  const copy = (/** @type {() => string} */ text) => (/** @type {Event} */ event) => void copied(answers.say, actions, text(), event);
  /** @type {Record<string, (event: Event) => void>[]} */
  const groups = [
    { ...(HAS_ADDRESS ? { "copy.link": copy(() => linkTo(answers)), "embed.copy": copy(() => embedCode(answers)) } : {}), "copy.summary": copy(() => answers.summary()), "copy.citation": copy(() => citation(answers)) },
    {
      "save.png": () => savePng(map, answers, marks),
      "save.csv": () => saveCsv(answers),
      "save.geojson": () => saveGeojson(answers),
      ...(index ? { "save.routes": () => saveRoutes(answers, index) } : {}),
      print: () => window.print(),
    },
    { "copy.report": copy(() => errorReport(answers)) },
  ];
  const rows = groups.map((acts) => Object.entries(acts).map(([key, act]) => ({ key, node: button("", act) })));
  const boxes = rows.map((items) => element("div", {}, ...items.map((item) => item.node)));
  const node = /** @type {HTMLDetailsElement} */ (element("details", { class: "borders-menu" }, summary, element("div", {}, ...boxes)));
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
      title.textContent = answers.say.t("share.title");
      for (const item of rows.flat()) item.node.textContent = answers.say.t(item.key);
    },
  };
}
