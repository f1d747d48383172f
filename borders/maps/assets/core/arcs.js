/** Rings as `geo/arcs.py` cuts them: of arcs that neighbours share. */

import { decoded } from "./polyline.js";

/**
 * @param {string[]} arcs
 * @param {number} grid steps in a degree
 * @returns {(numbers: number[]) => number[]} of the numbers of a ring's arcs the places along it, longitude and latitude by turns
 */
export function ringsOf(arcs, grid) {
  const lines = arcs.map((arc) => decoded(arc, grid));
  /** @type {Map<number, number[]>} */
  const turned = new Map();
  const line = (/** @type {number} */ number) => {
    if (number >= 0) return lines[number];
    let back = turned.get(number);
    if (!back) turned.set(number, (back = backwards(lines[~number])));
    return back;
  };
  return (numbers) => numbers.flatMap((number, i) => (i ? line(number).slice(2) : line(number)));
}

/**
 * @param {number[]} places
 * @returns {number[]}
 */
function backwards(places) {
  const back = new Array(places.length);
  for (let i = 0; i < places.length; i += 2) {
    back[places.length - i - 2] = places[i];
    back[places.length - i - 1] = places[i + 1];
  }
  return back;
}
