/** Who asks, and how they mean to cross. */

import { button, element, icon } from "./dom.js";
import { grouped } from "../core/country_groups.js";
import { Combobox } from "./combobox.js";
import { folded } from "../core/search.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { RouteIndex, Town } from "../core/routes.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {Part}
 */
export function filters(answers, actions) {
  const { data } = answers;
  const fields = [
    ...(answers.routeIndex ? [startingPoint(answers, answers.routeIndex, actions)] : []),
    select(answers, actions, "direction", ["out", "in"]),
    select(answers, actions, "mode", data.modes),
    countries(answers, actions, "nationality", 2, "pick.any"),
    countries(answers, actions, "residence", 2, "pick.none"),
    papers(answers, actions),
    countries(answers, actions, "vehicle", 0, "pick.any"),
  ];
  const summary = element("summary", {});
  const reset = button("borders-step borders-reset", () => {
    actions.set({ mode: null, direction: null, traveller: null });
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
      if (!changed.has("question") && !changed.has("lang") && !changed.has("from")) return;
      fields.forEach((field) => field.show());
      summary.textContent = [answers.say.t("who.title"), answers.say.asker(answers.state)].filter(Boolean).join(": ");
      reset.hidden = !answers.state.mode && !answers.state.direction && !answers.state.traveller;
      reset.title = answers.say.t("who.reset");
      /** @type {HTMLElement} */ (reset.lastChild).textContent = reset.title;
      node.lastElementChild?.setAttribute("aria-label", answers.say.t("who.title"));
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
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {"mode" | "direction"} name
 * @param {string[]} values
 */
function select(answers, actions, name, values) {
  const id = `borders-${name}`;
  const options = ["", ...values].map((value) => element("option", { value }));
  const control = /** @type {HTMLSelectElement} */ (element("select", { id }, ...options));
  control.addEventListener("change", () => actions.set({ [name]: control.value || null }));
  return field(id, control, () => {
    const home = answers.say.country(answers.data.home);
    options.forEach((option, i) => {
      option.textContent = answers.say.t(`${name}.${values[i - 1] ?? "any"}`, { code: answers.data.home, home });
    });
    control.value = answers.state[name] ?? "";
    return answers.say.t(`field.${name}`);
  });
}

/**
 * The town from which routes are shown.
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Pick<Actions, "set">} actions
 */
function startingPoint(answers, index, actions) {
  const id = "borders-from";
  const towns = index.origins;
  const states = [...new Set(towns.map(({ state }) => state))];
  const made = new Combobox({
    id,
    empty: "pick.none",
    chips: 0,
    named: (slug) => answers.say.town(/** @type {Town} */ (index.origin(slug))),
    said: (key, values) => answers.say.t(key, values),
    chosen: (values) => actions.set({ from: values.at(-1) ?? null }),
    groups: () => states.map((state) => {
      const choices = towns.filter((town) => town.state === state).map((town) => ({
        value: /** @type {string} */ (town.slug),
        text: answers.say.town(town),
        also: [town.name, ...Object.values(town.names)].map(folded),
      }));
      return { heading: answers.say.place(state), choices: choices.sort((a, b) => a.text.localeCompare(b.text, answers.state.lang)) };
    }),
  });
  return field(id, made.node, () => {
    const label = answers.say.t("field.from");
    made.show(answers.state.from === null ? [] : [answers.state.from], label);
    return label;
  });
}

/**
 * What a traveller holds, with one thing changed; nobody in particular where nothing is left.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {string} name
 * @param {string[]} values
 */
function hold(answers, actions, name, values) {
  const nobody = { nationality: null, residence: [], papers: [], vehicle: null };
  const before = answers.state.traveller ?? nobody;
  const value = name === "vehicle" ? (values.at(-1) ?? null) : name === "nationality" && !values.length ? null : values;
  const after = { ...before, [name]: value };
  const anybody = !after.nationality && !after.vehicle && !after.residence.length && !after.papers.length;
  actions.set({ traveller: anybody ? null : after });
}

/**
 * @param {Answers} answers
 * @param {"nationality" | "residence" | "papers" | "vehicle"} name
 * @returns {string[]}
 */
function heldIn(answers, name) {
  const value = answers.state.traveller?.[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {"nationality" | "residence" | "vehicle"} name
 * @param {number} chips as the picker has it
 * @param {string} empty as the picker has it
 */
function countries(answers, actions, name, chips, empty) {
  const id = `borders-${name}`;
  /** @type {ReturnType<typeof grouped> | undefined} */
  let sorts;
  const made = new Combobox({
    id,
    empty,
    chips,
    named: (code) => answers.say.place(code),
    said: (key, values) => answers.say.t(key, values),
    chosen: (values) => hold(answers, actions, name, values),
    groups: () => (sorts ??= grouped(answers.data, name)).map(({ sort, headings, codes }) => {
      const choices = codes.map((value) => ({ value, text: answers.say.place(value), also: answers.namesOf(value) }));
      choices.sort((a, b) => a.text.localeCompare(b.text, answers.state.lang));
      const members = headings.map((id) => answers.data.groups[id][answers.state.lang]);
      const titles = {
        group: members.join(" · "),
        alike: answers.say.list(choices.map(({ text }) => text)),
        named: answers.say.t("pick.named"),
        others: answers.say.t("pick.others"),
      };
      return { heading: titles[sort], choices };
    }),
  });
  return field(id, made.node, () => {
    const label = answers.say.t(`field.${name}`);
    made.show(heldIn(answers, name), label);
    return label;
  });
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 */
function papers(answers, actions) {
  const id = "borders-papers";
  const words = Object.entries(answers.data.words.paper);
  const made = new Combobox({
    id,
    empty: "pick.none",
    chips: 1,
    named: (word) => answers.say.word("paper", word),
    said: (key, values) => answers.say.t(key, values),
    chosen: (values) => hold(answers, actions, "papers", values),
    groups: () => {
      const choices = words.map(([value, wording]) => ({
        value,
        text: wording[answers.state.lang],
        also: answers.data.languages.map((language) => folded(wording[language])),
      }));
      return [{ heading: "", choices: choices.sort((a, b) => a.text.localeCompare(b.text, answers.state.lang)) }];
    },
  });
  return field(id, made.node, () => {
    const label = answers.say.t("field.papers");
    made.show(heldIn(answers, "papers"), label);
    return label;
  });
}
