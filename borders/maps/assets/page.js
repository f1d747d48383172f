/** What the frames of `html.py` and `folium_map.py` call: the global `borders`. */

import { page } from "./app.js";
import { byLanguage } from "./core/messages.js";
import { fromTexts } from "./core/page_numbers.js";
import { routeIndex } from "./core/routes.js";
import { basemap, fence } from "./ui/basemap.js";
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

const borders = {
  /**
   * Make the page around a map of Leaflet's.
   * @param {L.Map} map
   * @param {string} id of the block with the history
   */
  page(map, id) {
    steady(map);
    const ground = read("borders-basemap");
    if (ground?.closest) map.setMaxZoom(ground.closest);
    const base = ground && basemap(map, ground);
    const data = fromTexts(read(id));
    const made = page(map, data, byLanguage(read("borders-messages")), routeIndex(data, read("borders-routes"), ground?.towns));
    if (base) {
      fence(map, ground, base.drawn, made.whole);
      base.layer.addTo(map);
    }
    return made;
  },
  /** Return the land as a layer of a small map beside the map. */
  overview: () => landAlone(read("borders-basemap")),
};

Object.assign(globalThis, { borders });
