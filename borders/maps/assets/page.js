/** What the frames of `html.py` and `folium_map.py` call: the global `borders`. */

import { page } from "./app.js";
import { byLanguage } from "./core/messages.js";
import { fromTexts } from "./core/page_numbers.js";
import { routeIndex } from "./core/routes.js";
import { basemap, fence } from "./ui/basemap.js";
import { atOnce, inTasks } from "./ui/frames.js";
import { steady } from "./ui/leaflet.js";
import { landAlone } from "./ui/land_alone.js";

/**
 * The data of a block of the page.
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/**
 * The steps in which the page is made around a map of Leaflet's.
 * @param {L.Map} map
 * @param {string} id of the block with the history
 * @returns {Generator<void, L.LayerGroup>} the marks
 */
function* steps(map, id) {
  steady(map);
  const ground = read("borders-basemap");
  yield;
  if (ground?.closest) map.setMaxZoom(ground.closest);
  const base = ground && (yield* basemap(map, ground));
  yield;
  const block = read(id);
  yield;
  const data = fromTexts(block);
  yield;
  const [messages, index] = [byLanguage(read("borders-messages")), routeIndex(data, read("borders-routes"), ground?.towns)];
  yield;
  return yield* page(map, data, messages, index, {
    settle: (whole) => base && fence(map, ground, base.drawn, whole),
    *show() {
      if (base) yield* base.show();
    },
  });
}

const borders = {
  /**
   * Make the page at once: what is put on the map later finds it there.
   * @param {L.Map} map
   * @param {string} id of the block with the history
   * @returns {L.LayerGroup} the marks
   */
  page(map, id) {
    const marks = atOnce(steps(map, id));
    finish();
    return marks;
  },
  /**
   * Make the page behind the picture that stands for it.
   * @param {L.Map} map
   * @param {string} id of the block with the history
   */
  open(map, id) {
    document.documentElement.classList.add("borders-making");
    inTasks(steps(map, id), finish);
  },
  /** Return the land as a layer of a small map beside the map. */
  overview: () => landAlone(read("borders-basemap")),
};

/** Let the page be seen instead of what is seen without scripts. */
function finish() {
  document.documentElement.classList.remove("borders-making");
  document.getElementById("borders-still")?.remove();
}

Object.assign(globalThis, { borders });
