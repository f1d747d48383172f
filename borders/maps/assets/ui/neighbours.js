/** Where several marks lie within a finger's width, a list to choose from. */

import { button, element, verdictIcon } from "./dom.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions, Mark } from "./types.js" */

/** Pixels around what is pointed at in which a mark may be meant: what a target measures (WCAG 2.2, 2.5.8). */
export const REACH = 24;

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @param {Mark[]} marks
 * @returns {(mark: Mark | null, event: MouseEvent) => void} what is done where a mark is pressed, or none by a finger
 */
export function neighbours(map, answers, actions, marks) {
  const container = map.getContainer();
  const list = element("ul", {});
  const node = element("div", { class: "borders-neighbours", role: "dialog" }, list);
  node.hidden = true;
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  container.append(node);
  const nodeOf = (/** @type {Mark} */ { marker }) => /** @type {HTMLElement} */ (marker.getElement());
  const close = () => (node.hidden = true);
  const pick = (/** @type {Mark} */ mark) => {
    close();
    actions.pick(mark.crossing.id, nodeOf(mark));
  };
  const open = (/** @type {Mark[]} */ near, /** @type {L.Point} */ at) => {
    list.replaceChildren(...near.map((mark) => element("li", {}, choice(answers, mark, () => pick(mark)))));
    node.setAttribute("aria-label", answers.say.t("marks.several"));
    node.hidden = false;
    const { clientWidth: width, clientHeight: height } = container;
    const fit = (/** @type {number} */ place, /** @type {number} */ size, /** @type {number} */ room) => Math.max(4, Math.min(place, room - size - 4));
    Object.assign(node.style, { left: `${fit(at.x + 14, node.offsetWidth, width)}px`, top: `${fit(at.y - 14, node.offsetHeight, height)}px` });
    list.querySelector("button")?.focus({ preventScroll: true });
  };
  node.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key !== "Escape" && !step) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) buttons[(at + step + buttons.length) % buttons.length].focus();
    else {
      close();
      container.focus({ preventScroll: true });
    }
  });
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (!node.contains(/** @type {Node | null} */ (relatedTarget))) close();
  });
  map.on("movestart zoomstart click", close);
  return (mark, event) => {
    // keys and readers of the screen press a mark itself, wherever it lies
    const isPointed = event.detail > 0;
    const at = map.mouseEventToContainerPoint(event);
    const far = (/** @type {Mark} */ { shown }) => map.latLngToContainerPoint(shown).distanceTo(at);
    const near = isPointed ? marks.filter((other) => other.isShown && far(other) < REACH - 0.5) : [];
    if (near.length > 1) open(near.sort((a, b) => far(a) - far(b)), at);
    else if (mark ?? near[0]) pick(mark ?? near[0]);
  };
}

/**
 * @param {Answers} answers
 * @param {Mark} mark
 * @param {() => void} act
 * @returns {HTMLButtonElement}
 */
function choice({ each, data, say }, { crossing }, act) {
  const verdict = each[data.crossings.indexOf(crossing)];
  const standing = verdict.serves ? say.t(`standing.${standingOf(verdict)}`) : "";
  return button("", act, verdictIcon(verdict), element("span", {}, say.name(crossing), " ", element("small", {}, standing)));
}
