/** What the frames of `html.py` and `folium_map.py` call. */

import { basemap, fence } from "./ui/basemap.js";
import { page } from "./app.js";

/**
 * The data of a block of the page.
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

export const api = {
  /**
   * Make the page around a map of Leaflet's.
   * @param {L.Map} map
   * @param {string} id of the block with the history
   */
  page(map, id) {
    const ground = read("borders-basemap");
    const base = ground && basemap(map, ground);
    const made = page(map, read(id), read("borders-messages"), { block: read("borders-ways"), places: ground?.towns });
    if (base) {
      fence(map, ground, base.drawn);
      base.layer.addTo(map);
    }
    return made;
  },
};
