/** Routes between towns and crossings, followed in the trees that `page_routes_build.py` made. */

import { decoded, numbers } from "./polyline.js";
import { standingOf, verdict } from "./verdicts.js";

/** @import { Asking, Data, Verdict } from "./verdicts.js" */

/**
 * @typedef {object} Town
 * @property {number} number in the list of all
 * @property {string} name in English
 * @property {Record<string, string>} names in other languages
 * @property {number} lon
 * @property {number} lat
 * @property {string} state
 * @property {boolean} isHome
 * @property {number} size the square root of its inhabitants
 * @property {string | null} slug as a link names it; null: routes are not shown from here
 */

/**
 * A place as `ground.py` writes it: name, longitude, latitude, rank, names in other languages.
 * @typedef {[string, number, number, number, Record<string, string>?]} NamedPlace
 */

/**
 * A crossing on one side of the border.
 * @typedef {object} Gate
 * @property {number} crossing
 * @property {boolean} home
 * @property {boolean} approximate
 * @property {string} metres from each origin of its side; -1: no route
 * @property {string} reach kilometres from each town of its side
 * @property {string} tree
 * @property {number[]} [lengths] the metres, read
 * @property {number[]} [lengthsOfAll] the reach, read
 * @property {Map<number, number>} [following] by joint, the segment that leads on, and its end
 */

/**
 * Segments that meet in joints, and the gates at which they cross the border.
 * @typedef {object} Network
 * @property {string} name
 * @property {number[]} starts the joint of each origin
 * @property {string} far of each origin, whether it lies off the network
 * @property {string} ends the two joints of each segment
 * @property {string[]} lines
 * @property {Gate[]} gates
 * @property {number[]} [isFar] what is far, read
 * @property {number[]} [joints] the ends, read
 * @property {Map<number, [number, number][]>} [drawn] by segment its places
 */

/**
 * All that is known of routes, as `page_routes.py` writes it: whole numbers are texts.
 * @typedef {object} Block
 * @property {boolean} schematic
 * @property {string} attribution
 * @property {string[]} states
 * @property {string} stateOf of each town
 * @property {string} people of each town the square root of its inhabitants
 * @property {[string, number][]} origins as a link names them, and which towns they are
 * @property {Network[]} networks
 */

/**
 * A segment that a route leads over.
 * @typedef {object} Segment
 * @property {string} key what tells it from all others
 * @property {Network} network
 * @property {number} segment
 */

/**
 * @typedef {object} Route
 * @property {Verdict} verdict
 * @property {"road" | "rail" | "air"} by
 * @property {number | null} km null: no route is known
 * @property {number | null} detour how much farther the nearest open crossing is
 * @property {boolean} approximate
 * @property {{network: Network, gate: Gate} | null} at
 */

/** The statuses in the order in which routes are told: passable ones first. */
const RANKS = ["open", "restricted", "closed", "unknown"];

/** Reads what `page_routes.py` wrote, each part of it when it is first asked for. */
export class RouteIndex {
  #data;
  #block;
  /** @type {Town[]} */
  towns;
  /** @type {Town[]} the first is where routes begin unless a reader says otherwise */
  origins;

  /**
   * @param {Data} data
   * @param {Block} block
   * @param {NamedPlace[]} places the towns
   */
  constructor(data, block, places) {
    this.#data = data;
    this.#block = block;
    this.schematic = block.schematic;
    this.attribution = block.attribution;
    const states = numbers(block.stateOf).map((at) => block.states[at]);
    const sizes = numbers(block.people);
    this.towns = places.map(([name, lon, lat, , names = {}], number) => {
      const state = states[number];
      return { number, name, names, lon, lat, state, isHome: state === data.home, size: sizes[number], slug: null };
    });
    this.origins = block.origins.map(([slug, at]) => Object.assign(this.towns[at], { slug }));
  }

  /**
   * @param {string | null} slug
   * @returns {Town | null}
   */
  origin(slug) {
    return this.origins.find((town) => town.slug === slug) ?? null;
  }

  /**
   * The direction in which those who start in a town cross the border.
   * @param {Town} town
   * @returns {"out" | "in"}
   */
  heading({ isHome }) {
    return isHome ? "out" : "in";
  }

  /**
   * The routes from a town for a question: open ones first, then by length; none against its direction.
   * @param {Town} town
   * @param {Asking} question
   * @param {Verdict[]} verdicts of that question, on the crossings that serve it
   * @returns {Route[]}
   */
  from(town, question, verdicts) {
    const direction = this.heading(town);
    if (question.direction && question.direction !== direction) return [];
    const directed = { ...question, direction };
    const routes = verdicts
      .filter((answer) => isMeant(this.#data, answer, question.mode))
      .map((answer) => this.#through(town, question.direction ? answer : verdict(this.#data, answer.crossing, directed)));
    for (const by of ["road", "rail", "air"]) {
      const known = routes.filter((route) => route.by === by && route.km !== null);
      const lengths = known.filter((route) => route.verdict.status === "open").map(({ km }) => /** @type {number} */ (km));
      if (!lengths.length) continue;
      for (const route of known) {
        if (route.verdict.status !== "open") route.detour = Math.max(0, Math.min(...lengths) - /** @type {number} */ (route.km));
      }
    }
    const rank = (/** @type {Route} */ route) => RANKS.indexOf(route.verdict.status);
    return routes.sort((a, b) => rank(a) - rank(b) || (a.km ?? Infinity) - (b.km ?? Infinity) || 0);
  }

  /**
   * @param {Town} town
   * @param {Verdict} answer
   * @returns {Route}
   */
  #through(town, answer) {
    const { kind } = answer.crossing;
    const number = this.#data.crossings.indexOf(answer.crossing);
    /** @type {Route} */
    const route = { verdict: answer, by: kind === "rail" || kind === "air" ? kind : "road", km: null, detour: null, approximate: false, at: null };
    for (const network of this.#block.networks) {
      const gate = network.gates.find(({ crossing, home }) => crossing === number && home === town.isHome);
      if (!gate) continue;
      const beside = this.origins.filter(({ isHome }) => isHome === town.isHome);
      gate.lengths ??= numbers(gate.metres);
      const metres = gate.lengths[beside.indexOf(town)];
      if (metres < 0) continue;
      network.isFar ??= numbers(network.far);
      route.km = metres / 1000;
      route.approximate = gate.approximate || Boolean(network.isFar[this.origins.indexOf(town)]);
      route.at = { network, gate };
    }
    return route;
  }

  /**
   * The segments that a route leads over.
   * @param {Town} town
   * @param {Route} route
   * @returns {Segment[]}
   */
  course(town, { at }) {
    if (!at) return [];
    const { network, gate } = at;
    const joints = jointsOf(network);
    gate.following ??= following(joints, gate);
    const segments = [];
    let joint = network.starts[this.origins.indexOf(town)];
    for (let code = gate.following.get(joint); code !== undefined; code = gate.following.get(joint)) {
      segments.push({ key: `${network.name} ${code >> 1}`, network, segment: code >> 1 });
      joint = joints[code ^ 1];
    }
    return segments;
  }

  /**
   * @param {Network} network
   * @param {number} segment
   * @returns {[number, number][]} latitude and longitude of each place along it
   */
  line(network, segment) {
    network.drawn ??= new Map();
    let line = network.drawn.get(segment);
    if (!line) {
      const flat = decoded(network.lines[segment]);
      line = Array.from({ length: flat.length / 2 }, (_, i) => /** @type {[number, number]} */ ([flat[2 * i + 1], flat[2 * i]]));
      network.drawn.set(segment, line);
    }
    return line;
  }

  /**
   * All of the route from a town, its places each once.
   * @param {Town} town
   * @param {Route} route
   * @returns {[number, number][]} longitude and latitude of each
   */
  places(town, route) {
    /** @type {[number, number][]} */
    const places = [];
    let joint = route.at?.network.starts[this.origins.indexOf(town)];
    for (const { network, segment } of this.course(town, route)) {
      const line = this.line(network, segment).map(([lat, lon]) => /** @type {[number, number]} */ ([lon, lat]));
      const joints = jointsOf(network);
      const isForward = joints[2 * segment] === joint;
      joint = joints[2 * segment + Number(isForward)];
      places.push(...(isForward ? line : line.reverse()).slice(places.length ? 1 : 0));
    }
    return places;
  }

  /**
   * Of each town the nearest of the crossings that are open in the direction that leads from it, or if
   * none is in either, that are restricted, and the kilometres to it. One that is closed by default
   * does not serve; against the direction asked for nothing is near.
   * @param {Asking} question
   * @param {Verdict[]} verdicts of that question, on all crossings
   * @returns {{status: string, nearest: ({crossing: number, km: number} | null)[]}}
   */
  reach(question, verdicts) {
    const gates = this.#block.networks.flatMap(({ gates: all }) => all).flatMap((gate) => {
      const answer = verdicts[gate.crossing];
      const direction = gate.home ? "out" : "in";
      if (!isMeant(this.#data, answer, question.mode) || (question.direction && question.direction !== direction)) return [];
      const standing = standingOf(question.direction ? answer : verdict(this.#data, answer.crossing, { ...question, direction }));
      return [{ gate, sort: standing === "open" ? "open" : ["open-by-default", "restricted"].includes(standing) ? "restricted" : "" }];
    });
    const has = (/** @type {string} */ wanted) => gates.some(({ sort }) => sort === wanted);
    const status = !has("open") && has("restricted") ? "restricted" : "open";
    const sides = [false, true].map((side) => this.towns.filter(({ isHome }) => isHome === side));
    /** @type {({crossing: number, km: number} | null)[]} */
    const nearest = this.towns.map(() => null);
    for (const { gate, sort } of gates) {
      if (sort !== status) continue;
      const lengths = (gate.lengthsOfAll ??= numbers(gate.reach));
      sides[Number(gate.home)].forEach(({ number }, i) => {
        const km = lengths[i];
        if (km >= 0 && km < (nearest[number]?.km ?? Infinity)) nearest[number] = { crossing: gate.crossing, km };
      });
    }
    return { status, nearest };
  }
}

/**
 * @param {Network} network
 * @returns {number[]} the two joints of each segment
 */
function jointsOf(network) {
  return (network.joints ??= numbers(network.ends));
}

/**
 * @param {number[]} joints
 * @param {Gate} gate
 * @returns {Map<number, number>} by joint, twice the segment that leads on, and 1 if it does backwards
 */
function following(joints, gate) {
  let code = 0;
  return new Map(numbers(gate.tree).map((step) => [joints[(code += step)], code]));
}

/**
 * @param {Data} data
 * @param {Block | null} block
 * @param {NamedPlace[] | undefined} places the towns
 * @returns {RouteIndex | null} null: there are none to show
 */
export function routeIndex(data, block, places) {
  return block && places?.length && block.origins.length ? new RouteIndex(data, block, places) : null;
}

/**
 * Whether a way may lead to a crossing: what carries freight alone is meant by who names it.
 * @param {Data} data
 * @param {Verdict} verdict
 * @param {string | null} mode
 * @returns {boolean}
 */
function isMeant({ freight }, { serves, crossing }, mode) {
  return serves && (mode !== null || crossing.modes.some((served) => !freight.includes(served)));
}
