/** The same answer as a table: sortable, searchable in every language. */

import { verdictKey } from "./details.js";
import { button, element, icon, setCurrent, standingIcon, tell, verdictIcon } from "./dom.js";
import { inShares } from "./frames.js";
import { unservedOf } from "./legend.js";
import { otherTold, toldOf } from "./markers.js";
import { EVERYTHING } from "../core/answers.js";
import { crossingsFound } from "../core/finding.js";
import { counted, rankOf, standingOf, states } from "../core/verdicts.js";

/** @import { Answers, Aspect } from "../core/answers.js" */
/** @import { Crossing, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** Rows that are filled before a reader is answered. */
const STEP = 6;

/** Frames in which the rows are laid out for the first time. */
const FRAMES = 4;

/** Rows that a narrow screen lists at once: of more, those to one neighbour are unfolded at a time. */
const FEW = 24;

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
  const narrow = matchMedia("(max-width: 760px)");
  const rows = data.crossings.map((crossing) => tableRow(answers, actions, crossing));
  const groups = states(data).length > 1 ? states(data).map((code) => rowGroup(answers, code, () => turn(code))) : [];
  const body = element("tbody", {});
  const unserved = element("p", { class: "borders-quiet" });
  const whole = element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body);
  const scroll = element("div", { class: "borders-scroll" }, whole);
  const bar = element("div", { class: "borders-bar" }, title, element("div", { class: "borders-field" }, label, search), count);
  const node = element("section", { class: "borders-table", id: "borders-table", "aria-labelledby": "borders-table-title" }, bar, scroll, unserved);
  /** @type {[number, 1 | -1] | null} */
  let sorted = null;
  /** @type {Map<string, boolean>} whether those to a neighbour are shown, as a reader chose */
  const chosen = new Map();
  let laid = 0;

  const sort = (/** @type {number} */ column) => {
    sorted = [column, sorted?.[0] === column && sorted[1] === 1 ? -1 : 1];
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", /** @type {[number, number]} */ (sorted)[1] > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    arrange();
    grouped();
  };
  const neighbourOf = (/** @type {number} */ i) => data.crossings[i].neighbour ?? "";
  const arrange = () => {
    const of = (/** @type {string} */ code) => rows.filter((_, i) => neighbourOf(i) === code).map((row) => row.node);
    const below = () => [...of(""), ...groups.flatMap((group) => [group.node, ...of(group.code)])];
    const nodes = sorted ? ordered(answers, rows, sorted) : groups.length ? below() : rows.map((row) => row.node);
    if (nodes.some((node, i) => body.children[i] !== node) || body.children.length !== nodes.length) body.replaceChildren(...nodes);
  };
  const turn = (/** @type {string} */ code) => {
    chosen.set(code, !isOpen(code));
    grouped();
  };
  const isOpen = (/** @type {string} */ code) => {
    if (sorted || !code || search.value.trim()) return true;
    return chosen.get(code) ?? (!narrow.matches || answers.verdicts.length <= FEW || answers.selected?.crossing.neighbour === code);
  };
  // those that lead to a neighbour stand below its name
  const grouped = () => {
    whole.classList.toggle("borders-grouped", groups.length > 0 && !sorted);
    for (const { code, render } of groups) render(answers.each.filter((_, i) => neighbourOf(i) === code && !rows[i].node.hidden), isOpen(code));
    const folded = new Set(groups.map(({ code }) => code).filter((code) => !isOpen(code)));
    rows.forEach(({ node: row }, i) => row.classList.toggle("borders-folded", folded.has(neighbourOf(i))));
    alike(body);
  };
  narrow.addEventListener("change", grouped);
  const filter = () => {
    const wanted = search.value.trim();
    const { ids, isNear } = wanted ? crossingsFound(answers, wanted) : { ids: null, isNear: false };
    const { each, selected } = answers;
    const shown = rows.filter((row, i) => {
      // what does not serve the question is told where it is named
      row.node.hidden = i >= laid || (ids ? !ids.has(each[i].crossing.id) : !answers.means(each[i]) && selected !== each[i]);
      return !row.node.hidden;
    });
    const number = answers.say.t("table.count", { count: shown.length });
    grouped();
    count.textContent = wanted ? [isNear && shown.length ? answers.say.t("find.similar") : "", number].filter(Boolean).join(": ") : "";
  };
  search.addEventListener("input", filter);
  arrange();
  const named = () => {
    for (const node of [title, caption]) node.textContent = answers.say.t("table.title");
    label.textContent = answers.say.t("table.search");
    heads.forEach((head, i) => headed(head, answers.say.t(`table.${COLUMNS[i]}`)));
  };
  const part = {
    node,
    *fill() {
      named();
      yield* inShares(rows, STEP, (row, i) => row.render(answers.each[i], EVERYTHING));
    },
    *show() {
      for (let frame = 1; frame <= FRAMES; frame += 1) {
        laid = Math.ceil((rows.length * frame) / FRAMES);
        part.render(new Set(["moment"]));
        yield;
      }
    },
    render(/** @type {Set<Aspect>} */ changed) {
      if (changed.has("lang")) named();
      rows.forEach((row, i) => row.render(answers.each[i], changed));
      unserved.textContent = unservedOf(answers);
      if (changed.has("crossing")) chosen.delete(answers.selected?.crossing.neighbour ?? "");
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
 * @param {HTMLElement} head of a column
 * @param {string} name
 */
function headed(head, name) {
  head.dataset.name = name;
  /** @type {HTMLElement} */ (head.firstElementChild).textContent = name;
}

/**
 * @template {{node: HTMLElement}} Row
 * @param {Answers} answers
 * @param {Row[]} rows of all crossings, in their order
 * @param {[number, 1 | -1]} by the column, and which way
 * @returns {HTMLElement[]}
 */
function ordered(answers, rows, [column, sign]) {
  const { compare } = new Intl.Collator(answers.state.lang, { numeric: true });
  const keyed = rows.map(({ node }, i) => ({ node, key: sortKey(answers, COLUMNS[column], i) }));
  keyed.sort(({ key: a }, { key: b }) => sign * (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b))));
  return keyed.map(({ node }) => node);
}

/**
 * Mark the rows that stand below one which says the same: paper, where nothing is chosen, says it once.
 * @param {HTMLElement} body
 */
function alike(body) {
  let last = "";
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("tr:not([hidden])"))) {
    const words = [...node.querySelectorAll("td:not(.borders-col-kind)")].map((cell) => cell.textContent).join(" ").trim();
    node.classList.toggle("borders-alike", Boolean(words) && words === last);
    last = words;
  }
}

/**
 * The row above those that lead to a neighbour: its name, and how they stand.
 * @param {Answers} answers
 * @param {string} code
 * @param {() => void} act
 */
function rowGroup(answers, code, act) {
  const name = element("span", {});
  const tally = element("span", { class: "borders-row-tally" });
  const fold = button("borders-fold-rows", act, name, tally);
  const node = element("tr", { class: "borders-rows-of" }, element("th", { scope: "rowgroup" }, fold));
  return {
    code,
    node,
    /**
     * @param {Verdict[]} verdicts on the crossings below it
     * @param {boolean} isOpen
     */
    render(verdicts, isOpen) {
      const { say, data } = answers;
      node.hidden = !verdicts.length;
      fold.setAttribute("aria-expanded", String(isOpen));
      tell(name, say.place(code));
      tally.replaceChildren(...counted(data, verdicts).flatMap(([standing, n]) => {
        const words = say.t(`standing.${standing}`);
        return n ? [element("span", { title: words }, standingIcon(standing), say.number(n), element("span", { class: "borders-unseen" }, words))] : [];
      }));
    },
  };
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
  const node = element("tr", { "data-crossing": crossing.id, hidden: "" }, element("th", { scope: "row" }, open), ...Object.values(cells));
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
