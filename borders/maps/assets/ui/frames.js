/** What is done later: when what was made before it is seen, or in tasks that are short. */

/** Milliseconds of work after which no other step is taken at once. */
const SHARE = 5;

/** Milliseconds without a frame after which a page is out of sight. */
const UNSEEN = 500;

/**
 * Go on when the present state is seen; of what is out of sight a browser draws no frame.
 * @param {() => void} act
 */
export function afterwards(act) {
  if (document.hidden) {
    setTimeout(act);
    return;
  }
  const frame = requestAnimationFrame(() => {
    clearTimeout(overdue);
    setTimeout(act);
  });
  const overdue = setTimeout(() => {
    cancelAnimationFrame(frame);
    act();
  }, UNSEEN);
}

/**
 * Take steps at once.
 * @template T
 * @param {Generator<void, T>} steps
 * @returns {T} what they made
 */
export function atOnce(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * Do the same with each of many, a share of them a step.
 * @template T
 * @param {T[]} items
 * @param {number} share
 * @param {(item: T, i: number) => void} act
 * @returns {Generator<void>}
 */
export function* inShares(items, share, act) {
  for (const [i, item] of items.entries()) {
    act(item, i);
    if (i % share === share - 1) yield;
  }
}

/**
 * Take steps, each when what was made before it is seen.
 * @param {Generator<void>} steps
 * @param {() => void} done
 */
export function inFrames(steps, done) {
  document.body.setAttribute("aria-busy", "true");
  const next = () => (steps.next().done ? done() : afterwards(next));
  afterwards(next);
}

/**
 * Take steps in tasks that are short, between which a reader is answered.
 * @template T
 * @param {Generator<void, T>} steps
 * @param {(made: T) => void} done
 */
export function inTasks(steps, done) {
  setTimeout(() => {
    const end = performance.now() + SHARE;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) done(step.value);
    else inTasks(steps, done);
  });
}
