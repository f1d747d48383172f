/** Routes between towns and crossings, on the roads that `page_routes_build.py` kept. */

import { linesOf, numbers } from "./polyline.js";
import { shortestPaths } from "./shortest_paths.js";
import { leads, standingOf, verdict } from "./verdicts.js";

/** @import { Paths } from "./shortest_paths.js" */
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
 * @property {number} joint below 0: no route leads there
 */

/**
 * Segments that meet in joints, and the gates at which they cross the border.
 * @typedef {object} Network
 * @property {string} name
 * @property {string} ends the two joints of each segment, each as a step from the one before
 * @property {string} ahead the length of each segment, in tenths of a metre; below 0: it is one-way
 * @property {string} back how much longer each is the other way; none: all are alike
 * @property {[string, string]} lines of the segments; empty where no route leads that is shown
 * @property {string} towns of each the segment that it lies on, and how far its ends are; -1: none
 * @property {string} far of each origin, whether it lies off the network
 * @property {[string, string]} starts the lines from each origin to the ends of its segment
 * @property {Gate[]} gates
 * @property {Roads} [roads] all this, read
 */

/**
 * A network, read.
 * @typedef {object} Roads
 * @property {number[]} joints the two of each segment
 * @property {number[]} ahead
 * @property {number[]} back
 * @property {([number, number, number] | null)[]} towns
 * @property {number[]} far
 * @property {[number, number][][]} [lines] latitude and longitude
 * @property {[number, number][][]} [starts]
 * @property {Map<Town, Paths>} from
 */

/**
 * All that is known of routes, as `page_routes.py` writes it: whole numbers are texts.
 * @typedef {object} Block
 * @property {boolean} schematic
 * @property {number} grid steps in a degree of the lines
 * @property {string} attribution
 * @property {string[]} states
 * @property {string} stateOf of each town
 * @property {string} people of each town the square root of its inhabitants
 * @property {[string, number][]} origins as a link names them, and which towns they are
 * @property {Network[]} networks
 */

/**
 * A stretch that a route leads over.
 * @typedef {object} Segment
 * @property {string} key what tells it from all others
 * @property {[number, number][]} line latitude and longitude of each place, as it is kept
 * @property {boolean} isForward whether the route runs through it as it is kept
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

/** The joint of a gate to which no route leads. */
const NOWHERE = -1;

/** Units of length in a kilometre. */
const KILOMETRE = 1e4;

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
      const length = this.#paths(network, town).lengths[gate.joint] ?? Infinity;
      if (length === Infinity) continue;
      route.km = length / KILOMETRE;
      route.approximate = gate.approximate || Boolean(roadsOf(network).far[this.origins.indexOf(town)]);
      route.at = { network, gate };
    }
    return route;
  }

  /**
   * @param {Network} network
   * @param {Town} town
   * @returns {Paths} from the town to all joints
   */
  #paths(network, town) {
    const { from, joints, ahead, back, towns } = roadsOf(network);
    let paths = from.get(town);
    if (!paths) {
      const place = towns[town.number];
      const starts = place ? entries(joints, place) : [];
      from.set(town, (paths = shortestPaths(joints, ahead, back, starts)));
    }
    return paths;
  }

  /**
   * The stretches that a route leads over, from the town to the border.
   * @param {Town} town
   * @param {Route} route
   * @returns {Segment[]}
   */
  course(town, { at }) {
    if (!at) return [];
    const { network, gate } = at;
    const roads = roadsOf(network);
    const { code: codes, start } = this.#paths(network, town);
    roads.lines ??= linesOf(network.lines, this.#block.grid);
    roads.starts ??= linesOf(network.starts, this.#block.grid);
    const segments = [];
    for (let joint = gate.joint, code = codes[joint]; code >= 0; joint = roads.joints[code], code = codes[joint]) {
      segments.push({ key: `${network.name} ${code >> 1}`, line: roads.lines[code >> 1], isForward: !(code & 1) });
    }
    const [segment] = /** @type {[number, number, number]} */ (roads.towns[town.number]);
    const end = Number(roads.joints[2 * segment] !== start[gate.joint]);
    const line = roads.starts[2 * this.origins.indexOf(town) + end];
    segments.push({ key: `${network.name} ${town.slug} ${end}`, line, isForward: true });
    return segments.reverse();
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
    for (const { line, isForward } of this.course(town, route)) {
      const along = line.map(([lat, lon]) => /** @type {[number, number]} */ ([lon, lat]));
      places.push(...(isForward ? along : along.reverse()).slice(places.length ? 1 : 0));
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
    const gates = this.#block.networks.flatMap((network) => network.gates.map((gate) => ({ network, gate }))).flatMap(({ network, gate }) => {
      const answer = verdicts[gate.crossing];
      const direction = gate.home ? "out" : "in";
      if (!leads(answer.crossing, question) || !isMeant(this.#data, answer, question.mode) || (question.direction && question.direction !== direction)) return [];
      const standing = standingOf(question.direction ? answer : verdict(this.#data, answer.crossing, { ...question, direction }));
      return [{ network, gate, sort: standing === "open" ? "open" : ["open-by-default", "restricted"].includes(standing) ? "restricted" : "" }];
    });
    const has = (/** @type {string} */ wanted) => gates.some(({ sort }) => sort === wanted);
    const status = !has("open") && has("restricted") ? "restricted" : "open";
    /** @type {({crossing: number, km: number} | null)[]} */
    const nearest = this.towns.map(() => null);
    for (const network of this.#block.networks) {
      const { joints, ahead, back, towns } = roadsOf(network);
      const serving = new Map(gates.flatMap((at) => (at.network === network && at.sort === status ? [[at.gate.joint, at.gate.crossing]] : [])));
      serving.delete(NOWHERE);
      const paths = shortestPaths(joints, back, ahead, [...serving.keys()].map((joint) => [joint, 0]));
      towns.forEach((place, number) => {
        for (const [joint, length] of place ? entries(joints, place) : []) {
          const km = length < 0 ? Infinity : (length + paths.lengths[joint]) / KILOMETRE;
          if (km < (nearest[number]?.km ?? Infinity)) nearest[number] = { crossing: /** @type {number} */ (serving.get(paths.start[joint])), km };
        }
      });
    }
    return { status, nearest };
  }
}

/**
 * @param {Network} network
 * @returns {Roads}
 */
function roadsOf(network) {
  return (network.roads ??= read(network));
}

/**
 * @param {Network} network
 * @returns {Roads}
 */
function read(network) {
  let joint = 0;
  const ahead = numbers(network.ahead);
  const more = numbers(network.back);
  const places = numbers(network.towns);
  const towns = [];
  for (let at = 0; at < places.length; at += places[at] < 0 ? 1 : 3) {
    towns.push(places[at] < 0 ? null : /** @type {[number, number, number]} */ (places.slice(at, at + 3)));
  }
  return {
    joints: numbers(network.ends).map((step) => (joint += step)),
    ahead,
    back: ahead.map((length, segment) => length + (more[segment] ?? 0)),
    towns,
    far: numbers(network.far),
    from: new Map(),
  };
}

/**
 * @param {number[]} joints
 * @param {[number, number, number]} place
 * @returns {[number, number][]} the joints at the ends of its segment, and how far they are
 */
function entries(joints, [segment, back, ahead]) {
  return [
    [joints[2 * segment], back],
    [joints[2 * segment + 1], ahead],
  ];
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
