/** The same answer as a table: sortable, searchable in every language. */

import { verdictKey } from "./details.js";
import { button, element, icon, setCurrent, verdictIcon } from "./dom.js";
import { unservedOf } from "./legend.js";
import { otherTold, toldOf } from "./markers.js";
import { EVERYTHING } from "../core/answers.js";
import { crossingsFound } from "../core/finding.js";
import { rankOf, standingOf, states } from "../core/verdicts.js";

/** @import { Answers, Aspect } from "../core/answers.js" */
/** @import { Crossing, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** Rows that are filled before a reader is answered. */
const STEP = 6;

const COLUMNS = ["crossing", "neighbour", "kind", "status", "since", "until", "why"];

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @returns {Part}
 */
export function table(answers, actions) {
  const { data } = answers;
  const title = element("h2", { id: "borders-table-title" });
  const search = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", id: "borders-search", autocomplete: "off", spellcheck: "false" })
  );
  const label = element("label", { for: "borders-search" });
  const count = element("span", { class: "borders-count", role: "status" });
  const caption = element("caption", {});
  const heads = COLUMNS.map((key, i) => columnHead(key, () => sort(i)));
  const isRing = states(data).length > 1;
  const rows = data.crossings.map((crossing) => tableRow(answers, actions, crossing));
  const body = element("tbody", {}, ...rows.map(({ node }) => node));
  const unserved = element("p", { class: "borders-quiet" });
  const whole = element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body);
  const scroll = element("div", { class: "borders-scroll" }, whole);
  const bar = element("div", { class: "borders-bar" }, title, element("div", { class: "borders-field" }, label, search), count);
  const node = element("section", { class: "borders-table", id: "borders-table", "aria-labelledby": "borders-table-title" }, bar, scroll, unserved);
  /** @type {[number, 1 | -1] | null} */
  let sorted = null;

  const sort = (/** @type {number} */ column) => {
    sorted = [column, sorted?.[0] === column && sorted[1] === 1 ? -1 : 1];
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", /** @type {[number, number]} */ (sorted)[1] > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    arrange();
    grouped();
  };
  const arrange = () => {
    if (!sorted) return;
    const [column, sign] = sorted;
    const { compare } = new Intl.Collator(answers.state.lang, { numeric: true });
    const keys = new Map(rows.map((row, i) => [row, sortKey(answers, COLUMNS[column], i)]));
    const ordered = [...rows].sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      const order = typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
      return sign * order;
    });
    if (ordered.some((row, i) => body.children[i] !== row.node)) body.replaceChildren(...ordered.map((row) => row.node));
  };
  // the first of those that lead to a neighbour stands below its name
  const grouped = () => {
    let last = "";
    rows.forEach(({ node: row }, i) => {
      const { neighbour = "" } = data.crossings[i];
      const isFirst = !sorted && isRing && !row.hidden && neighbour !== last;
      if (isFirst && neighbour) row.dataset.group = answers.say.place(neighbour);
      else delete row.dataset.group;
      if (!row.hidden) last = neighbour;
    });
  };
  const filter = () => {
    const wanted = search.value.trim();
    const { ids, isNear } = wanted ? crossingsFound(answers, wanted) : { ids: null, isNear: false };
    const shown = rows.filter((row, i) => {
      // what does not serve the question is told where it is named
      const verdict = answers.each[i];
      row.node.hidden = ids ? !ids.has(verdict.crossing.id) : !answers.means(verdict) && answers.selected !== verdict;
      return !row.node.hidden;
    });
    const counted = answers.say.t("table.count", { count: shown.length });
    grouped();
    count.textContent = wanted ? [isNear && shown.length ? answers.say.t("find.similar") : "", counted].filter(Boolean).join(": ") : "";
  };
  search.addEventListener("input", filter);
  const named = () => {
    title.textContent = answers.say.t("table.title");
    caption.textContent = answers.say.t("table.title");
    label.textContent = answers.say.t("table.search");
    heads.forEach((head, i) => {
      head.dataset.name = answers.say.t(`table.${COLUMNS[i]}`);
      /** @type {HTMLElement} */ (head.firstElementChild).textContent = head.dataset.name;
    });
  };
  const part = {
    node,
    *fill() {
      named();
      for (const [i, row] of rows.entries()) {
        row.render(answers.each[i], EVERYTHING);
        if (i % STEP === STEP - 1) yield;
      }
      part.render(new Set(["moment"]));
    },
    render(/** @type {Set<Aspect>} */ changed) {
      if (changed.has("lang")) named();
      rows.forEach((row, i) => row.render(answers.each[i], changed));
      unserved.textContent = unservedOf(answers);
      filter();
      if (sorted && (changed.has("lang") || sorted[0] > 2)) arrange();
    },
  };
  return part;
}

/**
 * @param {string} key
 * @param {() => void} act
 * @returns {HTMLElement}
 */
function columnHead(key, act) {
  return element("th", { scope: "col", class: `borders-col-${key}` }, button("borders-sort", act));
}

/**
 * @param {Answers} answers
 * @param {string} column
 * @param {number} i of the crossing
 * @returns {string | number}
 */
function sortKey(answers, column, i) {
  const verdict = answers.each[i];
  const { crossing, since, until } = verdict;
  if (column === "neighbour") return crossing.neighbour ? answers.say.place(crossing.neighbour) : "";
  if (column === "kind") return answers.say.t(`kind.${crossing.kind}`);
  if (column === "status") return rankOf(answers.data, standingOf(verdict)) + Number(!verdict.serves) * COLUMNS.length;
  if (column === "since") return since ?? -Infinity;
  if (column === "until") return until ?? Infinity;
  return column === "why" ? answers.say.why(verdict, answers.state) : answers.say.name(crossing);
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @param {Crossing} crossing
 */
function tableRow(answers, actions, crossing) {
  const cells = Object.fromEntries(COLUMNS.slice(1).map((key) => [key, element("td", { class: `borders-col-${key}` })]));
  const open = button("borders-name", () => actions.pick(crossing.id, open));
  const node = element("tr", { "data-crossing": crossing.id }, element("th", { scope: "row" }, open), ...Object.values(cells));
  node.addEventListener("click", (event) => {
    const on = /** @type {HTMLElement} */ (event.target);
    if (!on.closest("button") && !getSelection()?.toString()) actions.pick(crossing.id, open);
  });
  let shown = "";
  return {
    node,
    /**
     * @param {Verdict} verdict
     * @param {Set<Aspect>} changed
     */
    render(verdict, changed) {
      if (changed.has("crossing")) setCurrent(node, answers.state.crossing === crossing.id);
      if (changed.has("lang")) {
        open.textContent = answers.say.name(crossing);
        cells.neighbour.textContent = crossing.neighbour ? answers.say.place(crossing.neighbour) : "";
        cells.kind.textContent = answers.say.t(`kind.${crossing.kind}`);
      }
      const other = otherTold(answers, verdict);
      const key = `${verdictKey(verdict)} ${other}`;
      if (key === shown && !changed.has("lang") && !changed.has("question")) return;
      shown = key;
      cells.status.replaceChildren(verdictIcon(verdict), element("span", {}, toldOf(answers, verdict)[0]));
      if (other) cells.status.append(element("span", { class: "borders-quiet borders-then" }, other));
      cells.status.dataset.since = verdict.since === null ? "" : answers.say.day(verdict.since, crossing.clock, "since");
      cells.since.textContent = verdict.since === null ? "" : answers.say.day(verdict.since, crossing.clock);
      cells.until.textContent = verdict.until === null ? "" : answers.say.day(verdict.until, crossing.clock);
      const warning = answers.say.warning(verdict);
      const loud = warning ? [element("strong", { class: "borders-loud" }, icon("danger", "borders-danger"), warning), " "] : [];
      cells.why.replaceChildren(element("div", {}, ...loud, answers.say.whole(answers.say.why(verdict, answers.state))));
    },
  };
}
