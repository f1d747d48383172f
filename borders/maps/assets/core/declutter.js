/** Marks that would hide one another, moved apart. */

/** Marks that are moved apart; more would only push one another out of sight. */
const MOST = 400;

/**
 * Positions of which none hides another, each as near to its place as that allows.
 * More than `MOST` stay where they are.
 * @param {{x: number, y: number}[]} places
 * @param {number[]} radii
 * @param {{min: {x: number, y: number}, max: {x: number, y: number}} | null} view what is within it is not moved out of it
 * @returns {{x: number, y: number}[]}
 */
export function declutter(places, radii, view = null) {
  const moved = places.map(({ x, y }) => ({ x, y }));
  for (let round = moved.length > MOST ? 80 : 0; round < 80; round += 1) {
    let pushed = false;
    for (let i = 0; i < moved.length; i += 1) {
      for (let j = i + 1; j < moved.length; j += 1) {
        pushed = push(moved[i], moved[j], radii[i] + radii[j], i) || pushed;
      }
    }
    if (!pushed) break;
    if (view) for (const [i, place] of places.entries()) hold(moved[i], place, radii[i], view);
  }
  return moved;
}

/**
 * Move a point back into the view in which its place is.
 * @param {{x: number, y: number}} point
 * @param {{x: number, y: number}} place
 * @param {number} radius
 * @param {{min: {x: number, y: number}, max: {x: number, y: number}}} view
 */
function hold(point, place, radius, { min, max }) {
  for (const axis of /** @type {const} */ (["x", "y"])) {
    const [least, most] = [min[axis] + radius + 1, max[axis] - radius - 1];
    if (place[axis] > least && place[axis] < most) point[axis] = Math.max(least, Math.min(most, point[axis]));
  }
}

/**
 * Move two points apart, half of the way each; two in one place along a direction of their own.
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 * @param {number} gap
 * @param {number} turn
 * @returns {boolean} whether they had to move
 */
function push(a, b, gap, turn) {
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  let far = Math.hypot(dx, dy);
  if (far >= gap - 0.01) return false;
  if (far < 0.01) [dx, dy, far] = [Math.cos(turn), Math.sin(turn), 1];
  const step = (gap - Math.min(far, gap)) / 2 || gap / 2;
  a.x -= (dx / far) * step;
  a.y -= (dy / far) * step;
  b.x += (dx / far) * step;
  b.y += (dy / far) * step;
  return true;
}
