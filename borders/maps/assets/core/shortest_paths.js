/** Shortest paths on a graph of joints and segments. */

/**
 * @typedef {object} Paths
 * @property {Float64Array} lengths to each joint; Infinity: there is none
 * @property {Int32Array} code by which each joint was reached: twice the segment, and 1 if it was run through backwards; -1: it is a start
 * @property {Int32Array} start the joint at which the path of each begins
 */

/**
 * The lengths are those of `page_routes_build.py`: below 0, there is no way.
 * @param {number[]} ends the two joints of each segment
 * @param {number[]} ahead the length of each from its first joint to its last
 * @param {number[]} back and from its last to its first
 * @param {Iterable<[number, number]>} starts joints, and how far each is when one sets out
 * @returns {Paths}
 */
export function shortestPaths(ends, ahead, back, starts) {
  const size = Math.max(-1, ...ends) + 1;
  const beside = codesBy(ends, size);
  const lengths = new Float64Array(size).fill(Infinity);
  const code = new Int32Array(size).fill(-1);
  const start = new Int32Array(size).fill(-1);
  const queue = new Queue();
  for (const [joint, length] of starts) {
    if (length < 0 || length >= lengths[joint]) continue;
    lengths[joint] = length;
    start[joint] = joint;
    queue.push(length, joint);
  }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [length, joint] = next;
    if (length > lengths[joint]) continue;
    for (const step of beside[joint]) {
      const metres = (step & 1 ? back : ahead)[step >> 1];
      const other = ends[step ^ 1];
      if (metres < 0 || length + metres >= lengths[other]) continue;
      lengths[other] = length + metres;
      code[other] = step;
      start[other] = start[joint];
      queue.push(length + metres, other);
    }
  }
  return { lengths, code, start };
}

/**
 * @param {number[]} ends
 * @param {number} size
 * @returns {number[][]} by joint, the codes of the segments that lead from it
 */
function codesBy(ends, size) {
  /** @type {number[][]} */
  const beside = Array.from({ length: size }, () => []);
  ends.forEach((joint, code) => beside[joint].push(code));
  return beside;
}

/** What waits, the least first. */
class Queue {
  /** @type {[number, number][]} */
  #heap = [];

  /**
   * @param {number} length
   * @param {number} joint
   */
  push(length, joint) {
    const heap = this.#heap;
    let at = heap.length;
    heap.push([length, joint]);
    for (let above = (at - 1) >> 1; at && heap[above][0] > length; above = (at - 1) >> 1) {
      [heap[above], heap[at]] = [heap[at], heap[above]];
      at = above;
    }
  }

  /** @returns {[number, number] | undefined} */
  pop() {
    const heap = this.#heap;
    const least = heap[0];
    const last = heap.pop();
    if (!last || !heap.length) return least;
    heap[0] = last;
    for (let at = 0, below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1][0] < heap[below][0]) below += 1;
      if (heap[below][0] >= heap[at][0]) break;
      [heap[at], heap[below]] = [heap[below], heap[at]];
      at = below;
    }
    return least;
  }
}
