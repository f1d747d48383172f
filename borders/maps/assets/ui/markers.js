/** Crossings on the map: marks that take focus, a tip for each. */

import { element, grown, icon, verdictIcon } from "./dom.js";
import { inShares } from "./frames.js";
import { announce } from "./labels.js";
import { REACH, neighbours } from "./neighbours.js";
import { roving } from "./roving.js";
import { EVERYTHING } from "../core/answers.js";
import { declutter } from "../core/declutter.js";
import { isApproximate, isMajor, standingOf } from "../core/verdicts.js";

/** @import { Answers, Aspect } from "../core/answers.js" */
/** @import { Crossing, Place, Standing, Verdict } from "../core/verdicts.js" */
/** @import { Actions, Mark, Part } from "./types.js" */

/** The size of the marks of lesser crossings; `markers.css` has it too. */
const MINOR = 0.72;

/** Pixels by which a mark may lie beside its place: it is drawn at whole ones. */
const BESIDE = Math.SQRT1_2;

/** Marks that are drawn before a reader is answered. */
const STEP = 24;

/** Milliseconds without a new moment after which names are placed anew. */
const REST = 250;

/** Pixels by which the ring around a mark that is chosen reaches out. */
const RING = 3;

/**
 * How wide a mark may be beside the side of the square that each has of the view, pixels at least, and how much
 * wider than high, or higher than wide, that view is at most, of which they fill no more.
 */
const CROWD = { share: 0.42, least: 12, shape: 1.5 };

/** Pixels of a mark below which it has no badges, and names near it alone. */
const TINY = 18;

/** Pixels of the longest line that leads to a name, of crossings that let anybody through and of others. */
const LED = [110, 64];

/** The zoom from which small marks and roads have their badges. */
const NEAR = 8;

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @returns {{marks: (Mark | null)[], layer: L.LayerGroup, begin: () => Generator<void>, render: Part["render"], pass: Part["pass"]}}
 *   `begin` puts them on the map in steps, once it has its view
 */
export function markers(map, answers, actions) {
  const { data } = answers;
  const pane = map.getPane("borders-leaders") ?? map.createPane("borders-leaders");
  Object.assign(pane.style, { zIndex: "440", pointerEvents: "none" });
  const renderer = L.svg({ pane: "borders-leaders" });
  const marks = data.crossings.map((crossing) => (crossing.place ? markOf(answers, actions, crossing, crossing.place) : null));
  const whole = /** @type {Mark[]} */ (marks.filter(Boolean));
  const press = neighbours(map, answers, actions, whole);
  const reach = roving(map, whole);
  for (const mark of whole) mark.marker.on("click", ({ originalEvent }) => press(mark, originalEvent));
  map.on("click", ({ sourceTarget, originalEvent }) => {
    // a finger that misses a mark means the nearest
    if (sourceTarget === map && /** @type {PointerEvent} */ (originalEvent).pointerType === "touch") press(null, originalEvent);
  });
  const leaders = L.layerGroup();
  const layer = L.layerGroup([leaders, ...whole.map(({ marker }) => marker)]);
  const arrange = () => {
    if (!map.getSize().x) return; // it is arranged when it is seen
    leaders.clearLayers();
    for (const { home, shown } of settle(map, answers, whole)) {
      leaders.addLayer(L.polyline([home, shown], { renderer, interactive: false, className: "borders-leader" }));
    }
  };
  let [shown, badged, rest] = ["", "", 0];
  const rendered = (/** @type {Set<Aspect>} */ changed) => {
    const now = whole.map(({ isShown }) => Number(isShown)).join("");
    const badges = answers.each.map(({ planned, dangers }) => Number(planned.length + dangers.length > 0)).join("");
    if (changed.has("lang") || changed.has("crossing") || now !== shown) map.whenReady(arrange);
    else if (badges !== badged) {
      // names make way for badges once the moment rests
      clearTimeout(rest);
      rest = window.setTimeout(() => map.whenReady(arrange), REST);
    }
    [shown, badged] = [now, badges];
    reach(answers.state.crossing);
  };
  return {
    marks,
    layer,
    *begin() {
      layer.addTo(map);
      yield;
      yield* inShares(marks, STEP, (mark, i) => mark && renderMark(answers, mark, answers.each[i], EVERYTHING));
      yield;
      rendered(EVERYTHING);
      map.on("zoomend resize borders:viewed", arrange);
    },
    pass(isOther) {
      if (isOther) marks.forEach((mark, i) => mark && drawMark(answers, mark, answers.each[i]));
    },
    render(changed) {
      marks.forEach((mark, i) => mark && renderMark(answers, mark, answers.each[i], changed));
      rendered(changed);
    },
  };
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @param {Crossing} crossing
 * @param {Place} place
 * @returns {Mark}
 */
function markOf(answers, actions, crossing, { lat, lon }) {
  const className = `borders-marker${isMajor(crossing) ? "" : " borders-minor"}${isApproximate(crossing) ? " borders-rough" : ""}`;
  const home = L.latLng(lat, lon);
  const marker = L.marker(home, { icon: L.divIcon({ className, html: "", iconSize: undefined }), riseOnHover: true, autoPanOnFocus: false });
  const mark = { crossing, marker, home, shown: home, isShown: true, looks: "", says: "", tip: () => tip(answers, crossing) };
  const node = () => /** @type {HTMLElement} */ (marker.getElement());
  marker.bindTooltip(mark.tip, { direction: "top", className: "borders-tip", offset: [0, -10] });
  marker.on("add", () => {
    node().setAttribute("role", "button");
    node().dataset.crossing = crossing.id;
    node().addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      actions.pick(crossing.id, node());
    });
  });
  return mark;
}

/**
 * Show the verdict, if it is another.
 * @param {Answers} answers
 * @param {Mark} mark
 * @param {Verdict} verdict
 * @param {Set<Aspect>} changed
 */
function renderMark(answers, mark, verdict, changed) {
  const node = mark.marker.getElement();
  if (!node) return;
  const { crossing } = mark;
  if (changed.has("crossing")) {
    const picked = answers.state.crossing === crossing.id;
    node.classList.toggle("borders-picked", picked);
    node.setAttribute("aria-pressed", String(picked));
    mark.marker.setZIndexOffset(picked ? 1000 : 0);
  }
  drawMark(answers, mark, verdict);
  const otherwise = otherTold(answers, verdict);
  const says = `${mark.looks} ${verdict.since} ${verdict.until} ${verdict.verified} ${otherwise}`;
  if (says !== mark.says || changed.has("lang") || changed.has("question")) node.setAttribute("aria-label", `${answers.say.label(verdict, answers.state)} ${otherwise}`.trim());
  mark.says = says;
  if (mark.marker.isTooltipOpen()) mark.marker.getTooltip()?.setContent(mark.tip);
}

/**
 * Draw the verdict, if it looks otherwise.
 * @param {Answers} answers
 * @param {Mark} mark
 * @param {Verdict} verdict
 */
function drawMark(answers, mark, verdict) {
  const node = mark.marker.getElement();
  if (!node) return;
  mark.isShown = (answers.means(verdict) && !answers.folded.has(mark.crossing)) || answers.state.crossing === mark.crossing.id;
  if (node.hidden === mark.isShown) node.hidden = !mark.isShown;
  const [standing, last] = [standingOf(verdict), verdict.last && standingOf(verdict.last)];
  const was = otherStanding(answers, verdict);
  const looks = `${verdict.serves} ${standing} ${last} ${verdict.planned.length > 0} ${verdict.dangers.length > 0} ${was}`;
  if (looks === mark.looks) return;
  mark.looks = looks;
  node.classList.toggle("borders-unchanged", was === standing && was !== "unknown");
  node.replaceChildren(...drawing(verdict, was));
  node.dataset.status = verdict.status;
  node.dataset.standing = verdict.serves ? standing : "unserved";
}

/**
 * @param {Verdict} verdict
 * @param {Standing | ""} was on the day that is compared
 * @returns {SVGElement[]}
 */
function drawing(verdict, was) {
  const { kind } = verdict.crossing;
  const parts = [verdictIcon(verdict), icon(kind, `borders-kind borders-${kind}-kind`)];
  if (verdict.planned.length) parts.push(icon("planned", "borders-planned"));
  if (verdict.dangers.length) parts.push(icon("danger", "borders-danger"));
  const isChanged = was && ![was, standingOf(verdict)].includes("unknown") && was !== standingOf(verdict);
  if (isChanged) parts.push(icon(was, "borders-mark borders-other"));
  return parts;
}

/**
 * @param {Answers} answers
 * @param {Crossing} crossing
 * @returns {HTMLElement}
 */
function tip(answers, crossing) {
  const verdict = answers.each[answers.data.crossings.indexOf(crossing)];
  const planned = verdict.planned.length ? answers.say.t("legend.planned") : "";
  const rough = isApproximate(crossing) ? answers.say.t("legend.approximate") : "";
  const lines = [answers.say.warning(verdict), ...toldOf(answers, verdict), otherTold(answers, verdict), planned, rough].filter(Boolean);
  return element("div", {}, element("strong", {}, answers.say.name(crossing)), ...lines.map((text) => element("span", {}, text)));
}

/**
 * How a crossing stands on the day that is compared, if it stands otherwise then.
 * @param {Answers} answers
 * @param {Verdict} verdict
 * @returns {string}
 */
export function otherTold({ pairs, say, state }, verdict) {
  const other = otherStanding({ pairs }, verdict);
  if (!other || !state.versus || other === standingOf(verdict)) return "";
  return `${say.moment({ ...state, on: state.versus })}: ${say.t(`standing.${other}`)}`;
}

/**
 * @param {Pick<Answers, "pairs">} answers
 * @param {Verdict} verdict
 * @returns {Standing | ""} how its crossing stands on the day that is compared, if one is
 */
function otherStanding({ pairs }, verdict) {
  const pair = pairs.find(({ before, after }) => before === verdict || after === verdict);
  return pair ? standingOf(pair.after === verdict ? pair.before : pair.after) : "";
}

/**
 * How a crossing stands, in words, and since when, or that it does not serve the question.
 * @param {Answers} answers
 * @param {Verdict} verdict
 * @returns {string[]}
 */
export function toldOf({ say, state }, verdict) {
  if (!verdict.serves) return [say.capital(say.why(verdict, state))];
  return [say.t(`standing.${standingOf(verdict)}`), say.period(verdict)];
}

/**
 * The width of a mark in pixels, halo included: where many share a small map, they are small.
 * @param {L.Map} map
 * @param {Mark[]} shown
 * @returns {number}
 */
function widthAt(map, shown) {
  const zoom = map.getZoom();
  const { x, y } = map.getSize();
  const room = Math.min(x, CROWD.shape * y) * Math.min(y, CROWD.shape * x);
  const view = map.getBounds();
  const seen = shown.filter(({ home }) => view.contains(home)).length;
  const most = grown() * (zoom < 6.5 ? 24 : zoom < 8 ? 27 : 32);
  return Math.min(most, Math.max(CROWD.least, CROWD.share * Math.sqrt(room / Math.max(1, seen))));
}

/**
 * Put the marks where none hides another, and tell the names about it.
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Mark[]} all
 * @returns {Mark[]} those that stand beside their places
 */
function settle(map, answers, all) {
  const shown = all.filter(({ isShown }) => isShown);
  const size = widthAt(map, shown);
  const isTiny = size < TINY;
  map.getContainer().style.setProperty("--borders-mark", `${size}px`);
  map.getContainer().classList.toggle("borders-near", map.getZoom() >= NEAR);
  map.getContainer().classList.toggle("borders-tiny", isTiny);
  const places = shown.map(({ home }) => map.latLngToLayerPoint(home));
  const radii = shown.map(({ crossing }) => size * (isMajor(crossing) ? 0.42 : 0.42 * MINOR));
  const targets = radii.map((radius) => Math.max(radius, Math.min(REACH, size) / 2 + BESIDE));
  const [min, max] = [L.point(0, 0), map.getSize()].map((corner) => map.containerPointToLayerPoint(corner));
  const moved = declutter(places, targets, { min, max }).flatMap((end, i) => {
    const far = Math.hypot(end.x - places[i].x, end.y - places[i].y);
    const mark = shown[i];
    mark.shown = far > 0.1 ? map.layerPointToLatLng([end.x, end.y]) : mark.home;
    mark.marker.setLatLng(mark.shown);
    return far > 1 ? [mark] : [];
  });
  const picked = answers.state.crossing;
  // the ring of the one that is chosen lies around its mark
  const rooms = shown.map(({ crossing }, i) => (crossing.id === picked ? size / 2 + RING : radii[i]));
  const verdicts = shown.map(({ crossing }) => answers.each[answers.data.crossings.indexOf(crossing)]);
  const labels = shown.map(({ crossing, shown: at }, i) => ({
    ...rankOf(crossing.id === picked, verdicts[i], isTiny),
    text: answers.say.short(crossing),
    kind: /** @type {"crossing"} */ ("crossing"),
    at: () => map.latLngToContainerPoint(at),
    room: rooms[i] + 2,
  }));
  const badged = verdicts.map(({ planned, dangers }) => ({ planned: !isTiny && planned.length > 0, danger: !isTiny && dangers.length > 0 }));
  announce(map, { points: shown.map(({ shown: at }) => at), radii: rooms, badged, labels });
  return moved;
}

/**
 * How important the name of a crossing is, from which zoom it is shown, and how far a line may lead to it.
 * @param {boolean} isPicked
 * @param {Verdict} verdict
 * @param {boolean} isTiny whether the marks are
 * @returns {{rank: number, from: number, led?: number}}
 */
function rankOf(isPicked, verdict, isTiny) {
  if (!isMajor(verdict.crossing)) return { rank: 3.5, from: 8.5 };
  const isFree = ["open", "open-by-default"].includes(standingOf(verdict));
  const isPassed = isFree || verdict.status === "restricted";
  const rank = isPicked ? 0.1 : isFree ? 0.2 : isPassed ? 0.25 : verdict.status === "unknown" ? 0.4 : 0.3;
  return { rank, from: 0, led: isTiny ? 0 : LED[isPassed || isPicked ? 0 : 1] };
}
