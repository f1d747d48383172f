/** What a reader takes away: a link, a quotation, files of the present answer, a picture. */

import { picture } from "./png_export.js";

/**
 * Copy a text, and say so on the button.
 * @param {import("../app.js").App} app
 * @param {string} text
 * @param {Event} event
 */
export async function copied(app, text, event) {
  const label = /** @type {HTMLElement} */ (event.currentTarget).lastChild;
  const before = label?.textContent ?? "";
  let done = "copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "borders-unseen";
    document.body.append(area);
    area.select();
    if (!document.execCommand("copy")) done = "copy.failed";
    area.remove();
    /** @type {HTMLElement} */ (label?.parentElement)?.focus();
  }
  const said = app.say.ui(done);
  app.tell(said);
  if (!label || before === said) return;
  label.textContent = said;
  setTimeout(() => (label.textContent = before), done === "copied" ? 1600 : 6000);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function handed(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {import("../app.js").App} app
 * @param {string} ending
 * @returns {string} a name that sorts by day
 */
function named({ state, data }, ending) {
  const day = "day" in state.on ? state.on.day : new Date(state.on.minute * 6e4).toISOString().slice(0, 16).replace(":", "");
  return `${data.name ?? "borders"}-${day}.${ending}`;
}

/**
 * Who asks and how.
 * @param {import("../core/verdicts.js").Asking} question
 */
function asker({ mode, direction, traveller }) {
  return {
    mode,
    direction,
    nationality: traveller?.nationality ?? null,
    residence: traveller?.residence ?? null,
    papers: traveller?.papers ?? null,
    vehicle: traveller?.vehicle ?? null,
  };
}

/**
 * The answer on each crossing, as values and lists of them.
 * @param {import("../app.js").App} app
 * @returns {Record<string, string | number | string[] | null>[]}
 */
function answers(app) {
  const { say, state, data } = app;
  const instant = (/** @type {number | null} */ minute) => (minute === null ? null : `${new Date(minute * 6e4).toISOString().slice(0, 16)}Z`);
  return app.verdicts.map((verdict) => ({
    id: verdict.crossing.id,
    name: say.name(verdict.crossing),
    neighbour: verdict.crossing.neighbour ?? null,
    kind: verdict.crossing.kind,
    on: instant(verdict.minute),
    ...asker(state),
    status: verdict.status,
    since: instant(verdict.since),
    until: instant(verdict.until),
    last_known: verdict.last?.status ?? null,
    sentence: say.sentence(verdict, state),
    measures: verdict.measures.map(({ id }) => id),
    sources: [...new Set(verdict.measures.flatMap(({ sources }) => sources))].map((id) => data.sources[id][2] || data.sources[id][1]),
    lon: verdict.crossing.place?.lon ?? null,
    lat: verdict.crossing.place?.lat ?? null,
    accuracy_m: verdict.crossing.place?.accuracy ?? null,
    version: data.version,
  }));
}

/**
 * Points with the members by which geojson.io and GitHub draw them (simplestyle).
 * @param {import("../app.js").App} app
 */
export function saveGeojson(app) {
  const features = answers(app).map(({ id, lon, lat, ...properties }) => {
    const { colour, symbol } = app.data.styles[/** @type {string} */ (properties.status)];
    const looks = { title: properties.name, description: properties.sentence, "marker-color": colour, "marker-symbol": symbol };
    const geometry = lon === null ? null : { type: "Point", coordinates: [lon, lat] };
    return { type: "Feature", id, geometry, properties: { ...properties, ...looks } };
  });
  const text = JSON.stringify({ type: "FeatureCollection", features }, null, 1);
  handed(new Blob([text], { type: "application/geo+json" }), named(app, "geojson"));
}

/** @param {import("../app.js").App} app */
export function saveWays(app) {
  const { say, state, data } = app;
  const town = /** @type {import("../core/routes.js").Town} */ (app.origin());
  const known = town ? app.routes.filter(({ at }) => at) : [];
  const asked = { ...state, direction: town && app.ways.heading(town) };
  const features = known.map((route) => {
    const { crossing, status, minute } = route.verdict;
    const places = app.ways.places(town, route);
    const properties = {
      from: say.town(town),
      crossing: crossing.id,
      name: say.name(crossing),
      on: `${new Date(minute * 6e4).toISOString().slice(0, 16)}Z`,
      ...asker(asked),
      by: route.by,
      status,
      km: route.km,
      detour_km: route.detour,
      approximate: route.approximate,
      sentence: say.sentence(route.verdict, asked),
      stroke: data.styles[status].colour,
      attribution: app.ways.attribution,
      version: data.version,
    };
    return { type: "Feature", geometry: { type: "LineString", coordinates: places }, properties };
  });
  const text = JSON.stringify({ type: "FeatureCollection", features }, null, 1);
  handed(new Blob([text], { type: "application/geo+json" }), named(app, "ways.geojson"));
}

/**
 * Fields as RFC 4180 has them; none that a spreadsheet would take for a formula. Lists are joined as
 * Python's are.
 * @param {import("../app.js").App} app
 */
export function saveCsv(app) {
  const rows = answers(app);
  const field = (/** @type {string | number | string[] | null} */ given) => {
    const value = Array.isArray(given) ? given.join("; ") : given;
    const text = typeof value === "string" ? value.replace(/^(?=[=+\-@\t\r])/, "'") : String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  const text = lines.map((line) => line.map(field).join(",")).join("\r\n");
  handed(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }), named(app, "csv"));
}

/**
 * @param {import("../app.js").App} app
 */
export function savePng(app) {
  picture(app).toBlob((blob) => blob && handed(blob, named(app, "png")), "image/png");
}
