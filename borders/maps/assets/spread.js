/** Marks that would hide one another, moved apart. */

/**
 * Positions of which none hides another, each as near to its place as that allows.
 * @param {{x: number, y: number}[]} places
 * @param {number[]} radii
 * @returns {{x: number, y: number}[]}
 */
export function spread(places, radii) {
  const moved = places.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 300; round += 1) {
    let pushed = false;
    for (let i = 0; i < moved.length; i += 1) {
      for (let j = i + 1; j < moved.length; j += 1) {
        pushed = push(moved[i], moved[j], radii[i] + radii[j], i) || pushed;
      }
    }
    if (!pushed) break;
  }
  return moved;
}

/**
 * Move two points apart along the nearer axis, half of the way each, so that squares do not meet;
 * two in one place along a direction of their own.
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 * @param {number} gap
 * @param {number} turn
 * @returns {boolean} whether they had to move
 */
function push(a, b, gap, turn) {
  const dx = b.x - a.x || Math.cos(turn) / 100;
  const dy = b.y - a.y || Math.sin(turn) / 100;
  const axis = Math.abs(dx) > Math.abs(dy) ? "x" : "y";
  const far = axis === "x" ? dx : dy;
  if (Math.abs(far) >= gap - 0.01) return false;
  const step = ((gap - Math.abs(far)) / 2) * Math.sign(far);
  a[axis] -= step;
  b[axis] += step;
  return true;
}
