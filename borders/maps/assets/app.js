/** The page of a whole register: every day, every traveller. */

import { Answers, EVERYTHING, isAsked } from "./core/answers.js";
import { NEVER } from "./core/clock.js";
import { Names } from "./core/names.js";
import { linked, read } from "./core/permalink.js";
import { leads, periods } from "./core/verdicts.js";
import { address, questionPart } from "./ui/address.js";
import { changesList } from "./ui/changes_list.js";
import { comparison } from "./ui/comparison.js";
import { details } from "./ui/details.js";
import { element, restyled } from "./ui/dom.js";
import { embed, isEmbedded } from "./ui/embed.js";
import { filters } from "./ui/filters.js";
import { footer } from "./ui/footer.js";
import { atOnce, inFrames, inShares } from "./ui/frames.js";
import { aged, header } from "./ui/header.js";
import { linkNotice } from "./ui/link_notice.js";
import { legend } from "./ui/legend.js";
import { mapControls } from "./ui/map_controls.js";
import { markers } from "./ui/markers.js";
import { overview } from "./ui/overview.js";
import { reachLayer } from "./ui/reach_layer.js";
import { routesPanel } from "./ui/routes_panel.js";
import { table } from "./ui/table.js";
import { timeSlider } from "./ui/time_slider.js";
import { widgetSync } from "./ui/widget_sync.js";

/** @import { Aspect } from "./core/answers.js" */
/** @import { UrlState } from "./core/permalink.js" */
/** @import { RouteIndex } from "./core/routes.js" */
/** @import { Messages } from "./core/sentences.js" */
/** @import { Asking, Data, Language } from "./core/verdicts.js" */
/** @import { Actions, Mark, Part } from "./ui/types.js" */

/**
 * What lies under the crossings: what gives the map its view, and what is drawn there.
 * @typedef {{settle: (whole: ReturnType<typeof overview>) => void, show: () => Generator<void>}} Under
 */

/** Milliseconds of rest after which the answer is read aloud and the address kept. */
const REST = 350;

/** Crossings that are prepared before a reader is answered. */
const STEP = 24;

/** The zoom at which crossings that are listed are shown at most. */
const CLOSE = 10;

/**
 * The steps in which the page is made: what is seen without scripts may stand over it until the last.
 * @param {L.Map} map
 * @param {Data} data
 * @param {Record<string, Messages>} messages
 * @param {RouteIndex | null} index null: no routes are shown
 * @param {Under} under
 * @returns {Generator<void, L.LayerGroup>} the marks
 */
export function* page(map, data, messages, index, under) {
  data.origins = index ? index.origins.map(({ slug }) => /** @type {string} */ (slug)) : [];
  const start = startOf(data);
  const names = new Names(data, messages, index?.towns ?? []);
  const given = read(data, names, questionPart(), start);
  yield* prepared(data, given.state);
  const answers = new Answers(data, messages, index, given.state, start, names);
  yield;
  const aloud = element("p", { class: "borders-unseen", role: "status" });
  document.documentElement.classList.add("borders-page");
  /** @type {HTMLElement | null} */
  let opener = null;
  let rest = 0;

  /** @type {Actions} */
  const actions = {
    set(patch) {
      place.read();
      const changed = answers.ask(way.left(patch));
      show(changed);
      clearTimeout(rest);
      rest = window.setTimeout(isAsked(changed) || changed.has("lang") ? settled : keep, REST);
      if (changed.has("crossing")) keep();
    },
    pass(on) {
      clearTimeout(rest);
      rest = window.setTimeout(() => actions.set({}), REST);
      way.pass(on);
    },
    pick(id, from) {
      if (id !== null && from) opener = from;
      place.turn(() => answers.state.crossing !== null, id !== null);
      actions.set({ crossing: id });
      uncover();
      if (id !== null) reading.focus();
      else if (opener?.isConnected) opener.focus();
    },
    list: (name, ids) => listed(map, answers, actions, complete, name, ids),
    tell: (text) => void (aloud.textContent = text),
    view: unhurried(map),
  };
  const show = (/** @type {Set<Aspect>} */ changed) => {
    for (const part of parts) part.render(changed);
  };
  const spoken = () => {
    // all is styled anew where it is set
    if (document.documentElement.lang !== answers.state.lang) document.documentElement.lang = answers.state.lang;
    map.fire("borders:spoken", { say: answers.say });
    actions.tell("");
    titled();
  };
  const titled = () => void (document.title = answers.data.headline ?? `${answers.headline()} · ${answers.title()}, ${answers.say.moment(answers.state)}`);
  const place = address(() => linked(answers.state, start), () => answers.state.crossing !== null && actions.pick(null), () => arrive());
  const keep = () => {
    titled();
    place.keep();
  };
  const settled = () => {
    keep();
    actions.tell([`${answers.headline()}.`, aged(answers), answers.nearest()].filter(Boolean).join(" "));
  };

  const [marks, whole] = [markers(map, answers, actions), overview(map, () => placesOf(answers))];
  const reading = details(answers, actions);
  const uncover = uncoverer(map, answers, actions, marks.marks, reading.node);
  const above = header(map, answers, actions, marks.marks);
  const notice = linkNotice(answers, given.unread, (hash) => actions.set(read(data, names, hash, start).state));
  const below = { table: late(() => table(answers, actions)), notes: late(() => footer(answers)) };
  const inside = { who: filters(answers, actions, above.tools), legend: legend(answers, actions), time: timeSlider(answers, actions), comparison: comparison(answers, actions), changes: late(() => changesList(answers, actions)), strip: embed(map, answers) };
  const travel = index && { routes: late(() => routesPanel(map, answers, index, actions)), reach: reachLayer(map, answers, index, actions) };
  const waiting = inSteps([...(travel ? [travel.routes] : []), inside.changes, below.table, below.notes]);
  const way = passage(answers, above.node, () => parts);
  const stage = document.getElementById("borders-stage") ?? element("main");
  stage.classList.add("borders-stage");
  const frame = element("div", { class: "borders-map" });
  const side = element("aside", { class: "borders-side" }, inside.comparison.node, ...(travel ? [travel.routes.node, travel.reach.node] : []), inside.changes.node, reading.node);
  /** @type {Pick<Part, "render" | "pass">[]} */
  const parts = [{ render: (changed) => changed.has("lang") && spoken() }, { render: () => void stage.classList.toggle("borders-detailed", answers.state.crossing !== null) }, mapControls(map, answers, actions, whole.show), views(answers, actions, whole.again), notice, above, ...Object.values(inside), ...Object.values(travel ?? {}), reading, ...Object.values(below)];
  if (data.live) parts.push(widgetSync(answers, actions));
  yield;
  arrange(map, stage, frame, [above.node, inside.who.node], [inside.time.node, inside.strip.node, side], [below.table.node, below.notes.node, aloud]);
  stage.before(notice.node);
  frame.append(inside.legend.node);
  new ResizeObserver(() => way.isPassed || frame.style.setProperty("--borders-legend", `${Math.ceil(inside.legend.node.getBoundingClientRect().width) + 10}px`)).observe(inside.legend.node);
  if (travel) inside.legend.node.append(travel.reach.scale);
  const complete = () => {
    atOnce(waiting);
    if (!document.body.hasAttribute("aria-busy")) return;
    document.body.removeAttribute("aria-busy");
    if (answers.state.crossing !== null && parent === window) uncover(); // in a cell it would move the notebook
  };
  const arrive = () => {
    const { state, unread: parts } = read(data, names, questionPart(), start);
    notice.tell(parts);
    if (linked(state, start) === linked(answers.state, start)) return;
    actions.set(state);
    uncover();
  };
  yield* shown(map, parts, marks, whole, under);
  parts.push(marks);
  document.addEventListener("keydown", (event) => keyed(answers, actions, complete, event));
  printing(map, whole, complete);
  themes(map);
  inFrames(waiting, complete);
  return marks.layer;
}

/**
 * Find what each crossing is answered with: whoever asks finds it kept.
 * @param {Data} data
 * @param {Asking} question
 * @returns {Generator<void>}
 */
function* prepared(data, question) {
  yield* inShares(data.crossings, STEP, (crossing) => void periods(data, crossing, question));
}

/**
 * Show everything for the first time: the marks when the map has its view, which is clear of the rest.
 * @param {L.Map} map
 * @param {Pick<Part, "render">[]} parts
 * @param {ReturnType<typeof markers>} marks
 * @param {ReturnType<typeof overview>} whole
 * @param {Under} under
 * @returns {Generator<void>}
 */
function* shown(map, parts, marks, whole, under) {
  for (const part of parts) {
    yield;
    part.render(EVERYTHING);
  }
  yield;
  map.invalidateSize({ animate: false });
  yield;
  under.settle(whole);
  yield;
  yield* marks.begin();
  yield;
  yield* under.show();
}

/**
 * @param {Answers} answers
 * @returns {import("./core/verdicts.js").Place[]} of the crossings that lead where the question means
 */
function placesOf({ data, state }) {
  return data.crossings.filter((crossing) => leads(crossing, state)).flatMap(({ place }) => place ?? []);
}

/**
 * What shows the crossings anew when those to other neighbours are meant.
 * @param {Answers} answers
 * @param {Pick<Actions, "view">} actions
 * @param {() => void} again
 * @returns {Pick<Part, "render">}
 */
function views(answers, actions, again) {
  const meant = () => String(answers.state.to ?? "");
  let last = meant();
  return {
    render() {
      if (meant() === last) return;
      last = meant();
      actions.view(again);
    },
  };
}

/**
 * The state in which a page opens that no link says anything of.
 * @param {Data} data
 * @returns {UrlState}
 */
function startOf(data) {
  return {
    on: { day: data.verified ?? data.span?.[1] ?? NEVER },
    mode: null,
    direction: null,
    traveller: null,
    lang: preferred(data.languages),
    crossing: null,
    versus: null,
    from: null,
    to: null,
    reach: false,
    slight: false,
    minor: false,
    ...data.question,
  };
}

/**
 * Show some crossings alone in the table, under their name, and all of them on the map.
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Actions} actions
 * @param {() => void} complete makes what is still missing of the page
 * @param {string} name
 * @param {string[]} ids
 */
function listed(map, answers, actions, complete, name, ids) {
  complete();
  if ([...answers.folded].some(({ id }) => ids.includes(id))) actions.set({ minor: true });
  const search = /** @type {HTMLInputElement} */ (document.querySelector("#borders-search"));
  search.value = name;
  search.dispatchEvent(new Event("input"));
  const places = answers.data.crossings.flatMap(({ id, place }) => (place && ids.includes(id) ? [L.latLng(place.lat, place.lon)] : []));
  if (places.length) actions.view(() => map.fitBounds(L.latLngBounds(places), { padding: [60, 60], maxZoom: CLOSE }));
  actions.tell(`${name}: ${answers.say.t("table.count", { count: ids.length })}`);
}

/**
 * What brings the mark of the crossing whose details are open to where it is seen beside them.
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "view">} actions
 * @param {(Mark | null)[]} marks
 * @param {HTMLElement} reading
 * @returns {() => void}
 */
function uncoverer(map, answers, actions, marks, reading) {
  const narrow = matchMedia("(max-width: 900px)");
  /** @type {L.LatLngBoundsExpression | undefined} */
  let fence;
  return () => {
    const id = answers.state.crossing;
    const isOver = narrow.matches || isEmbedded();
    fence ??= map.options.maxBounds;
    map.setMaxBounds(/** @type {any} */ (id !== null && isOver ? null : fence));
    if (id === null) return;
    const mark = marks[answers.data.crossings.findIndex((crossing) => crossing.id === id)];
    const container = map.getContainer();
    if (narrow.matches && !isEmbedded()) container.scrollIntoView({ block: "start" });
    else if (!isOver) reading.scrollIntoView({ block: "nearest" });
    const hidden = isOver ? container.getBoundingClientRect().bottom - reading.getBoundingClientRect().top : 0;
    const below = 40 + Math.max(0, hidden);
    if (mark) actions.view(() => map.panInside(mark.shown, { paddingTopLeft: [60, 40], paddingBottomRight: [60, below] }));
  };
}

/**
 * What changes the view when the map has come to rest: Leaflet passes over all that is asked of it
 * while it zooms.
 * @param {L.Map} map
 * @returns {(act: () => void) => void}
 */
function unhurried(map) {
  let zooming = false;
  map.on("zoomstart", () => (zooming = true)).on("zoomend", () => (zooming = false));
  /** @param {() => void} act */
  const when = (act) => void (zooming ? map.once("zoomend", () => when(act)) : act());
  return when;
}

/**
 * What passes through moments: the map below the head stays where it is meanwhile.
 * @param {Answers} answers
 * @param {HTMLElement} head
 * @param {() => Pick<Part, "pass">[]} parts
 */
function passage(answers, head, parts) {
  const hold = (/** @type {boolean} */ isPassed) => {
    head.style.height = isPassed ? `${head.getBoundingClientRect().height}px` : "";
    head.parentElement?.classList.toggle("borders-passing", isPassed);
    way.isPassed = isPassed;
  };
  const way = {
    isPassed: false,
    pass(/** @type {Asking["on"]} */ on) {
      if (!way.isPassed) hold(true);
      const isOther = answers.pass(on);
      for (const part of parts()) part.pass?.(isOther);
    },
    /**
     * @param {Partial<UrlState>} patch
     * @returns {Partial<UrlState>} the same, with the moment at which the way is left
     */
    left(patch) {
      if (!way.isPassed) return patch;
      hold(false);
      return { on: answers.state.on, ...patch };
    },
  };
  return way;
}

/**
 * A part that is made after the map, the question and the answer are seen.
 * @param {() => Part} make
 * @returns {Part & {make: () => Generator<void>}}
 */
function late(make) {
  const node = element("div", {});
  /** @type {Part | null} */
  let part = null;
  return {
    node,
    *make() {
      part = make();
      yield;
      if (part.fill) yield* part.fill();
      else part.render(EVERYTHING);
      node.replaceWith(part.node);
      yield;
      if (part.show) yield* part.show();
    },
    render(changed) {
      part?.render(changed);
    },
  };
}

/**
 * The steps in which late parts are made: between them the page answers its reader.
 * @param {ReturnType<typeof late>[]} parts
 */
function* inSteps(parts) {
  for (const part of parts) yield* part.make();
}

/**
 * The skeleton of the page around a map that is there already.
 * @param {L.Map} map
 * @param {HTMLElement} stage
 * @param {HTMLElement} frame
 * @param {HTMLElement[]} above
 * @param {HTMLElement[]} beside
 * @param {HTMLElement[]} below
 */
function arrange(map, stage, frame, above, beside, below) {
  const container = map.getContainer();
  container.before(stage);
  frame.append(container);
  stage.append(...above, frame, ...beside);
  stage.after(...below);
  document.getElementById("borders-below")?.remove();
  container.setAttribute("role", "region");
  // Leaflet focuses the map when it is pressed. Scrolled by that in a notebook, it would lose the click.
  container.focus = (options = { preventScroll: true }) => HTMLElement.prototype.focus.call(container, options);
  map.attributionControl?.setPrefix('<a href="https://leafletjs.com" rel="noopener noreferrer">Leaflet</a>');
}

/**
 * @param {Language[]} languages
 * @returns {Language} the first that the reader's browser asks for
 */
function preferred(languages) {
  const wanted = navigator.languages.map((tag) => languages.find((language) => language === tag.slice(0, 2)));
  return wanted.find(Boolean) ?? "en";
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "pick">} actions
 * @param {() => void} complete makes what is still missing of the page
 * @param {KeyboardEvent} event
 */
function keyed(answers, actions, complete, event) {
  complete();
  const typing = /** @type {HTMLElement} */ (event.target).closest("input:not([type=range]), select, textarea");
  if (event.key === "Escape" && answers.state.crossing !== null) actions.pick(null);
  else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    /** @type {HTMLElement} */ (document.querySelector("#borders-find")).focus();
  }
}

/**
 * Draw anew where the colours are others.
 * @param {L.Map} map
 */
function themes(map) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => themed(map));
  addEventListener("resize", restyled); // letters grow with the screen
}

/**
 * Draw in the colours of the moment.
 * @param {L.Map} map
 */
function themed(map) {
  restyled();
  map.fire("borders:themed");
}

/**
 * Give the map the size of the paper while it is printed.
 * @param {L.Map} map
 * @param {Pick<ReturnType<typeof overview>, "resize">} whole
 * @param {() => void} complete makes what is still missing of the page
 */
function printing(map, whole, complete) {
  /** @type {L.LatLngBounds | null} */
  let view = null;
  const turn = (/** @type {boolean} */ isPaper) => {
    document.documentElement.classList.toggle("borders-paper", isPaper);
    themed(map);
    whole.resize(view);
  };
  addEventListener("beforeprint", () => {
    complete();
    view = map.getBounds();
    turn(true);
    map.fire("borders:paper");
  });
  addEventListener("afterprint", () => turn(false));
}
