/** What a reader takes away: a link, a quotation, files of the present answer, a picture. */

import { dayOf, instant, written } from "../core/clock.js";
import { verifiedOf } from "../core/knowledge.js";
import { linked } from "../core/permalink.js";
import { ended } from "../core/sentences.js";
import { address } from "./dom.js";
import { pngExport } from "./png_export.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { RouteIndex, Town } from "../core/routes.js" */
/** @import { Translator } from "../core/sentences.js" */
/** @import { Asking, Traveller, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Mark } from "./types.js" */

/** Whether the page has an address to be kept and copied: in the cell of a notebook it has none. */
export const HAS_ADDRESS = location.protocol !== "about:";

/**
 * @param {Answers} answers
 * @returns {string} the address of the present question
 */
export function linkTo({ state, start }) {
  return location.href.split("#")[0] + linked(state, start);
}

/**
 * @param {Answers} answers
 * @param {number} now milliseconds since 1970 by the reader's clock
 * @returns {string} how the present answer is cited: what, which version, of when, seen when, and where
 */
export function citation(answers, now = Date.now()) {
  const { say, data, state } = answers;
  const today = say.date(dayOf(data.clocks[data.home], now / 6e4));
  const values = { title: answers.title(), version: data.version, moment: say.moment(state), today };
  const text = ended(say.t("cite", values));
  return [text, ...(HAS_ADDRESS ? [linkTo(answers)] : [])].join(" ");
}

/**
 * @param {Answers} answers
 * @returns {string} what to send where an error is seen: the question, the version and the entries that the answer
 *   rests on, of the crossing that is open or of all, with room for what is wrong
 */
export function errorReport(answers) {
  const { say, data, state, verdicts } = answers;
  const chosen = verdicts.filter(({ crossing }) => crossing.id === state.crossing);
  const reported = chosen.length ? chosen : verdicts;
  const ids = reported.flatMap(({ measures, last }) => [...measures, ...(last?.measures ?? [])].map(({ id }) => id));
  const entries = [...chosen.map(({ crossing }) => crossing.id), ...new Set(ids)];
  return [
    say.t("report.heading", { title: answers.title(), version: data.version }),
    say.t("report.question", { question: [say.moment(state), say.question(state)].filter(Boolean).join(" · ") }),
    ...chosen.map((verdict) => say.sentence(verdict, state)),
    ...(entries.length ? [say.t("report.entries", { entries: entries.join(" ") })] : []),
    ...(HAS_ADDRESS ? [linkTo(answers)] : []),
    "",
    say.t("report.wrong"),
    "",
  ].join("\n");
}

/**
 * Copy a text, and say so on the button.
 * @param {Translator} say
 * @param {Pick<Actions, "tell">} actions
 * @param {string} text
 * @param {Event} event
 */
export async function copied(say, actions, text, event) {
  const label = /** @type {HTMLElement} */ (event.currentTarget).lastChild;
  const before = label?.textContent ?? "";
  let done = "copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "borders-unseen";
    document.body.append(area);
    area.select();
    if (!document.execCommand("copy")) done = "copy.failed";
    area.remove();
    /** @type {HTMLElement} */ (label?.parentElement)?.focus();
  }
  const notice = say.t(done);
  actions.tell(notice);
  if (!label || before === notice) return;
  label.textContent = notice;
  setTimeout(() => (label.textContent = before), done === "copied" ? 1600 : 6000);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {Answers} answers
 * @param {string} ending
 * @returns {string} a name that sorts by day
 */
function named({ state, data }, ending) {
  const day = "day" in state.on ? state.on.day : instant(state.on.minute).replace(/[:Z]/g, "");
  return `${data.name ?? "borders"}-${day}.${ending}`;
}

/**
 * What is said of a traveller, in one text.
 * @param {Traveller | null} traveller null: anybody is meant
 */
function whoOf(traveller) {
  if (!traveller) return null;
  const { nationality, residence, papers, vehicle } = traveller;
  return Object.entries({ nationality, residence, papers, vehicle: vehicle && [vehicle] })
    .flatMap(([key, values]) => (values ? [`${key}=${[...values].sort().join(",") || "none"}`] : []))
    .join("; ");
}

/**
 * What is asked beside the moment.
 * @param {Answers} answers
 * @param {Asking} question
 */
function questionOf({ data }, { mode, direction, traveller }) {
  return { mode, direction, traveller: whoOf(traveller), as_known_on: data.question?.asKnownOn ?? null };
}

/**
 * @param {number | null} minute
 * @returns {string | null} the moment in UTC as ISO 8601 has it, to the second
 */
function inUtc(minute) {
  return minute === null ? null : `${new Date(minute * 60000).toISOString().slice(0, 19)}Z`;
}

/**
 * The answer on each crossing that serves the question, as values and lists of them: the columns of
 * `STATUS` in `columns.py`, then what the page knows beside them.
 * @param {Answers} answers
 * @returns {Record<string, string | number | boolean | string[] | null>[]}
 */
function rowsOf(answers) {
  const { data } = answers;
  return answers.verdicts.map((verdict) => ({
    ...rowOf(answers, verdict),
    accuracy_m: verdict.crossing.place?.accuracy ?? null,
    links: sourcesOf(verdict).map((id) => address(data.sources[id][2]) || data.sources[id][1]),
  }));
}

/**
 * A verdict as `status` of `records.py` tells it; folders that are laid over a register are no part of a page.
 * @param {Answers} answers
 * @param {Verdict} verdict
 */
function rowOf(answers, verdict) {
  const { say, state, data } = answers;
  const { crossing, measures, planned, cautions } = verdict;
  const clock = data.clocks[crossing.clock];
  const local = (/** @type {number | null} */ minute) => (minute === null ? null : written(clock, minute));
  const { through, days } = verifiedOf(data, verdict);
  return {
    id: crossing.id,
    name: say.short(crossing),
    neighbour: crossing.neighbour ?? null,
    kind: crossing.kind,
    serves: verdict.serves,
    status: verdict.status,
    default: verdict.default,
    since: inUtc(verdict.since),
    until: inUtc(verdict.until),
    measures_since: inUtc(verdict.measuresSince),
    measures_until: inUtc(verdict.measuresUntil),
    planned: planned.map(({ id }) => id),
    last_known: verdict.last?.status ?? null,
    last_known_on: verdict.last && dayOf(clock, verdict.last.minute),
    verified_through: through,
    age_days: days,
    signs: say.signs(verdict, state),
    measures: measures.map(({ id }) => id),
    conditions: verdict.conditions.map((word) => say.word("condition", word)),
    cautions: cautions.map((measure) => say.caution(measure)),
    sources: sourcesOf(verdict).map((id) => data.sources[id][5]),
    sentence: say.sentence(verdict, state),
    on: dayOf(clock, verdict.minute),
    moment: inUtc(verdict.minute),
    ...questionOf(answers, state),
    since_local: local(verdict.since),
    until_local: local(verdict.until),
    lon: crossing.place?.lon ?? null,
    lat: crossing.place?.lat ?? null,
    lang: say.language,
    version: data.version,
    dangers: say.dangers(verdict),
  };
}

/**
 * @param {Verdict} verdict
 * @returns {number[]} what it rests on, each once
 */
function sourcesOf({ measures, cautions, dangers }) {
  return [...new Set([...dangers, ...measures, ...cautions].flatMap(({ sources }) => sources))];
}

/**
 * @param {Answers} answers
 * @param {object[]} features of GeoJSON
 * @param {string} ending
 */
function saveFeatures(answers, features, ending) {
  const text = JSON.stringify({ type: "FeatureCollection", features }, null, 1);
  save(new Blob([text], { type: "application/geo+json" }), named(answers, ending));
}

/**
 * Points with the members by which geojson.io and GitHub draw them (simplestyle).
 * @param {Answers} answers
 */
export function saveGeojson(answers) {
  const features = rowsOf(answers).map(({ id, lon, lat, ...properties }, i) => {
    const verdict = answers.verdicts[i];
    const { colour, symbol } = answers.data.styles[standingOf(verdict)];
    const looks = { title: answers.say.name(verdict.crossing), description: properties.sentence, "marker-color": colour, "marker-symbol": symbol };
    const geometry = lon === null ? null : { type: "Point", coordinates: [lon, lat] };
    return { type: "Feature", id, geometry, properties: { ...properties, ...looks } };
  });
  saveFeatures(answers, features, "geojson");
}

/**
 * @param {Answers} answers
 * @param {RouteIndex} index
 */
export function saveRoutes(answers, index) {
  const { say, state, data } = answers;
  const town = /** @type {Town} */ (answers.origin());
  const known = town ? answers.routes.filter(({ at }) => at) : [];
  const question = { ...state, direction: town && index.heading(town) };
  const features = known.map((route) => {
    const { crossing, status, minute } = route.verdict;
    const places = index.places(town, route);
    const properties = {
      crossing: crossing.id,
      status,
      km: route.km,
      detour_km: route.detour,
      approximate: route.approximate,
      sentence: say.sentence(route.verdict, question),
      by: route.by,
      default: route.verdict.default,
      name: say.short(crossing),
      origin: say.town(town),
      on: dayOf(data.clocks[crossing.clock], minute),
      moment: inUtc(minute),
      ...questionOf(answers, question),
      lang: say.language,
      stroke: data.styles[standingOf(route.verdict)].colour,
      attribution: index.attribution,
      version: data.version,
    };
    return { type: "Feature", geometry: { type: "LineString", coordinates: places }, properties };
  });
  saveFeatures(answers, features, "ways.geojson");
}

/**
 * Fields as RFC 4180 has them; none that a spreadsheet would take for a formula. Lists are joined as
 * Python's are.
 * @param {Answers} answers
 */
export function saveCsv(answers) {
  const rows = rowsOf(answers);
  const field = (/** @type {string | number | boolean | string[] | null} */ given) => {
    const value = Array.isArray(given) ? given.join("; ") : given;
    if (typeof value === "boolean") return value ? "True" : "False"; // as Python writes them
    const text = typeof value === "string" ? value.replace(/^(?=[=+\-@\t\r])/, "'") : String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  const text = lines.map((line) => line.map(field).join(",")).join("\r\n");
  save(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }), named(answers, "csv"));
}

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {(Mark | null)[]} marks
 */
export function savePng(map, answers, marks) {
  pngExport(map, answers, marks).toBlob((blob) => blob && save(blob, named(answers, "png")), "image/png");
}
