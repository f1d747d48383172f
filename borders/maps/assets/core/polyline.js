/** Lines as `geo/polylines.py` writes them: steps of a grid, five bits a character. */

/** Steps in a degree, and the sign from which they are ten times as wide, or no longer so. */
const GRID = 1e4;
const TURN = 33;

/**
 * @param {string} text
 * @returns {number[]} longitude and latitude by turns
 */
export function decoded(text) {
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
      if (axis === 1) places.push(position[0] / GRID, position[1] / GRID);
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
