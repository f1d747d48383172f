/** Where on a view the name of a country may stand: over its own land, and over none of another. */

/**
 * Rings of a country, their points x and y by turns, in pixels of zoom 0, each with its left, top, right, bottom.
 * @typedef {{points: ArrayLike<number>, box: number[]}[]} Outline
 */

/**
 * What is seen: `scale` pixels in one of zoom 0, from `origin` on.
 * @typedef {{scale: number, origin: {x: number, y: number}, size: {x: number, y: number}}} View
 */

/** Pixels between the lines along which land is measured. */
const STEP = 2;

/** Pixels between the spots that are tried. */
const APART = 16;

/** Pixels between the rings around the middle of a country in which spots are sorted. */
const RING = 32;

/** Pixels around a name in which there is no other country. */
const HALO = 3;

/** How much of a name at least stands over its own country; the rest, over the sea. */
const LEAST = 0.5;

/**
 * Where each line across a view enters a country and leaves it, by turns.
 * @param {Outline} outline
 * @param {View} view
 * @returns {number[][]}
 */
function crossed(outline, { scale, origin, size }) {
  /** @type {number[][]} */
  const rows = Array.from({ length: Math.ceil(size.y / STEP) }, () => []);
  for (const { points, box } of outline) {
    const [left, top, right, bottom] = box.map((edge, i) => edge * scale - (i % 2 ? origin.y : origin.x));
    if (right < -HALO || bottom < -HALO || left > size.x + HALO || top > size.y + HALO) continue;
    let x = points[points.length - 2] * scale - origin.x;
    let y = points[points.length - 1] * scale - origin.y;
    for (let i = 0; i < points.length; i += 2) {
      const [u, v] = [x, y];
      x = points[i] * scale - origin.x;
      y = points[i + 1] * scale - origin.y;
      const first = Math.max(0, Math.ceil(Math.min(y, v) / STEP));
      const end = Math.min(rows.length, Math.ceil(Math.max(y, v) / STEP));
      for (let row = first; row < end; row += 1) rows[row].push(x + ((u - x) * (row * STEP - y)) / (v - y));
    }
  }
  for (const row of rows) row.sort((a, b) => a - b);
  return rows;
}

/**
 * @param {number[][]} rows of a country
 * @param {number[]} box left, top, right, bottom
 * @returns {number} how much of the box lies in the country
 */
function shareOf(rows, [left, top, right, bottom]) {
  const [first, end] = [Math.ceil(top / STEP), Math.floor(bottom / STEP) + 1];
  let inside = 0;
  for (let i = first; i < end; i += 1) {
    const row = rows[i] ?? [];
    for (let j = 0; j < row.length; j += 2) inside += Math.max(0, Math.min(right, row[j + 1]) - Math.max(left, row[j]));
  }
  return inside / ((right - left) * (end - first));
}

/**
 * What is seen of a country: its middle, and its left, top, right, bottom.
 * @typedef {{x: number, y: number, box: number[]}} Seen
 */

/**
 * @param {number[][]} rows
 * @param {number} width of the view
 * @returns {Seen | null}
 */
function seenOf(rows, width) {
  let [area, x, y] = [0, 0, 0];
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  rows.forEach((row, i) => {
    for (let j = 0; j < row.length; j += 2) {
      const [from, to] = [Math.max(0, row[j]), Math.min(width, row[j + 1])];
      if (to <= from) continue;
      area += to - from;
      x += ((to - from) * (from + to)) / 2;
      y += (to - from) * i * STEP;
      box[0] = Math.min(box[0], from);
      box[1] = Math.min(box[1], i * STEP);
      box[2] = Math.max(box[2], to);
      box[3] = i * STEP;
    }
  });
  return area ? { x: x / area, y: y / area, box } : null;
}

/**
 * What tells where the names of countries may stand on a view.
 * @param {Outline[]} outlines
 * @param {View} view
 * @returns {(own: number, width: number, height: number) => Generator<[number, number]>} for the name of a
 *   country its left ends and the middles of its height, best first: each is looked for when it is asked for
 */
export function countryNames(outlines, view) {
  const all = outlines.map((outline) => crossed(outline, view));
  const { size } = view;
  return function* (own, width, height) {
    const seen = seenOf(all[own], size.x);
    if (!seen) return;
    const others = all.filter((rows, i) => i !== own && rows.some(({ length }) => length));
    /** @type {[number, number][]} */
    const partly = [];
    for (const [x, y] of spotsAround(seen, size, width, height)) {
      const box = [x, y - height / 2, x + width, y + height / 2];
      const share = shareOf(all[own], box);
      const around = box.map((edge, i) => edge + (i < 2 ? -HALO : HALO));
      if (share < LEAST || others.some((rows) => shareOf(rows, around) > 0)) continue;
      if (share < 0.999) partly.push([x, y]);
      else yield [x, y];
    }
    yield* partly; // over the sea only where the land has no room
  };
}

/**
 * @param {Seen} seen
 * @param {{x: number, y: number}} size
 * @param {number} width
 * @param {number} height
 * @returns {Generator<[number, number]>} left ends and middles of the height of all that is seen whole and half of
 *   which may stand over the country, nearest first
 */
function* spotsAround({ x: centre, y: level, box: [left, top, right, bottom] }, size, width, height) {
  /** @type {{spot: [number, number], far: number}[][]} */
  const rings = [];
  for (let x = 2; x + width + 2 <= size.x; x += APART) {
    if (x + width / 2 < left || x + width / 2 > right) continue;
    for (let y = height / 2 + 1; y + height / 2 + 1 <= size.y; y += APART / 2) {
      if (y < top - STEP || y > bottom + STEP) continue;
      const far = Math.sqrt((x + width / 2 - centre) ** 2 + (y - level) ** 2);
      (rings[Math.floor(far / RING)] ??= []).push({ spot: [x, y], far });
    }
  }
  for (const ring of rings) for (const { spot } of (ring ?? []).sort((a, b) => a.far - b.far)) yield spot;
}
