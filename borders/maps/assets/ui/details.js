/** All that is known of the crossing that is selected, to be read. */

import { address, button, element, english, entitle, icon, link, verdictIcon } from "./dom.js";
import { toldOf } from "./markers.js";
import { adviceOn, periods, signs, standingOf } from "../core/verdicts.js";
import { HAS_ADDRESS, copied, linkTo } from "./downloads.js";
import { dayOf } from "../core/clock.js";
import { pointed, timeline } from "./timeline.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Advice, Asking, Crossing, Danger, Measure, Sign, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Part } from "./types.js" */

/** How many groups of travellers are listed before the others are folded away. */
const LISTED = 4;

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick" | "set" | "tell">} actions
 * @returns {Part & {focus: () => void}}
 */
export function details(answers, actions) {
  const heading = element("h2", { tabindex: "-1", id: "borders-details-title" });
  const kicker = element("p", { class: "borders-kicker" });
  const close = button("borders-close", () => actions.pick(null), icon("close"));
  const head = element("header", {}, element("div", {}, kicker, heading), close);
  const body = element("div", { class: "borders-body" });
  const node = element("article", { class: "borders-details", "aria-labelledby": "borders-details-title" }, head, body);
  node.hidden = true;
  let shown = "";
  return {
    node,
    focus: () => heading.focus({ preventScroll: true }),
    render(changed) {
      const verdict = answers.selected;
      node.hidden = verdict === null;
      if (verdict === null) return;
      const { crossing } = verdict;
      const key = verdictKey(verdict);
      if (key === shown && !changed.has("lang") && !changed.has("question")) {
        dated(answers, verdict, body);
        return;
      }
      const known = crossing.knownAs?.[answers.state.lang];
      heading.replaceChildren(answers.say.name(crossing), ...(known ? [" ", element("small", {}, `(${known})`)] : []));
      kicker.textContent = answers.say.capital(answers.say.standing(crossing));
      entitle(close, answers.say.t("card.close"));
      const open = [...body.querySelectorAll("details[open]")].map((fold) => fold.className);
      body.replaceChildren(...content(answers, actions, verdict));
      dated(answers, verdict, body);
      if (shown.startsWith(`${crossing.id} `)) {
        for (const fold of body.querySelectorAll("details")) fold.open = open.includes(fold.className);
      } else node.scrollTop = 0;
      shown = key;
    },
  };
}

/**
 * All of a verdict but its moment.
 * @param {Verdict} verdict
 * @returns {string}
 */
export function verdictKey(verdict) {
  const { crossing, serves, since, until, measuresSince, measuresUntil, measures, planned, cautions, dangers, verified, last } = verdict;
  const ids = [measures, planned, cautions].map((all) => all.map(({ id }) => id).join(" "));
  const standings = [verdict, last].map((known) => known && standingOf(known));
  return [crossing.id, serves, ...standings, since, until, measuresSince, measuresUntil, ...ids, verified, dangers.length].join(" ");
}

/**
 * Show what is another at each moment.
 * @param {Answers} answers
 * @param {Verdict} verdict
 * @param {HTMLElement} body
 */
function dated(answers, verdict, body) {
  const sentence = /** @type {HTMLElement} */ (body.querySelector(".borders-sentence"));
  sentence.textContent = answers.say.sentence(verdict, answers.state);
  pointed(answers, body);
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set" | "tell">} actions
 * @param {Verdict} verdict
 * @returns {Node[]}
 */
function content(answers, actions, verdict) {
  const { say, data, state } = answers;
  const { crossing } = verdict;
  const known = verdict.last ?? verdict;
  const copy = button("borders-copy", (event) => copied(answers.say, actions, linkTo(answers), event), icon("link"), say.t("copy.link"));
  copy.hidden = !HAS_ADDRESS;
  const seen = verdict.status === "unknown" ? signs(data, crossing, state, verdict.minute) : [];
  const parts = [
    section(answers, "legend.danger", verdict.dangers.map((danger) => dangerItem(answers, danger, verdict))),
    inForce(answers, verdict),
    section(answers, "card.conditions", known.conditions.map((word) => element("li", {}, say.word("condition", word)))),
    section(answers, "card.wouldPass", known.wouldPass.map((who) => element("li", {}, say.who(who)))),
    section(answers, "card.barred", known.barred.map((who) => element("li", {}, say.who(who)))),
    section(answers, "card.signs", seen.map((sign) => signItem(answers, sign))),
    section(answers, "card.planned", verdict.planned.map((measure) => measureItem(answers, measure, say.plan(measure, state)))),
    section(answers, "card.cautions", verdict.cautions.map((measure) => measureItem(answers, measure, say.caution(measure)))),
    section(answers, "card.advice", adviceOn(data, crossing, state).map((advice) => adviceItem(answers, advice))),
  ];
  const all = periods(data, crossing, state);
  const [how, period] = toldOf(answers, verdict);
  return [
    element(
      "p",
      { class: "borders-verdict" },
      verdictIcon(verdict),
      element("strong", {}, how),
      // of an unknown the sentence below says the same
      ...(period && verdict.status !== "unknown" ? [element("span", {}, period)] : []),
    ),
    element("p", { class: "borders-sentence" }),
    ...(verdict.last ? [element("p", { class: "borders-quiet" }, say.sentence(verdict.last, lastAsked(verdict, state)))] : []),
    ...(all.length ? [element("section", {}, element("h3", {}, say.t("card.timeline")), ...timeline(answers, actions, crossing, all))] : []),
    ...parts.flat(),
    about(answers, crossing),
    element("p", { class: "borders-acts" }, copy),
  ];
}

/**
 * The measures that led to a verdict, with the time over which they were the same; where nothing is
 * known any more, those that bar all the same, and those that led to the last known one.
 * @param {Answers} answers
 * @param {Verdict} verdict
 * @returns {Node[]}
 */
function inForce(answers, { measures, measuresSince, measuresUntil, crossing, last }) {
  const { say, state } = answers;
  const items = (/** @type {Measure[]} */ all) => all.map((measure) => measureItem(answers, measure, say.clause(measure, state)));
  const bounds = [
    measuresSince === null ? "" : say.day(measuresSince, crossing.clock, "since"),
    measuresUntil === null ? "" : say.day(measuresUntil, crossing.clock, "until"),
  ].filter(Boolean);
  const run = bounds.length ? [element("p", { class: "borders-quiet" }, say.t("card.sameMeasures", { bounds: bounds.join(" ") }))] : [];
  const before = last?.measures.filter((measure) => !measures.includes(measure)) ?? [];
  return [
    ...section(answers, "card.inForce", items(measures), run),
    ...section(answers, "card.inForceThen", items(before)),
  ];
}

/**
 * Traffic that was seen; it verifies nothing.
 * @param {Answers} answers
 * @param {Sign} sign
 * @returns {HTMLElement}
 */
function signItem(answers, sign) {
  const { say } = answers;
  const note = sign.note ? [english(say, "p", sign.note)] : [];
  return element("li", {}, element("p", {}, say.capital(say.sign(sign))), ...note, sources(answers, sign.sources, `of-sign-${sign.through}`));
}

/**
 * What endangers life on the way.
 * @param {Answers} answers
 * @param {Danger} danger
 * @param {Verdict} verdict
 * @returns {HTMLElement}
 */
function dangerItem(answers, danger, { crossing, minute }) {
  const { say } = answers;
  const note = danger.note ? [english(say, "p", danger.note)] : [];
  return element("li", { class: "borders-loud" }, element("p", {}, icon("danger", "borders-danger"), say.capital(say.danger(danger, crossing, minute))), ...note, sources(answers, danger.sources, `of-danger-${danger.what}`));
}

/**
 * The question of the last known verdict.
 * @param {Verdict} verdict
 * @param {Asking} state
 * @returns {Asking}
 */
function lastAsked({ last }, state) {
  return { ...state, on: { minute: /** @type {Verdict} */ (last).minute } };
}

/**
 * @param {Answers} answers
 * @param {string} key
 * @param {Node[]} items
 * @param {Node[]} lead what is told of all of them
 * @returns {Node[]}
 */
function section(answers, key, items, lead = []) {
  if (!items.length) return [];
  return [element("section", {}, element("h3", {}, answers.say.t(key)), ...lead, element("ul", {}, ...items))];
}

/**
 * Terms with what they say; those that say nothing are left out.
 * @param {Answers} answers
 * @param {[string, string | Node | false | null | undefined][]} rows a key of `row`, or a whole key
 * @returns {HTMLElement}
 */
function terms(answers, rows) {
  const filled = rows.filter(([, value]) => value);
  const nodes = filled.flatMap(([key, value]) => [
    element("dt", {}, answers.say.t(key.includes(".") ? key : `row.${key}`)),
    element("dd", {}, /** @type {string | Node} */ (value)),
  ]);
  return element("dl", {}, ...nodes);
}

/**
 * @param {Answers} answers
 * @param {Measure} measure
 * @param {string} text
 * @returns {HTMLElement}
 */
function measureItem(answers, measure, text) {
  const { say, data } = answers;
  const day = (/** @type {number | undefined} */ minute) => (minute === undefined ? "" : say.day(minute, measure.side));
  const bare = (/** @type {string | undefined} */ text) => (text ? answers.say.date(text) : "");
  const modes = measure.modes ?? [];
  return element(
    "li",
    {},
    element("p", {}, say.capital(text)),
    terms(answers, [
      ["only", whos(answers, measure.only, "only")],
      ["except", whos(answers, measure.except, "except")],
      ["field.mode", modes.length < data.modes.length && say.list(modes.map((mode) => say.t(`means.${mode}`)))],
      ["field.direction", measure.direction !== "both" && say.t(`direction.${measure.direction}`)],
      ["decidedBy", english(say, "span", measure.by)],
      ["announced", bare(measure.announced)],
      ["from", day(measure.from)],
      ["until", day(measure.to)],
      ["plannedTo", day(measure.planned)],
      ["lifted", bare(measure.lifted)],
      ["seen", bare(measure.seen)],
      ["reason", say.word("reason", measure.reason)],
      ["stage", measure.stage && say.t(`stage.${measure.stage}`)],
      ["confidence", measure.confidence && say.t(`confidence.${measure.confidence}`)],
      ["note", measure.note && english(say, "span", measure.note)],
      ["folder", measure.folder],
    ]),
    sources(answers, measure.sources, `of-${measure.id}`),
  );
}

/**
 * Whom a measure means, or leaves out: each paper of those that will do by itself.
 * @param {Answers} answers
 * @param {number[] | undefined} numbers
 * @param {string} of
 * @returns {HTMLElement | null}
 */
function whos({ say, data }, numbers = [], of) {
  if (!numbers.length) return null;
  const each = numbers.flatMap((number) => {
    const { papers = [], ...others } = data.whos[number];
    return papers.length && !Object.keys(others).length ? papers.map((paper) => ({ papers: [paper] })) : [data.whos[number]];
  });
  const items = each.map((who) => element("li", {}, say.who(who)));
  const more = items.length > LISTED + 1 ? items.splice(LISTED) : [];
  const list = element("ul", { class: "borders-whos" }, ...items);
  if (!more.length) return list;
  const summary = element("summary", {}, say.t("changes.more", { count: more.length }));
  const rest = element("ul", { class: "borders-whos" }, ...more);
  return element("div", {}, list, element("details", { class: `borders-more ${of}-${numbers.join("-")}` }, summary, rest));
}

/**
 * @param {Answers} answers
 * @param {Advice} advice
 * @returns {HTMLElement}
 */
export function adviceItem(answers, advice) {
  return element(
    "li",
    {},
    english(answers.say, "p", advice.text),
    terms(answers, [
      ["only", whos(answers, advice.only, "only")],
      ["except", whos(answers, advice.except, "except")],
      ["issuedBy", english(answers.say, "span", advice.by)],
      ["from", answers.say.day(advice.from, answers.data.home)],
    ]),
    sources(answers, advice.sources, `of-${advice.id}`),
  );
}

/**
 * @param {Answers} answers
 * @param {number[]} ids
 * @param {string} key
 * @returns {HTMLElement}
 */
function sources({ say, data }, ids, key) {
  const items = ids.map((id) => {
    const [publisher, title, url, published, language] = data.sources[id];
    const node = link(title, address(url));
    node.setAttribute("lang", "en"); // a title is told in English, whatever the page behind it speaks
    if (node instanceof HTMLAnchorElement) {
      node.hreflang = language;
    }
    const by = element("span", {}, [publisher, published].filter(Boolean).join(", "));
    return element("li", {}, node, " ", by);
  });
  const summary = element("summary", {}, say.t("card.sources", { count: ids.length }));
  return element("details", { class: `borders-sources ${key}` }, summary, element("ul", {}, ...items));
}

/**
 * @param {Answers} answers
 * @param {Crossing} crossing
 * @returns {HTMLElement}
 */
function about(answers, crossing) {
  const { say, data } = answers;
  const { verified, roads = {}, equipment, place } = crossing;
  const pairs = (/** @type {Record<string, string>} */ table) =>
    say.list(Object.entries(table).map(([key, value]) => (value.startsWith(key) ? value : `${value} (${key})`)));
  const cited = [...new Set([...crossing.sources, ...(equipment?.sources ?? [])])];
  const days = (verified ?? []).map(([from, to]) => {
    const [start, end] = [from, to - 1].map((minute) => say.date(dayOf(data.clocks[crossing.clock], minute)));
    return say.t("card.fromThrough", { start, end });
  });
  return element(
    "section",
    {},
    element("h3", {}, say.t("card.about")),
    terms(answers, [
      ["serves", say.list(crossing.modes.map((mode) => say.t(`means.${mode}`)))],
      ["position", place && say.position(place)],
      ["roads", pairs(roads)],
      ["equipment", inspected(answers, crossing)],
      ["hours", crossing.hours && english(say, "span", crossing.hours)],
      ["verified", days.length ? days.join("; ") : say.t("row.never")],
      ["note", crossing.note && english(say, "span", crossing.note)],
    ]),
    ...(cited.length ? [sources(answers, cited, "of-crossing")] : []),
  );
}

/**
 * What a crossing has to inspect vehicles with; of one that carries freight also that it is not known.
 * @param {Answers} answers
 * @param {Crossing} crossing
 * @returns {HTMLElement | null}
 */
function inspected({ say, data }, { equipment, modes }) {
  if (!equipment && !modes.some((mode) => data.freight.includes(mode))) return null;
  const { xray, note } = equipment ?? {};
  const answer = say.t(xray === undefined ? "row.unknown" : xray ? "row.yes" : "row.no");
  const known = element("p", {}, say.t("row.xray", { answer }));
  return element("div", {}, known, ...(note ? [english(say, "p", note)] : []));
}
