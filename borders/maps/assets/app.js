/** The page of a whole register: every day, every traveller. */

import { card } from "./ui/details.js";
import { NEVER } from "./core/clock.js";
import { controls } from "./ui/filters.js";
import { button, element } from "./ui/dom.js";
import { events } from "./ui/changes_list.js";
import { counted, head, legend } from "./ui/header.js";
import { linked, restored } from "./core/permalink.js";
import { live } from "./ui/widget_sync.js";
import { markers } from "./ui/markers.js";
import { credited, notes, publishers, remarks } from "./ui/footer.js";
import { reach } from "./ui/reach_layer.js";
import { routes } from "./ui/routes_panel.js";
import { folded } from "./core/search.js";
import { table } from "./ui/table.js";
import { position, stopOf, timebar } from "./ui/time_slider.js";
import { changes, verdict } from "./core/verdicts.js";
import { ways } from "./core/routes.js";
import { words } from "./core/sentences.js";

/**
 * What all parts of the page share.
 * @typedef {object} App
 * @property {L.Map} map
 * @property {import("./core/verdicts.js").Data} data
 * @property {Record<string, Record<string, string>>} messages
 * @property {any} say wordings of the present language
 * @property {import("./core/permalink.js").State} state
 * @property {import("./core/verdicts.js").Verdict[]} verdicts in the order of the crossings
 * @property {import("./core/verdicts.js").Change[]} changes of the present question
 * @property {{at: number, on: import("./core/verdicts.js").Asking["on"]}[]} stops of the changes
 * @property {NonNullable<ReturnType<typeof ways>>} ways none where the register has no network
 * @property {import("./core/routes.js").Route[]} routes from the town that is chosen
 * @property {({shown: L.LatLng, size: number} | null)[]} marks in the order of the crossings
 * @property {(patch: Partial<import("./core/permalink.js").State>) => void} set
 * @property {(id: string | null, opener?: HTMLElement) => void} pick
 * @property {(text: string) => void} tell aloud
 * @property {(act: () => void) => void} view changes what the map shows, once it rests
 */

/** What a change of each part of the state touches. */
const TOUCHES = {
  on: "moment",
  mode: "question",
  direction: "question",
  traveller: "question",
  lang: "lang",
  crossing: "crossing",
  from: "from",
  reach: "reach",
};

const EVERYTHING = new Set(Object.values(TOUCHES));

/** Milliseconds of rest after which the answer is read aloud and the address kept. */
const REST = 350;

/**
 * @param {L.Map} map
 * @param {import("./core/verdicts.js").Data & {question?: Partial<import("./core/permalink.js").State & {asKnownOn: string}>, live?: boolean}} data
 * @param {Record<string, any>} messages
 * @param {{block: any, places: any[] | undefined}} given what `page_routes.py` returns, and the towns
 * @returns {{crossings: L.LayerGroup}}
 */
export function page(map, data, messages, given) {
  const lanes = ways(data, given.block, given.places);
  data.origins = lanes ? lanes.origins.map(({ slug }) => /** @type {string} */ (slug)) : [];
  const start = {
    on: { day: data.verified ?? data.span?.[1] ?? NEVER },
    mode: null,
    direction: null,
    traveller: null,
    lang: preferred(data.languages),
    crossing: null,
    from: data.origins[0] ?? null,
    reach: false,
    ...data.question,
  };
  /** @type {App} */
  const app = Object.assign(Object.create(spoken), { map, data, messages, start, ways: lanes, routes: [], state: restored(data, location.hash, start) });
  const aloud = element("p", { class: "borders-unseen", role: "status" });
  app.tell = (text) => (aloud.textContent = text);
  app.view = unhurried(map);
  document.documentElement.classList.add("borders-page");
  /** @type {HTMLElement | null} */
  let opener = null;
  const narrow = matchMedia("(max-width: 760px)");
  /** @type {L.LatLngBoundsExpression | undefined} */
  let fence;
  let rest = 0;

  const calculate = (/** @type {Set<string>} */ changed) => {
    if (changed.has("lang")) {
      app.say = words(data, messages, app.state.lang);
      document.documentElement.lang = app.state.lang;
      map.fire("borders:spoken", { say: app.say });
    }
    if (changed.has("question")) {
      app.changes = changes(data, app.state);
      app.stops = stops(app);
    }
    if (changed.has("question") || changed.has("moment")) {
      app.verdicts = data.crossings.map((crossing) => verdict(data, crossing, app.state));
    }
    if (["question", "moment", "from"].some((one) => changed.has(one))) {
      const town = app.origin();
      app.routes = town ? app.ways.from(town, app.state, app.verdicts) : [];
    }
  };
  const keep = () => {
    document.title = `${app.title()}, ${app.say.moment(app.state)}`;
    try {
      history.replaceState(history.state, "", linked(data, app.state));
    } catch {
      // a frame without an address of its own keeps none
    }
  };
  const settled = () => {
    keep();
    app.tell(app.summary());
  };
  app.set = (patch) => {
    const changed = new Set(Object.keys(patch).map((key) => TOUCHES[/** @type {keyof typeof TOUCHES} */ (key)]));
    app.state = { ...app.state, ...patch };
    calculate(changed);
    for (const part of parts) part.render(changed);
    stage.classList.toggle("borders-carded", app.state.crossing !== null);
    clearTimeout(rest);
    rest = window.setTimeout(["question", "moment", "from"].some((one) => changed.has(one)) ? settled : keep, REST);
    if (changed.has("crossing")) keep();
  };
  app.pick = (id, from) => {
    if (id !== null && from) opener = from;
    app.set({ crossing: id });
    uncover();
    if (id !== null) reading.focus();
    else if (opener?.isConnected) opener.focus();
  };
  // The mark of the crossing whose card is open is to be seen beside the card.
  const uncover = () => {
    const id = app.state.crossing;
    fence ??= map.options.maxBounds;
    map.setMaxBounds(/** @type {any} */ (id !== null && narrow.matches ? null : fence));
    if (id === null) return;
    const mark = app.marks[data.crossings.findIndex((one) => one.id === id)];
    const container = map.getContainer();
    if (narrow.matches) container.scrollIntoView({ block: "start" });
    else reading.node.scrollIntoView({ block: "nearest" });
    const hidden = narrow.matches ? container.getBoundingClientRect().bottom - reading.node.getBoundingClientRect().top : 0;
    const room = { paddingTopLeft: [60, 40], paddingBottomRight: [60, 40 + Math.max(0, hidden)] };
    if (mark) app.view(() => map.panInside(mark.shown, /** @type {any} */ (room)));
  };

  const drawnMarks = markers(app);
  app.marks = drawnMarks.marks;
  const reading = card(app);
  const above = head(app);
  const below = { table: late(app, table), notes: late(app, notes) };
  const inside = { who: controls(app), legend: legend(app), time: timebar(app), events: late(app, events) };
  const travel = lanes ? { routes: late(app, routes), reach: reach(app) } : {};
  const waiting = inSteps([...(travel.routes ? [travel.routes] : []), inside.events, below.table, below.notes]);
  const stage = document.getElementById("borders-stage") ?? element("main");
  stage.classList.add("borders-stage");
  const frame = element("div", { class: "borders-map" });
  const side = element("aside", { class: "borders-side" }, inside.events.node, reading.node);
  if (lanes) side.prepend(travel.routes.node, travel.reach.node);
  const parts = [controlsOf(app), drawnMarks, above, ...Object.values(inside), ...Object.values(travel), reading, ...Object.values(below)];
  if (data.live) parts.push(live(app));
  arrange(map, stage, frame, [above.node, inside.who.node], [inside.time.node, side], [below.table.node, below.notes.node, aloud]);
  frame.append(inside.legend.node);
  const room = () => frame.style.setProperty("--borders-legend", `${inside.legend.node.offsetWidth + 10}px`);
  new ResizeObserver(room).observe(inside.legend.node);
  if (lanes) inside.legend.node.append(travel.reach.scale);
  document.addEventListener("keydown", (event) => {
    complete();
    keyed(app, event);
  });
  addEventListener("hashchange", () => {
    const state = restored(data, location.hash, start);
    if (linked(data, state) === linked(data, app.state)) return;
    app.set(state);
    uncover();
  });
  const complete = () => {
    while (!waiting.next().done);
    if (!document.body.hasAttribute("aria-busy")) return;
    document.body.removeAttribute("aria-busy");
    if (app.state.crossing !== null && parent === window) uncover(); // in a cell it would move the notebook
  };
  printing(map, complete);
  calculate(EVERYTHING);
  for (const part of parts) part.render(EVERYTHING);
  document.title = `${app.title()}, ${app.say.moment(app.state)}`;
  stage.classList.toggle("borders-carded", app.state.crossing !== null);
  map.invalidateSize({ animate: false });
  document.body.setAttribute("aria-busy", "true");
  const next = () => (waiting.next().done ? complete() : afterwards(next));
  afterwards(next);
  return { crossings: drawnMarks.layer };
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
 * Go on when the present state is seen.
 * @param {() => void} act
 */
function afterwards(act) {
  if (document.hidden) setTimeout(act);
  else requestAnimationFrame(() => setTimeout(act));
}

/**
 * A part that is made after the map, the question and the answer are seen.
 * @param {App} app
 * @param {(app: App) => {node: HTMLElement, render: (changed: Set<string>) => void}} part
 */
function late(app, part) {
  const node = element("div", {});
  /** @type {ReturnType<typeof part> | null} */
  let found = null;
  return {
    node,
    *make() {
      found = part(app);
      yield;
      found.render(EVERYTHING);
      node.replaceWith(found.node);
      yield;
    },
    render(/** @type {Set<string>} */ changed) {
      found?.render(changed);
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
 * Leaflet's own controls in the present language.
 * @param {App} app
 * @returns {{render: (changed: Set<string>) => void}}
 */
function controlsOf(app) {
  const { map } = app;
  const Scale = L.Control.Scale.extend({
    _updateMetric(/** @type {number} */ most) {
      const metres = this._getRoundNum(most);
      const [unit, n] = metres < 1000 ? ["metres", metres] : ["kilometres", metres / 1000];
      this._updateScale(this._mScale, app.say.ui(`position.${unit}`, { n }).replace(/^±\s*/, ""), metres / most);
    },
  });
  const scale = new Scale({ imperial: false, maxWidth: 120 });
  const places = app.data.crossings.flatMap(({ place }) => (place ? [L.latLng(place.lat, place.lon)] : []));
  const seeAll = () => map.fitBounds(L.latLngBounds(places), { padding: [24, 24] });
  const whole = button("borders-whole", () => app.view(seeAll), "⤢");
  if (places.length) map.zoomControl?.getContainer()?.append(whole);
  return {
    render(changed) {
      if (!changed.has("lang")) return;
      scale.remove();
      map.whenReady(() => scale.addTo(map));
      map.getContainer().setAttribute("aria-label", app.say.ui("map.label"));
      for (const way of ["in", "out", "all"]) {
        const node = way === "all" ? whole : map.getContainer().querySelector(`.leaflet-control-zoom-${way}`);
        node?.setAttribute("aria-label", app.say.ui(`zoom.${way}`));
        node?.setAttribute("title", app.say.ui(`zoom.${way}`));
      }
    },
  };
}

/** What the parts of the page ask of each other, in the present language. */
const spoken = {
  /**
   * The names and codes of a country in all languages, as they are searched.
   * @this {App & {tongues?: {say: any, short: Intl.DisplayNames}[], told?: Map<string, string[]>}}
   * @param {string} code
   * @returns {string[]}
   */
  everywhere(code) {
    this.tongues ??= this.data.languages.map((one) => ({
      say: words(this.data, this.messages, one),
      short: new Intl.DisplayNames(/** @type {any} */ (this.messages[one].cldr).tag, { type: "region", style: "short" }),
    }));
    this.told ??= new Map();
    if (!this.told.has(code)) {
      const named = this.tongues.flatMap(({ say, short }) => [say.place(code), short.of(code), ...say.ui("pick.also", { code }).split(", ")]);
      const longer = this.data.longer[this.data.countries.indexOf(code)].split(" ");
      this.told.set(code, [...new Set([...named, ...longer].map(folded))].filter(Boolean));
    }
    return /** @type {string[]} */ (this.told.get(code));
  },
  /** @this {App} @returns {string} */
  title() {
    const { asKnownOn } = this.data.question ?? {};
    const known = asKnownOn ? `. ${this.say.ui("note.asKnown", { day: this.say.date(asKnownOn) })}` : "";
    return this.say.ui("title") + known;
  },
  /** @this {App} @returns {string} */
  summary() {
    return [this.say.summary(this.verdicts, this.state), this.nearest()].filter(Boolean).join(" ");
  },
  /** @this {App} @returns {string} */
  nearest() {
    const town = this.origin();
    return town && this.routes.length ? this.say.nearest(this.routes, town, this.ways.heading(town)) : "";
  },
  /** @this {App} @returns {string} the address of the present question */
  link() {
    return location.href.split("#")[0] + linked(this.data, this.state);
  },
  /** @this {App} the town that ways are shown from, if any */
  origin() {
    return this.ways?.origin(this.state.from) ?? null;
  },
  /** @this {App} */
  counts() {
    return counted(/** @type {any} */ (this));
  },
  /** @this {App} @returns {string[]} */
  credits() {
    const app = /** @type {any} */ (this);
    const names = credited(app).map(([text]) => text);
    return [...remarks(app), publishers(app), `${names.join(". ")}.`].filter(Boolean);
  },
};

/**
 * @param {string[]} languages
 * @returns {string}
 */
function preferred(languages) {
  const wanted = navigator.languages.map((one) => one.slice(0, 2));
  return wanted.find((one) => languages.includes(one)) ?? "en";
}

/**
 * The moments at which something changes, oldest first, each once.
 * @param {App} app
 * @returns {App["stops"]}
 */
function stops(app) {
  const found = app.changes.map((change) => {
    const on = stopOf(app.data, change);
    return [position(app, on), on];
  });
  return [...new Map(found)].map(([at, on]) => ({ at, on })).sort((a, b) => a.at - b.at);
}

/**
 * @param {App} app
 * @param {KeyboardEvent} event
 */
function keyed(app, event) {
  const typing = /** @type {HTMLElement} */ (event.target).closest("input:not([type=range]), select, textarea");
  if (event.key === "Escape" && app.state.crossing !== null) app.pick(null);
  else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    /** @type {HTMLElement} */ (document.querySelector("#borders-search")).focus();
  }
}

/**
 * Give the map the size of the paper while it is printed.
 * @param {L.Map} map
 * @param {() => void} complete makes what is still missing of the page
 */
function printing(map, complete) {
  /** @type {L.LatLngBounds | null} */
  let view = null;
  addEventListener("beforeprint", () => {
    complete();
    view = map.getBounds();
    document.documentElement.classList.add("borders-paper");
    map.fire("borders:themed");
    map.invalidateSize({ animate: false });
    map.fitBounds(view, { animate: false });
    map.fire("borders:paper");
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("borders-paper");
    map.fire("borders:themed");
    map.invalidateSize({ animate: false });
    if (view) map.fitBounds(view, { animate: false });
  });
}
