/** The foot of the page: advice, sources, dates, credits, disclaimer. */

import { adviceItem } from "./details.js";
import { element, link } from "./dom.js";
import { verifiedWith } from "../core/knowledge.js";
import { ended } from "../core/sentences.js";
import { adviceOn } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Part } from "./types.js" */

/** @type {Record<string, string>} What is said in every language of whose work many registers stand on. */
const CREDITS = { "https://www.openstreetmap.org/copyright": "note.map", "https://www.geonames.org": "note.towns" };

/** The keys that do something, in the order in which one meets them. */
const KEYS = ["help.tab", "help.slash", "help.marks", "help.enter", "help.escape", "help.arrows", "help.pages"];

/**
 * @param {Answers} answers
 * @returns {Part}
 */
export function footer(answers) {
  const summary = element("summary", {});
  const list = element("ul", {});
  const notices = element("details", { class: "borders-advice" }, summary, list);
  const keys = element("details", { class: "borders-advice borders-keys" }, element("summary", {}), element("ul", {}));
  const printed = element("p", { class: "borders-cited" });
  const notes = element("div", { class: "borders-remarks" });
  const node = element("footer", { class: "borders-foot", id: "borders-notes" }, notices, keys, notes, printed);
  addEventListener("beforeprint", () => (printed.textContent = publishers(answers)));
  let shown = "";
  return {
    node,
    render(changed) {
      const { say, data } = answers;
      const standing = adviceOn(data, null, answers.state);
      const key = standing.map(({ id }) => id).join(" ");
      if (key !== shown || changed.has("lang")) {
        shown = key;
        notices.hidden = !standing.length;
        summary.textContent = say.t("advice.title", { count: standing.length });
        list.replaceChildren(...standing.map((advice) => adviceItem(answers, advice)));
      }
      if (changed.has("lang")) {
        const [heading, rows] = keys.children;
        heading.textContent = say.t("help.title");
        rows.replaceChildren(...KEYS.map((key) => element("li", {}, say.t(key))));
      }
      const lines = remarks(answers).map((text) => element("p", {}, text));
      const credits = credited(answers).flatMap(([text, url], i) => [...(i ? [" · "] : []), link(text, url)]);
      notes.replaceChildren(...lines, element("p", {}, ...credits));
    },
  };
}

/**
 * What must be said of every map.
 * @param {Answers} answers
 * @returns {string[]}
 */
function remarks(answers) {
  const { say, data } = answers;
  const absent = data.crossings.filter(({ place }) => !place).map((crossing) => say.name(crossing));
  const verified = verifiedWith(data, answers.state);
  const noon = "day" in answers.state.on ? ended(say.t("time.noon")) : "";
  return [
    `${say.t("note.disclaimer")} ${say.t("note.boundaries")} ${say.t("who.assumption")}`,
    `${ended(`${say.t("note.date")}: ${say.moment(answers.state)}`)} ${noon}`.trim(),
    explained(answers).map((standing) => ended(`${say.t(`standing.${standing}`)}: ${say.t(`legend.${standing}`)}`)).join(" "),
    verified ? ended(say.t("note.verified", { day: say.date(verified) })) : "",
    ended(say.t("note.data", { name: data.name ?? data.title, version: data.version })),
    absent.length ? ended(say.t("note.unplaced", { names: say.list(absent) })) : "",
  ].filter(Boolean);
}

/**
 * The standings in view whose names alone do not tell what they mean.
 * @param {Answers} answers
 * @returns {string[]}
 */
function explained({ counts }) {
  const plain = ["open", "closed"];
  return counts.flatMap(([standing, n]) => (n && !plain.includes(standing) ? [standing] : []));
}

/**
 * Whose work is shown, and the page of the web that tells of it, if any.
 * @param {Answers} answers
 * @returns {[string, string][]}
 */
function credited({ say, data, routeIndex }) {
  /** @type {[string, string][]} */
  const rows = Object.entries(data.credits).map(([url, title]) => [CREDITS[url.replace(/\/$/, "")] ? say.t(CREDITS[url.replace(/\/$/, "")]) : title, url]);
  const network = routeIndex ?? data.network;
  if (network) rows.push([say.t("note.network", { kind: network.schematic ? "schematic" : "", attribution: network.attribution }), ""]);
  return rows;
}

/**
 * What is told below a picture of the map.
 * @param {Answers} answers
 * @returns {string[]}
 */
export function credits(answers) {
  const names = credited(answers).map(([text]) => text);
  return [...remarks(answers), publishers(answers), `${names.join(". ")}.`].filter(Boolean);
}

/**
 * Who published what the present answer rests on.
 * @param {Answers} answers
 * @returns {string}
 */
function publishers({ verdicts, data, say }) {
  const measures = verdicts.flatMap(({ measures: bearing, last }) => [...bearing, ...(last?.measures ?? [])]);
  const ids = measures.flatMap(({ sources }) => sources);
  const names = [...new Set(ids.map((id) => data.sources[id][0]))];
  return names.length ? `${say.t("sources.title")}: ${say.list(names)}.` : "";
}
