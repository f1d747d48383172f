/** Marks that would hide one another, moved apart. */

/** Marks that are moved apart; more would only push one another out of sight. */
export const MOST = 400;

/**
 * Positions of which none hides another, each as near to its place as that allows.
 * More than `MOST` stay where they are.
 * @param {{x: number, y: number}[]} places
 * @param {number[]} radii
 * @returns {{x: number, y: number}[]}
 */
export function declutter(places, radii) {
  const moved = places.map(({ x, y }) => ({ x, y }));
  for (let round = moved.length > MOST ? 80 : 0; round < 80; round += 1) {
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
