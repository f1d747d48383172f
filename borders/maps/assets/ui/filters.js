/** Who asks, and how they mean to cross. */

import { button, element, icon } from "./dom.js";
import { grouped } from "../core/country_groups.js";
import { picker } from "./combobox.js";
import { folded } from "../core/search.js";

/**
 * @param {import("../app.js").App} app
 * @returns {{node: HTMLElement, render: (changed: Set<string>) => void}}
 */
export function controls(app) {
  const { data } = app;
  const fields = [
    ...(app.ways ? [startingPoint(app)] : []),
    select(app, "direction", ["out", "in"]),
    select(app, "mode", data.modes),
    countries(app, "nationality", 2, "pick.any"),
    countries(app, "residence", 2, "pick.none"),
    papers(app),
    countries(app, "vehicle", 0, "pick.any"),
  ];
  const summary = element("summary", {});
  const reset = button("borders-step borders-reset", () => {
    app.set({ mode: null, direction: null, traveller: null });
    node.querySelector("select")?.focus();
  }, icon("close"), element("span", {}));
  const node = element(
    "details",
    { class: "borders-who" },
    summary,
    element("div", { class: "borders-fields", role: "group" }, ...fields.map(({ node: field }) => field), reset),
  );
  const narrow = matchMedia("(max-width: 760px)");
  const fit = () => node.toggleAttribute("open", !narrow.matches);
  narrow.addEventListener("change", fit);
  fit();
  return {
    node,
    render(changed) {
      if (!["question", "lang", "from"].some((one) => changed.has(one))) return;
      fields.forEach((field) => field.show());
      summary.textContent = [app.say.ui("who.title"), app.say.asker(app.state)].filter(Boolean).join(": ");
      reset.hidden = !app.state.mode && !app.state.direction && !app.state.traveller;
      reset.title = app.say.ui("who.reset");
      /** @type {HTMLElement} */ (reset.lastChild).textContent = reset.title;
      node.lastElementChild?.setAttribute("aria-label", app.say.ui("who.title"));
    },
  };
}

/**
 * A field with its label.
 * @param {string} id
 * @param {HTMLElement} control
 * @param {() => string} show fills the control, and returns what it is called
 * @returns {{node: HTMLElement, show: () => void}}
 */
function field(id, control, show) {
  const label = element("label", { for: id });
  const node = element("div", { class: "borders-field" }, label, control);
  return {
    node,
    show() {
      label.textContent = show();
    },
  };
}

/**
 * @param {import("../app.js").App} app
 * @param {"mode" | "direction"} name
 * @param {string[]} values
 */
function select(app, name, values) {
  const id = `borders-${name}`;
  const options = ["", ...values].map((value) => element("option", { value }));
  const control = /** @type {HTMLSelectElement} */ (element("select", { id }, ...options));
  control.addEventListener("change", () => app.set({ [name]: control.value || null }));
  return field(id, control, () => {
    const home = app.say.country(app.data.home);
    options.forEach((option, i) => {
      option.textContent = app.say.ui(`${name}.${values[i - 1] ?? "any"}`, { code: app.data.home, home });
    });
    control.value = app.state[name] ?? "";
    return app.say.ui(`field.${name}`);
  });
}

/**
 * The town from which ways are shown.
 * @param {import("../app.js").App} app
 */
function startingPoint(app) {
  const id = "borders-from";
  const towns = app.ways.origins;
  const states = [...new Set(towns.map(({ state }) => state))];
  const made = picker({
    id,
    empty: "pick.none",
    chips: 0,
    named: (slug) => app.say.town(/** @type {import("../core/routes.js").Town} */ (app.ways.origin(slug))),
    said: (key, values) => app.say.ui(key, values),
    chosen: (values) => app.set({ from: values.at(-1) ?? null }),
    groups: () => states.map((state) => {
      const choices = towns.filter((town) => town.state === state).map((town) => ({
        value: /** @type {string} */ (town.slug),
        text: app.say.town(town),
        also: [town.name, ...Object.values(town.names)].map(folded),
      }));
      return { heading: app.say.place(state), choices: choices.sort((a, b) => a.text.localeCompare(b.text, app.state.lang)) };
    }),
  });
  return field(id, made.node, () => {
    const label = app.say.ui("field.from");
    made.show(app.state.from === null ? [] : [app.state.from], label);
    return label;
  });
}

/**
 * What a traveller holds, with one thing changed; nobody in particular where nothing is left.
 * @param {import("../app.js").App} app
 * @param {string} name
 * @param {string[]} values
 */
function hold(app, name, values) {
  const nobody = { nationality: null, residence: [], papers: [], vehicle: null };
  const before = app.state.traveller ?? nobody;
  const value = name === "vehicle" ? (values.at(-1) ?? null) : name === "nationality" && !values.length ? null : values;
  const after = { ...before, [name]: value };
  const anybody = !after.nationality && !after.vehicle && !after.residence.length && !after.papers.length;
  app.set({ traveller: anybody ? null : after });
}

/**
 * @param {import("../app.js").App} app
 * @param {string} name
 * @returns {string[]}
 */
function heldIn(app, name) {
  const value = app.state.traveller?.[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/**
 * @param {import("../app.js").App} app
 * @param {"nationality" | "residence" | "vehicle"} name
 * @param {number} chips as the picker has it
 * @param {string} empty as the picker has it
 */
function countries(app, name, chips, empty) {
  const id = `borders-${name}`;
  /** @type {ReturnType<typeof grouped> | undefined} */
  let sorts;
  const made = picker({
    id,
    empty,
    chips,
    named: (code) => app.say.place(code),
    said: (key, values) => app.say.ui(key, values),
    chosen: (values) => hold(app, name, values),
    groups: () => (sorts ??= grouped(app.data, name)).map(({ sort, headings, codes }) => {
      const choices = codes.map((value) => ({ value, text: app.say.place(value), also: app.everywhere(value) }));
      choices.sort((a, b) => a.text.localeCompare(b.text, app.state.lang));
      const members = headings.map((one) => app.data.groups[one][app.state.lang]);
      const told = {
        group: members.join(" · "),
        alike: app.say.list(choices.map(({ text }) => text)),
        named: app.say.ui("pick.named"),
        others: app.say.ui("pick.others"),
      };
      return { heading: told[sort], choices };
    }),
  });
  return field(id, made.node, () => {
    const label = app.say.ui(`field.${name}`);
    made.show(heldIn(app, name), label);
    return label;
  });
}

/** @param {import("../app.js").App} app */
function papers(app) {
  const id = "borders-papers";
  const words = Object.entries(app.data.words.paper);
  const made = picker({
    id,
    empty: "pick.none",
    chips: 1,
    named: (word) => app.say.word("paper", word),
    said: (key, values) => app.say.ui(key, values),
    chosen: (values) => hold(app, "papers", values),
    groups: () => {
      const choices = words.map(([value, wording]) => ({
        value,
        text: wording[app.state.lang],
        also: app.data.languages.map((one) => folded(wording[one])),
      }));
      return [{ heading: "", choices: choices.sort((a, b) => a.text.localeCompare(b.text, app.state.lang)) }];
    },
  });
  return field(id, made.node, () => {
    const label = app.say.ui("field.papers");
    made.show(heldIn(app, "papers"), label);
    return label;
  });
}
