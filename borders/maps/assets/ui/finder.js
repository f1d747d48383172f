/** One box that finds crossings, towns, states, statuses and places. */

import { Combobox } from "./combobox.js";
import { element } from "./dom.js";
import { crossingsOf, hitsOf, nearestServing, placeTyped } from "../core/finding.js";
import { standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Hit } from "../core/finding.js" */
/** @import { Town } from "../core/routes.js" */
/** @import { Verdict } from "../core/verdicts.js" */
/** @import { Choice } from "./combobox.js" */
/** @import { Actions, Part } from "./types.js" */

/** How many crossings and towns are listed at most. */
const [CROSSINGS, TOWNS] = [12, 2];
const ID = "borders-find";

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set" | "pick" | "list" | "tell">} actions
 * @returns {Part}
 */
export function finder(answers, actions) {
  const t = (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) => answers.say.t(key, values);
  let isLost = false;

  const pick = (/** @type {string} */ id) => actions.pick(id, box.input);
  /** @type {Record<string, (value: string) => void>} */
  const acts = {
    crossing: pick,
    near: pick,
    from: (value) => actions.set({ from: value }),
    state: (value) => list({ kind: "state", value }),
    standing: (value) => list({ kind: "standing", value }),
    here: () => locate(),
  };
  const list = (/** @type {Hit} */ hit) => actions.list(nameOf(answers, hit), crossingsOf(answers, hit));
  const locate = () => {
    const lost = () => {
      isLost = true;
      actions.tell(t("find.lost"));
      box.type("");
    };
    const near = (/** @type {GeolocationPosition} */ { coords }) => box.type(`${coords.latitude.toFixed(4)}, ${coords.longitude.toFixed(4)}`);
    navigator.geolocation.getCurrentPosition(near, lost, { maximumAge: 600000, timeout: 20000 });
  };
  const box = new Combobox({
    id: ID,
    empty: "find.hint",
    chips: 0,
    t,
    nameOf: (value) => value,
    groups: () => [],
    find: (text) => {
      const groups = foundOf(answers, text);
      const note = isLost ? "find.lost" : groups.length ? "" : "pick.empty";
      isLost = false;
      return [...(note ? [{ heading: t(note), choices: [] }] : []), ...groups, ...here()];
    },
    choose: ([chosen]) => {
      if (!chosen) return;
      const [kind, ...rest] = chosen.split(":");
      acts[kind](rest.at(-1) ?? "");
    },
  });
  const here = () => ("geolocation" in navigator && isSecureContext ? [{ heading: "", choices: [{ value: "here:", text: t("find.here"), also: [] }] }] : []);
  const label = element("label", { for: ID, class: "borders-unseen" });
  return {
    node: element("div", { class: "borders-finder", role: "search" }, label, box.node),
    render(changed) {
      if (!changed.has("lang")) return;
      label.textContent = t("find.title");
      box.show([], t("find.title"));
    },
  };
}

/**
 * @param {Answers} answers
 * @param {string} text
 * @returns {{heading: string, choices: Choice[]}[]}
 */
function foundOf(answers, text) {
  const { say, names } = answers;
  const place = placeTyped(text);
  if (place) return [nearest(answers, text.trim(), place)];
  const { hits, isNear } = text.trim() ? hitsOf(answers, text) : { hits: all(answers), isNear: false };
  const headed = (/** @type {string} */ key) => say.t(isNear ? "find.similar" : key);
  const of = (/** @type {string[]} */ ...kinds) => hits.filter(({ kind }) => kinds.includes(kind));
  const shown = of("state", "standing").map((hit) => {
    const n = crossingsOf(answers, hit).length;
    return { value: `${hit.kind}:${hit.value}`, text: `${nameOf(answers, hit)} (${say.number(n)})`, also: [] };
  });
  const crossings = of("crossing").slice(0, CROSSINGS).map(({ value }) => ({ value: `crossing:${value}`, text: asListed(answers, value), also: [] }));
  const towns = of("town").slice(0, TOWNS).flatMap(({ value }) => names.townAt(value));
  const parts = [{ heading: headed("find.crossings"), choices: crossings }, { heading: headed("find.shown"), choices: shown }];
  const near = towns.map((town) => nearest(answers, say.town(town), town, town));
  const isFirst = hits[0]?.kind === "state" || hits[0]?.kind === "standing";
  const ordered = [...(isFirst ? parts.reverse() : parts), ...near];
  return (hits[0]?.kind === "town" ? [...near, ...parts] : ordered).filter(({ choices }) => choices.length);
}

/**
 * The states and statuses that can be asked for.
 * @param {Answers} answers
 * @returns {Hit[]}
 */
function all(answers) {
  const kinds = /** @type {const} */ (["state", "standing"]);
  const hits = kinds.flatMap((kind) => answers.names.all(kind).map(({ value }) => ({ kind, value })));
  return hits.filter((hit) => crossingsOf(answers, hit).length);
}

/**
 * @param {Answers} answers
 * @param {Hit} hit
 * @returns {string}
 */
function nameOf({ say }, { kind, value }) {
  return kind === "state" ? say.place(value) : say.t(`standing.${value}`);
}

/**
 * @param {Answers} answers
 * @param {string} id of a crossing
 * @returns {string} its name and how it stands
 */
function asListed({ each, say }, id) {
  const verdict = /** @type {Verdict} */ (each.find(({ crossing }) => crossing.id === id));
  const name = say.name(verdict.crossing);
  return verdict.serves ? `${name} · ${say.within(standingOf(verdict))}` : name;
}

/**
 * @param {Answers} answers
 * @param {string} name
 * @param {{lon: number, lat: number}} place
 * @param {Town} [town]
 * @returns {{heading: string, choices: Choice[]}}
 */
function nearest(answers, name, place, town) {
  const { say } = answers;
  const choices = nearestServing(answers, place).map(([crossing, km]) => {
    const length = say.t("ways.length", { rough: "yes", km: say.number(Math.round(km)) });
    return { value: `near:${town?.number ?? ""}:${crossing.id}`, text: `${asListed(answers, crossing.id)} · ${length}`, also: [] };
  });
  const routes = town?.slug ? [{ value: `from:${town.slug}`, text: `${say.t("field.from")}: ${name}`, also: [] }] : [];
  return { heading: say.t("find.nearest", { name }), choices: [...choices, ...routes] };
}
