/** The land of a small map beside the map, which folium's `MiniMap` makes. */

import { ringsOf } from "../core/arcs.js";
import { decoded } from "../core/polyline.js";

/** @import { Ground } from "./basemap.js" */

/**
 * @param {Pick<Ground, "grid" | "arcs" | "land" | "borders">} data
 * @returns {L.LayerGroup}
 */
export function landAlone({ grid, arcs, land, borders }) {
  const ring = ringsOf(arcs, grid);
  const lands = land.map(({ home, parts }) => {
    const rings = parts.map((part) => part.map((numbers) => places(ring(numbers))));
    return L.polygon(rings, { className: `borders-overview${home ? " borders-home" : ""}`, interactive: false });
  });
  const lines = borders.map((text) => L.polyline(places(decoded(text, grid)), { className: "borders-overview-line", interactive: false }));
  return L.layerGroup([...lands, ...lines]);
}

/**
 * @param {number[]} numbers longitude and latitude by turns
 * @returns {[number, number][]} latitude first
 */
function places(numbers) {
  return numbers.flatMap((lon, i) => (i % 2 ? [] : [/** @type {[number, number]} */ ([numbers[i + 1], lon])]));
}
