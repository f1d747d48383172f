/** What the layers of `layers.py` call. */

import { basemap } from "./basemap.js";
import { crossings } from "./markers.js";
import { frame } from "./frame.js";

/**
 * The data of a block of the page.
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/** Each takes a map of Leaflet's and the id of a block of data. */
export const api = {
  basemap: (map, id) => basemap(map, read(id)),
  crossings: (map, id) => crossings(map, read(id)),
  frame: (map, id) => frame(map, read(id)),
};
