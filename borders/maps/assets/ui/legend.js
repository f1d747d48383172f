/** The legend: each standing in view with its mark, its words and how many crossings have it, and all else that is drawn. */

import { element, icon, standingIcon, tell } from "./dom.js";
import { stroke } from "./stroke.js";
import { isApproximate, isMajor, standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Standing, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {Part}
 */
export function legend(answers, actions) {
  const { data } = answers;
  const styles = /** @type {[Standing, import("../core/verdicts.js").Look][]} */ (Object.entries(data.styles));
  const rows = styles.map(([standing, look]) => {
    const [text, line] = [element("span", {}), stroke(standing, look)];
    return { standing, text, line, node: element("li", {}, standingIcon(standing), line, text) };
  });
  const signs = signsOf(answers, styles.map(([standing]) => standing));
  const [loud, ...quiet] = signs;
  const small = element("ul", { class: "borders-small" }, ...quiet.map(({ node }) => node));
  const list = element("ul", {}, loud.node, ...rows.map(({ node }) => node));
  const unserved = element("p", { class: "borders-quiet borders-unserved" });
  const origin = element("p", { class: "borders-quiet borders-origin" });
  const minor = minorOf(answers, actions);
  const fold = element("summary", {});
  const more = /** @type {HTMLDetailsElement} */ (element("details", { class: "borders-signs" }, fold, small));
  let isOpen = false;
  // on paper nothing unfolds
  addEventListener("beforeprint", () => {
    isOpen = more.open;
    more.open = true;
  });
  addEventListener("afterprint", () => (more.open = isOpen));
  const node = element("section", { class: "borders-legend", id: "borders-legend" }, list, minor.node, unserved, origin, more);
  const lined = () => (answers.routes.length && !answers.state.reach && answers.routeIndex ? answers.origin() : null);
  const count = () => {
    const { say } = answers;
    const drawn = new Set(lined() ? answers.routes.filter(({ at, verdict }) => at && !answers.folded.has(verdict.crossing)).map(({ verdict }) => standingOf(verdict)) : []);
    answers.counts.forEach(([standing, n], i) => {
      const name = say.t(`standing.${standing}`);
      tell(rows[i].text, n ? `${name} (${n})` : name);
      rows[i].line.classList.toggle("borders-absent", !drawn.has(standing));
      rows[i].node.hidden = !n && !drawn.has(standing);
    });
    minor.render();
    unserved.hidden = !answers.unserved;
    tell(unserved, unservedOf(answers));
    const placed = answers.verdicts.filter(({ crossing }) => crossing.place && !answers.folded.has(crossing));
    for (const sign of signs) sign.node.hidden = !sign.isShown(placed);
    const endangered = answers.verdicts.filter(({ dangers }) => dangers.length).length;
    tell(loud.text, `${say.t(loud.key)} (${endangered})`);
    more.hidden = quiet.every(({ node: sign }) => sign.hidden);
  };
  return {
    node,
    pass: (isOther) => void (isOther && count()),
    render(changed) {
      const { say } = answers;
      count();
      const town = lined();
      node.classList.toggle("borders-lined", Boolean(town));
      origin.hidden = !town;
      if (town) origin.textContent = say.t("ways.legend", { town: say.town(town), kind: answers.routeIndex?.schematic ? "schematic" : "" });
      if (!changed.has("lang")) return;
      fold.textContent = say.t("legend.signs");
      node.setAttribute("aria-label", say.t("legend.title"));
      for (const sign of quiet) sign.text.textContent = say.capital(say.t(sign.key));
    },
  };
}

/**
 * The line behind which crossings are folded that few know, and of which nothing is verified.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {{node: HTMLElement, render: () => void}}
 */
function minorOf(answers, actions) {
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "borders-minor" }));
  box.addEventListener("change", () => actions.set({ minor: box.checked }));
  const text = element("span", {});
  const node = element("p", { class: "borders-fold" }, element("label", { class: "borders-choice" }, box, text));
  return {
    node,
    render() {
      const { foldable, say, state } = answers;
      const kinds = [...new Set(foldable.map(({ crossing }) => crossing.kind))].map((kind) => say.t(`kind.${kind}`).toLocaleLowerCase(state.lang));
      node.hidden = !foldable.length;
      box.checked = state.minor;
      tell(text, foldable.length ? say.t("legend.minor", { n: foldable.length, kinds: say.list(kinds) }) : "");
    },
  };
}

/**
 * How many crossings are left out of the answer, and why; nothing where none is.
 * @param {Answers} answers
 * @returns {string}
 */
export function unservedOf({ unserved: n, say, state: { mode } }) {
  if (!n) return "";
  return say.capital(mode === null ? say.t("legend.freight", { n }) : say.t("legend.unserved", { n, means: say.t(`means.${mode}`) }));
}

/** @typedef {(placed: Verdict[]) => boolean} Shows whether something is to be explained of what the map shows */

/**
 * What is drawn beside the standings: what leads over the border, plans, tints, rough positions.
 * @param {Answers} answers
 * @param {Standing[]} standings
 * @returns {{key: string, node: HTMLElement, text: HTMLElement, isShown: Shows}[]}
 */
function signsOf(answers, standings) {
  const { data } = answers;
  const row = (/** @type {string} */ key, /** @type {Node[]} */ marks, /** @type {Shows} */ isShown, className = "") => {
    const text = element("span", {});
    return { key, text, isShown, node: element("li", className ? { class: className } : {}, ...marks, text) };
  };
  const kinds = [...new Set(data.crossings.map(({ kind }) => kind))].map((kind) =>
    row(`kind.${kind}`, [icon(kind, "borders-kind")], (placed) => placed.some(({ crossing }) => crossing.kind === kind), `borders-of-${kind}${isMinor(data.crossings, kind) ? " borders-of-minor" : ""}`),
  );
  const tints = standings.filter((standing) => standing !== "unknown").map((last) => {
    const mark = standingIcon("unknown", last);
    return { last, mark };
  });
  const lasts = (/** @type {Verdict[]} */ placed) => new Set(placed.flatMap(({ last }) => (last ? [standingOf(last)] : [])));
  const tint = row("legend.last", tints.map(({ mark }) => /** @type {Node} */ (mark)), (placed) => {
    const shown = lasts(placed);
    for (const { last, mark } of tints) mark.toggleAttribute("hidden", !shown.has(last));
    return [...shown].some((last) => last !== "unknown");
  });
  return [
    row("legend.danger", [icon("danger", "borders-danger")], (placed) => placed.some(({ dangers }) => dangers.length > 0), "borders-loud"),
    tint,
    ...kinds,
    row("legend.planned", [icon("planned", "borders-planned")], (placed) => placed.some(({ planned }) => planned.length > 0)),
    row("legend.approximate", [standingIcon("closed")], (placed) => placed.some(({ crossing }) => isApproximate(crossing)), "borders-rough"),
    row("legend.selected", [icon("unserved", "borders-mark")], () => Boolean(answers.selected && !answers.selected.serves && answers.selected.crossing.place)),
  ];
}

/**
 * @param {import("../core/verdicts.js").Crossing[]} crossings
 * @param {string} kind
 * @returns {boolean} whether all of a kind have small marks
 */
function isMinor(crossings, kind) {
  return crossings.every((crossing) => crossing.kind !== kind || !isMajor(crossing));
}
