/** The routes from a town: lines on the map by status, and a list to read. */

import { button, cssValue, element, verdictIcon } from "./dom.js";
import { sheet } from "./leaflet.js";
import { rankOf, standingOf } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Route, RouteIndex, Segment, Town } from "../core/routes.js" */
/** @import { Actions, Part } from "./types.js" */

/** Pixels of the rim of a line, and pixels around it in which it is pointed at. */
const CASING = 2.4;
const TOLERANCE = 6;

/** The opacity of the rim. */
const RIM = 0.85;

/** The zoom above which a scheme is no course to follow, what is left of its lines for each step closer, and at least. */
const FADING = 10;
const FADED = 0.75;
const LEAST = 0.35;

/** Routes named of those that lead over what is pointed at. */
const NAMED_ROUTES = 3;

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Pick<Actions, "pick">} actions
 * @returns {Part}
 */
export function routesPanel(map, answers, index, actions) {
  const title = element("h2", { id: "borders-routes-title" });
  const note = element("p", { class: "borders-quiet" });
  const list = element("ol", { class: "borders-list-of-routes", tabindex: "-1" });
  const node = element("section", { class: "borders-routes", "aria-labelledby": "borders-routes-title" }, title, note, list);
  const lines = layerOf(map, answers, index, actions);
  let shown = "";
  return {
    node,
    render(changed) {
      const town = answers.origin();
      node.hidden = !town;
      const key = [town?.slug, ...answers.routes.map(({ verdict }) => `${verdict.crossing.id} ${standingOf(verdict)} ${answers.folded.has(verdict.crossing)}`)].join();
      if (key !== shown || changed.has("reach")) lines.draw();
      else lines.fade();
      if (town && (key !== shown || changed.has("lang"))) {
        const place = { town: answers.say.town(town), way: index.heading(town) };
        title.textContent = answers.say.t("ways.title", place);
        note.hidden = answers.routes.length > 0;
        note.textContent = note.hidden ? "" : answers.say.t("ways.against", place);
        list.replaceChildren(...answers.routes.map((route) => routeRow(answers, actions, route, lines.light)));
        list.scrollTop = 0;
      }
      shown = key;
    },
  };
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @param {Route} route
 * @param {(route: Route | null) => void} light
 * @returns {HTMLElement}
 */
function routeRow(answers, actions, route, light) {
  const { say } = answers;
  const { crossing } = route.verdict;
  const farther = route.detour ? say.t("ways.detour", { length: say.length(route.detour) }) : "";
  const node = button(
    "borders-route",
    () => actions.pick(crossing.id, node),
    verdictIcon(route.verdict),
    element("span", { class: "borders-unseen" }, `${say.t(`standing.${standingOf(route.verdict)}`)}: `),
    element("strong", {}, say.short(crossing)),
    element("span", {}, say.routed(route)),
    ...(farther ? [element("small", {}, farther)] : []),
  );
  for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => light(route));
  for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => light(null));
  return element("li", {}, node);
}

/**
 * The lines on the map, each segment once.
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Pick<Actions, "pick">} actions
 * @returns {{draw: () => void, fade: () => void, light: (route: Route | null) => void}}
 */
function layerOf(map, answers, index, actions) {
  const { data } = answers;
  const renderer = sheet(map, "borders-routes", 330, TOLERANCE);
  const group = L.featureGroup().addTo(map);
  const lit = L.layerGroup().addTo(map);
  const tip = L.tooltip({ className: "borders-tip", direction: "top", offset: [0, -6], opacity: 1 });
  const line = (/** @type {[number, number][]} */ places, /** @type {object} */ look) =>
    L.polyline(/** @type {any} */ (places), { renderer, lineCap: "butt", lineJoin: "round", interactive: false, smoothFactor: 0.6, ...look });
  /** @type {{line: L.Polyline, all: Route[], opacity: number}[]} */
  let fading = [];
  const fade = () => {
    const rest = index.schematic ? faded(map.getZoom() || 0) : 1;
    for (const { line, all, opacity } of fading) {
      const isChosen = all.some(({ verdict }) => verdict.crossing === answers.selected?.crossing);
      const now = opacity * (isChosen ? 1 : rest);
      if (line.options.opacity !== now) line.setStyle({ opacity: now });
    }
  };
  const light = (/** @type {Route | null} */ route) => {
    lit.clearLayers();
    const town = answers.origin();
    if (!route?.at || !town || answers.state.reach) return;
    const places = index.places(town, route).map(([lon, lat]) => /** @type {[number, number]} */ ([lat, lon]));
    const standing = standingOf(route.verdict);
    const { weight, dashes } = data.styles[standing];
    lit.addLayer(line(places, { color: cssValue("ink"), weight: 9, lineCap: "round" }));
    lit.addLayer(line(places, { color: cssValue("paper"), weight: 6, lineCap: "round" }));
    lit.addLayer(line(places, { color: cssValue(`${standing}-line`), dashArray: dashes, weight: Math.max(3, weight) }));
  };
  const draw = () => {
    group.clearLayers();
    fading = [];
    light(null);
    map.closeTooltip(tip);
    const town = answers.origin();
    if (!town || answers.state.reach) return;
    for (const { route, all, line: places } of segments(answers, index, town)) {
      const standing = standingOf(route.verdict);
      const { weight, dashes } = data.styles[standing];
      const rim = line(places, { color: cssValue("route-rim"), weight: weight + CASING, opacity: RIM });
      group.addLayer(rim);
      const own = line(places, { color: cssValue(`${standing}-line`), dashArray: dashes, weight, interactive: true });
      own.on("mouseover", (/** @type {L.LeafletMouseEvent} */ event) => {
        light(route);
        tip.setContent(over(answers, all)).setLatLng(event.latlng);
        map.openTooltip(tip);
      });
      own.on("mousemove", (/** @type {L.LeafletMouseEvent} */ event) => tip.setLatLng(event.latlng));
      own.on("mouseout", () => {
        light(null);
        map.closeTooltip(tip);
      });
      own.on("click", (/** @type {L.LeafletMouseEvent} */ event) => {
        L.DomEvent.stop(event);
        actions.pick(route.verdict.crossing.id);
      });
      group.addLayer(own);
      fading.push({ line: rim, all, opacity: RIM }, { line: own, all, opacity: 1 });
    }
    fade();
  };
  map.on("zoomend", fade);
  map.on("borders:themed", draw);
  return { draw, fade, light };
}

/**
 * @param {number} zoom
 * @returns {number} the opacity of schematic lines
 */
function faded(zoom) {
  return Math.max(LEAST, Math.min(1, FADED ** (zoom - FADING)));
}

/**
 * The segments of all routes from a town, those with the best looks last, each with the routes over it.
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Town} town
 * @returns {(Segment & {route: Route, all: Route[]})[]}
 */
function segments(answers, index, town) {
  /** @type {Map<string, Segment & {all: Route[]}>} */
  const shared = new Map();
  for (const route of answers.routes) {
    if (answers.folded.has(route.verdict.crossing)) continue;
    for (const part of index.course(town, route)) {
      const known = shared.get(part.key);
      if (known) known.all.push(route);
      else shared.set(part.key, { ...part, all: [route] });
    }
  }
  const rank = (/** @type {Route} */ { verdict }) => rankOf(answers.data, standingOf(verdict));
  const whole = [...shared.values()].map((part) => ({ ...part, route: part.all[0] }));
  return whole.sort((a, b) => rank(b.route) - rank(a.route));
}

/**
 * @param {Answers} answers
 * @param {Route[]} all
 * @returns {HTMLElement}
 */
function over(answers, all) {
  const rest = all.length - NAMED_ROUTES;
  const named = rest > 1 ? all.slice(0, NAMED_ROUTES) : all;
  const rows = named.flatMap((route) => [
    element("strong", {}, answers.say.short(route.verdict.crossing)),
    element("span", {}, [answers.say.t(`standing.${standingOf(route.verdict)}`), answers.say.routed(route)].join(", ")),
  ]);
  return element("div", {}, ...rows, ...(rest > 1 ? [element("span", {}, answers.say.t("ways.more", { n: rest }))] : []));
}
