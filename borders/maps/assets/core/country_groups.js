/** Countries in groups between which the rules make no difference. */

/** @import { Data, Diagrams } from "./verdicts.js" */

/**
 * @typedef {object} Grouped
 * @property {string[]} headings ids of groups that hold all of them, if there are such
 * @property {"named" | "group" | "alike" | "others"} sort
 * @property {string[]} codes
 */

/**
 * @param {Data} data
 * @param {string} attribute nationality, residence or vehicle
 * @returns {Grouped[]}
 */
export function grouped(data, attribute) {
  const { diagrams, countries, groups } = data;
  const sets = ruled(data).flatMap(([name, set]) =>
    name === attribute && set !== null ? [new Set(diagrams.sets[set])] : [],
  );
  /** @type {Map<string, string[]>} */
  const alike = new Map();
  for (const code of countries) {
    const answers = sets.map((set) => Number(set.has(code))).join("");
    alike.set(answers, [...(alike.get(answers) ?? []), code]);
  }
  const rest = [...alike].filter(([answers]) => !answers.includes("1")).flatMap(([, codes]) => codes);
  const apart = [...alike].filter(([answers]) => answers.includes("1")).map(([, codes]) => codes);
  const whole = apart.map((codes) => ({ codes, headings: holding(groups, codes) }));
  const named = whole.filter(({ codes }) => codes.length === 1);
  const others = whole.filter(({ codes }) => codes.length > 1).sort((a, b) => b.codes.length - a.codes.length);
  /** @type {Grouped[]} */
  const parts = [
    { sort: "named", headings: [], codes: named.flatMap(({ codes }) => codes) },
    ...others.map((part) => ({ ...part, sort: /** @type {"group" | "alike"} */ (part.headings.length ? "group" : "alike") })),
    { sort: "others", headings: [], codes: rest },
  ];
  return parts.filter(({ codes }) => codes.length);
}

/**
 * What measures ask of travellers, without what only advice asks.
 * @param {Data} data
 * @returns {Diagrams["atoms"]}
 */
function ruled({ diagrams, states }) {
  const { atoms, leaves, nodes, rows } = diagrams;
  const queue = [...new Set(states.map(([row]) => row))].flatMap((row) => rows[row]);
  const seen = new Set(queue);
  const tested = new Set();
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at < leaves) continue;
    const node = (at - leaves) * 3;
    tested.add(nodes[node]);
    for (const next of [nodes[node + 1], nodes[node + 2]]) {
      if (!seen.has(next)) queue.push(next);
      seen.add(next);
    }
  }
  return atoms.filter((_, i) => tested.has(i));
}

/**
 * The groups that hold all of some countries, without those that hold another of them whole.
 * @param {Data["groups"]} groups
 * @param {string[]} codes
 * @returns {string[]}
 */
function holding(groups, codes) {
  const members = Object.entries(groups).map(([id, { members: all, dated = [] }]) => ({
    id,
    all: new Set([...all, ...dated.filter(([, , until]) => until === null).map(([code]) => code)]),
  }));
  const holders = members.filter(({ all }) => codes.every((code) => all.has(code)));
  return holders
    .filter((holder) => !holders.some((other) => other !== holder && [...other.all].every((code) => holder.all.has(code))))
    .map(({ id }) => id);
}
