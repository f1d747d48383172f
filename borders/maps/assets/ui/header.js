/** The top of the page: title, language, take-away, the answer in a sentence, the legend. */

import { button, element, icon, mark } from "./dom.js";
import { HAS_ADDRESS } from "../core/permalink.js";
import { stroke } from "./routes_panel.js";
import { copied, saveCsv, saveGeojson, savePng, saveWays } from "./downloads.js";


/**
 * @param {import("../app.js").App} app
 * @returns {{node: HTMLElement, render: (changed: Set<string>) => void}}
 */
export function head(app) {
  const title = element("h1", { id: "borders-title" });
  const answer = element("span", {});
  const nearest = element("span", {});
  const summary = element("p", { id: "borders-summary" }, answer, " ", nearest);
  const copy = button("borders-copy", (event) => copied(app, app.summary(), event), icon("copy"), element("span", {}));
  const language = languages(app);
  const take = takeaway(app);
  const targets = {
    "skip.map": () => app.map.getContainer().focus({ preventScroll: false }),
    "skip.table": () => /** @type {HTMLElement} */ (document.querySelector("#borders-search")).focus(),
  };
  const skips = Object.entries(targets).map(([key, act]) => ({ key, node: button("borders-skip", act) }));
  const tools = element("div", { class: "borders-tools" }, language.node, take.node);
  const node = element(
    "header",
    { class: "borders-head" },
    ...skips.map((one) => one.node),
    element("div", { class: "borders-top" }, title, tools),
    element("div", { class: "borders-lead" }, summary, copy),
  );
  return {
    node,
    render(changed) {
      if (changed.has("lang")) {
        for (const one of skips) one.node.textContent = app.say.ui(one.key);
        /** @type {HTMLElement} */ (copy.lastChild).textContent = app.say.ui("copy.summary");
        language.render();
        take.render();
      }
      title.textContent = app.title();
      const way = app.nearest();
      answer.textContent = app.say.summary(app.verdicts, app.state);
      summary.replaceChildren(answer, ...(way ? [" ", nearest] : []));
      nearest.textContent = way;
    },
  };
}

/** @param {import("../app.js").App} app */
function languages(app) {
  const select = /** @type {HTMLSelectElement} */ (element("select", { id: "borders-lang" }));
  select.append(...app.data.languages.map((one) => element("option", { value: one, lang: one }, app.messages[one]["lang.name"])));
  select.addEventListener("change", () => app.set({ lang: select.value }));
  const node = element("label", { class: "borders-lang" }, icon("globe"), select);
  return {
    node,
    render() {
      select.value = app.state.lang;
      select.setAttribute("aria-label", app.say.ui("lang.label"));
    },
  };
}

/** @param {import("../app.js").App} app */
function takeaway(app) {
  const summary = element("summary", {});
  const acts = {
    ...(HAS_ADDRESS ? { "copy.link": (/** @type {Event} */ event) => copied(app, app.link(), event) } : {}),
    "save.geojson": () => saveGeojson(app),
    ...(app.ways ? { "save.routes": () => saveWays(app) } : {}),
    "save.csv": () => saveCsv(app),
    "save.png": () => savePng(app),
    print: () => window.print(),
  };
  const buttons = Object.entries(acts).map(([key, act]) => ({ key, node: button("", act) }));
  const node = /** @type {HTMLDetailsElement} */ (
    element("details", { class: "borders-menu" }, summary, element("div", {}, ...buttons.map((one) => one.node)))
  );
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.stopPropagation();
    node.open = false;
    summary.focus();
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(/** @type {Node | null} */ (event.relatedTarget)) && event.relatedTarget) node.open = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (!node.contains(/** @type {Node} */ (event.target))) node.open = false;
  });
  return {
    node,
    render() {
      summary.textContent = app.say.ui("save.title");
      for (const one of buttons) one.node.textContent = app.say.ui(one.key);
    },
  };
}

/**
 * Each status with its mark, its word and how many crossings have it.
 * @param {import("../app.js").App} app
 * @returns {{node: HTMLElement, render: (changed: Set<string>) => void}}
 */
export function legend(app) {
  const rows = Object.entries(app.data.styles).map(([status, look]) => ({ status, text: element("span", {}), line: stroke(status, look) }));
  const kinds = [...new Set(app.data.crossings.map(({ kind }) => kind))].map((kind) => ({ kind, text: element("span", {}) }));
  const planned = element("span", {});
  const rough = element("span", {});
  const small = element(
    "ul",
    { class: "borders-small" },
    ...kinds.map(({ kind, text }) => element("li", {}, icon(kind, "borders-kind"), text)),
    element("li", {}, icon("planned", "borders-planned"), planned),
    element("li", { class: "borders-rough" }, mark("open"), rough),
  );
  const list = element("ul", {}, ...rows.map(({ status, text, line }) => element("li", {}, mark(status), line, text)));
  const origin = element("p", { class: "borders-quiet" });
  const node = element("section", { class: "borders-legend", id: "borders-legend" }, list, origin, small);
  return {
    node,
    render(changed) {
      app.counts().forEach(([, text], i) => {
        if (rows[i].text.textContent !== text) rows[i].text.textContent = text;
      });
      const town = app.routes.length && !app.state.reach ? app.origin() : null;
      const has = new Set(town ? app.routes.filter(({ at }) => at).map(({ verdict }) => verdict.status) : []);
      for (const { status, line } of rows) line.classList.toggle("borders-absent", !has.has(/** @type {any} */ (status)));
      node.classList.toggle("borders-lined", Boolean(town));
      origin.hidden = !town;
      if (town) origin.textContent = app.say.ui("ways.legend", { town: app.say.town(town), kind: app.ways.schematic ? "schematic" : "" });
      if (!changed.has("lang")) return;
      node.setAttribute("aria-label", app.say.ui("legend.title"));
      for (const { kind, text } of kinds) text.textContent = app.say.ui(`kind.${kind}`);
      planned.textContent = app.say.ui("legend.planned");
      rough.textContent = app.say.ui("legend.approximate");
    },
  };
}

/**
 * How many crossings have each status, in words.
 * @param {import("../app.js").App} app
 * @returns {[string, string][]}
 */
export function counted(app) {
  return Object.keys(app.data.styles).map((status) => {
    const n = app.verdicts.filter((one) => one.status === status).length;
    return [status, `${app.say.ui(`status.${status}`)} (${n})`];
  });
}
