/** Lines as `basemap.py` writes them: steps of 1e-4 degrees, five bits a character. */

/**
 * @param {string} text
 * @returns {[number, number][]} latitude first, as Leaflet takes them
 */
export function decoded(text) {
  /** @type {[number, number][]} */
  const points = [];
  const position = [0, 0];
  let axis = 0;
  let value = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i += 1) {
    const bits = text.charCodeAt(i) - 63;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits < 32) {
      position[axis] += value & 1 ? ~(value >> 1) : value >> 1;
      if (axis === 1) points.push([position[1] / 1e4, position[0] / 1e4]);
      axis = 1 - axis;
      value = 0;
      shift = 0;
    }
  }
  return points;
}
