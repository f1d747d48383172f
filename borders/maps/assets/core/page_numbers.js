/** The numbers of the page's data, as `page_numbers.py` writes them. */

import { numbers } from "./polyline.js";

/** @import { Data, Situation } from "./verdicts.js" */

/**
 * @param {any} written
 * @returns {Data} the same data, its diagrams, states and spells as lists
 */
export function fromTexts({ minutes, spells, ...written }) {
  const { diagrams, crossings, sources, states } = written;
  const next = spellsOf(minutes, spells);
  return {
    ...written,
    diagrams: { ...diagrams, nodes: nodesOf(diagrams.nodes, diagrams.leaves), rows: rowsOf(diagrams.rows) },
    states: statesOf(states),
    sources: (sources[0] ?? []).map((/** @type {unknown} */ _, /** @type {number} */ at) => sources.map((/** @type {string[]} */ column) => column[at])),
    crossings: crossings.map((/** @type {any} */ crossing) => ({ ...crossing, spells: next(crossing.spells) })),
  };
}

/**
 * @param {string[]} texts
 * @param {number} leaves
 * @returns {number[]} of each node its atom, and those that it leads to
 */
function nodesOf(texts, leaves) {
  const [atoms, yes, no] = texts.map(numbers);
  const to = (/** @type {number} */ back, /** @type {number} */ at) => (back < leaves ? back : 2 * leaves + at - back);
  return atoms.flatMap((atom, at) => [atom, to(yes[at], at), to(no[at], at)]);
}

/**
 * @param {string[]} texts
 * @returns {number[][]}
 */
function rowsOf(texts) {
  const [sizes, roots] = texts.map(numbers);
  let at = 0;
  return sizes.map((size) => roots.slice(at, (at += size)));
}

/**
 * @param {string[]} texts
 * @returns {Situation[]}
 */
function statesOf(texts) {
  const [steps, sizes, measures, rows] = texts.map(numbers);
  /** @type {number[]} */
  const last = [];
  let [row, at] = [0, 0];
  return steps.map((step, state) => {
    row += step;
    let measure = 0;
    const measuresOf = Array.from({ length: sizes[state] }, () => {
      measure += measures[at];
      last[measure] = (last[measure] ?? 0) + rows[at];
      at += 1;
      return /** @type {[number, number]} */ ([measure, last[measure]]);
    });
    return [row, measuresOf];
  });
}

/**
 * @param {number[]} minutes
 * @param {string[]} texts
 * @returns {(count: number) => [number, number][]} the next spells
 */
function spellsOf(minutes, texts) {
  const [steps, states] = texts.map(numbers);
  let [at, unseen] = [0, 0];
  return (count) => {
    let place = 0;
    return Array.from({ length: count }, () => {
      place += steps[at];
      const state = unseen - states[at];
      unseen = Math.max(unseen, state + 1);
      at += 1;
      return [minutes[place], state];
    });
  };
}
