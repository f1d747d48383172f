/** One stop of the Tab key for all marks: arrows lead from mark to mark, as they lie. */

/** @import { Mark } from "./types.js" */

/** @type {Record<string, [number, number]>} keys, and where they lead */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** How much farther a place counts that lies aside. */
const ASIDE = 2;

/**
 * @param {L.Map} map
 * @param {Mark[]} marks
 * @returns {(selected: string | null) => void} what chooses the mark that Tab reaches, when others are shown or one is selected
 */
export function roving(map, marks) {
  /** @type {Mark | undefined} */
  let current;
  const nodeOf = (/** @type {Mark} */ { marker }) => marker.getElement();
  const turn = (/** @type {Mark | undefined} */ next) => {
    current = next;
    for (const mark of marks) nodeOf(mark)?.setAttribute("tabindex", mark === current ? "0" : "-1");
  };
  const go = (/** @type {Mark} */ next) => {
    turn(next);
    nodeOf(next)?.focus({ preventScroll: true });
    map.panInside(next.shown, { padding: [40, 40] });
  };
  const pane = /** @type {HTMLElement} */ (map.getPane("markerPane"));
  const markOf = (/** @type {Event} */ { target }) => marks.find((mark) => nodeOf(mark) === target);
  pane.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark && mark !== current) turn(mark);
  });
  pane.addEventListener("keydown", (event) => {
    const mark = markOf(event);
    const next = mark && towards(map, marks.filter(({ isShown }) => isShown), mark, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== mark) go(next);
  });
  return (selected) => {
    const shown = marks.filter(({ isShown }) => isShown);
    const kept = shown.find(({ crossing }) => crossing.id === selected) ?? (current?.isShown ? current : shown[0]);
    if (kept !== current) turn(kept);
  };
}

/**
 * @param {L.Map} map
 * @param {Mark[]} shown
 * @param {Mark} from
 * @param {string} key
 * @returns {Mark | null} the mark to which a key leads, which may be the same; null: it leads nowhere from any
 */
function towards(map, shown, from, key) {
  const places = shown.map((mark) => ({ mark, at: map.latLngToLayerPoint(mark.shown) }));
  if (key === "Home" || key === "End") {
    places.sort((a, b) => a.at.y - b.at.y);
    return places[key === "Home" ? 0 : places.length - 1].mark;
  }
  if (!Object.hasOwn(WAYS, key)) return null;
  const [x, y] = WAYS[key];
  const here = map.latLngToLayerPoint(from.shown);
  const ahead = places.flatMap(({ mark, at }) => {
    const { x: dx, y: dy } = at.subtract(here);
    const along = dx * x + dy * y;
    return along > 0.5 ? [{ mark, far: along + ASIDE * Math.abs(dx * y + dy * x) }] : [];
  });
  ahead.sort((a, b) => a.far - b.far);
  return ahead[0]?.mark ?? from;
}
