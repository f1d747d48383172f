/** Lines as `geo/polylines.py` writes them: steps of a grid, five bits a character. */

/** The sign from which steps are ten times as wide, or no longer so. */
const TURN = 33;

/**
 * @param {string} text
 * @param {number} grid steps in a degree
 * @returns {number[]} longitude and latitude by turns
 */
export function decoded(text, grid) {
  const places = [];
  const position = [0, 0];
  let axis = 0;
  let value = 0;
  let shift = 0;
  let step = 1;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === TURN) {
      step = 11 - step;
      continue;
    }
    value |= ((code - 63) & 31) << shift;
    shift += 5;
    if (code < 95) {
      position[axis] += step * (value & 1 ? ~(value >> 1) : value >> 1);
      if (axis === 1) places.push(position[0] / grid, position[1] / grid);
      axis = 1 - axis;
      value = 0;
      shift = 0;
    }
  }
  return places;
}

/**
 * Whole numbers as `geo/polylines.py` writes them.
 * @param {string} text
 * @returns {number[]}
 */
export function numbers(text) {
  const values = [];
  let value = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    value |= ((code - 63) & 31) << shift;
    shift += 5;
    if (code < 95) {
      values.push(value & 1 ? ~(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
  }
  return values;
}

/**
 * @param {[string, string]} lines how many places each has, and all their places
 * @param {number} grid steps in a degree
 * @returns {[number, number][][]} latitude and longitude of each place along each
 */
export function linesOf([sizes, places], grid) {
  const steps = numbers(places);
  let at = 0;
  let lon = 0;
  let lat = 0;
  return numbers(sizes).map((size) =>
    Array.from({ length: size }, () => {
      lon += steps[at];
      lat += steps[at + 1];
      at += 2;
      return [lat / grid, lon / grid];
    }),
  );
}
