/** The towns by the route to the nearest crossing that is open: colours on the map, and their scale. */

import { cssValue, element } from "./dom.js";
import { sheet } from "./leaflet.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { RouteIndex, Town } from "../core/routes.js" */
/** @import { Actions, Part } from "./types.js" */

/** @typedef {{from: number, to: number, name: string}} Distances that look the same */

/** Pixels of the radius of the smallest towns, and how many more inhabitants add. */
const LEAST = 2.6;
const GROWTH = 1 / 110;

const TOLERANCE_OF_DOTS = 3;

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Pick<Actions, "set">} actions
 * @returns {Part & {scale: HTMLElement}}
 */
export function reachLayer(map, answers, index, actions) {
  const { reach: bounds } = answers.data;
  const classes = [...bounds, Infinity].map((to, i) => ({ from: bounds[i - 1] ?? 0, to, name: `reach-${i + 1}` }));
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "borders-reach" }));
  box.addEventListener("change", () => actions.set({ reach: box.checked }));
  const label = element("span", {});
  const node = element("label", { class: "borders-reach" }, box, label);
  const heading = element("p", {});
  const texts = [...classes, { name: "" }].map(({ name }) => ({ text: element("span", {}), dot: element("span", { class: `borders-dot borders-${name || "nowhere"}` }) }));
  const rows = element("ul", {}, ...texts.map(({ text, dot }) => element("li", {}, dot, text)));
  const scale = element("div", { class: "borders-scale" }, heading, rows);
  /** @type {ReturnType<typeof dots> | null} */
  let layer = null;
  return {
    node,
    scale,
    render(changed) {
      box.checked = answers.state.reach;
      scale.hidden = !answers.state.reach;
      if (changed.has("lang")) label.textContent = answers.say.t("reach.toggle");
      if (!answers.state.reach) {
        layer?.show(null);
        return;
      }
      const { status, nearest } = index.reach(answers.state, answers.each);
      heading.textContent = answers.say.t("reach.title", { status });
      const sorts = nearest.map((reached) => (reached ? classes.findIndex(({ to }) => reached.km < to) : classes.length));
      texts.forEach(({ text }, i) => {
        const { from, to } = classes[i] ?? {};
        const values = { from, to, count: sorts.filter((sort) => sort === i).length };
        const band = i === 0 ? "first" : to === Infinity ? "last" : "other";
        text.textContent = answers.say.t(classes[i] ? "reach.band" : "reach.none", { band, ...values });
      });
      layer ??= dots(map, answers, index, classes);
      layer.show(sorts, nearest);
    },
  };
}

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Distances[]} classes
 */
function dots(map, answers, index, classes) {
  const renderer = sheet(map, "borders-reach", 340, TOLERANCE_OF_DOTS);
  const group = L.layerGroup();
  /** @type {any[] | null} */
  let nearest = null;
  /** @type {number[]} */
  let sorts = [];
  const towns = [...index.towns].sort((a, b) => b.size - a.size);
  const marks = towns.map((town) => {
    const mark = L.circleMarker([town.lat, town.lon], { renderer, radius: LEAST + town.size * GROWTH, weight: 1, fillOpacity: 1 });
    mark.bindTooltip(() => tipOf(town), { className: "borders-tip", direction: "top" });
    return mark.addTo(group);
  });
  const tipOf = (/** @type {Town} */ town) => {
    const at = nearest?.[town.number];
    const text = at ? `${answers.say.short(answers.data.crossings[at.crossing])}, ${answers.say.length(at.km)}` : answers.say.t("ways.unrouted");
    return element("div", {}, element("strong", {}, answers.say.town(town)), element("span", {}, text));
  };
  const paint = () => {
    const fills = [...classes.map(({ name }) => cssValue(name)), cssValue("paper")];
    const rim = cssValue("reach-rim");
    marks.forEach((mark, i) => {
      const sort = sorts[towns[i].number];
      mark.setStyle({ fillColor: fills[sort], color: rim, dashArray: sort === classes.length ? "2 2" : "" });
    });
  };
  map.on("borders:themed", () => nearest && paint());
  return {
    /**
     * @param {number[] | null} next of each town its class; null: nothing is shown
     * @param {any[]} of each town the nearest crossing
     */
    show(next, of = []) {
      nearest = next && of;
      if (!next) {
        group.remove();
        return;
      }
      sorts = next;
      paint();
      group.addTo(map);
    },
  };
}
