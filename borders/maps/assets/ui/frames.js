/** What is done when what was made before it is seen. */

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
