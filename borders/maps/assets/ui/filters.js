/** Who asks, and how they mean to cross. */

import { askers } from "./askers.js";
import { button, element, icon } from "./dom.js";
import { grouped } from "../core/country_groups.js";
import { Combobox } from "./combobox.js";
import { finder } from "./finder.js";
import { folded } from "../core/search.js";
import { states } from "../core/verdicts.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Data } from "../core/verdicts.js" */
/** @import { RouteIndex, Town } from "../core/routes.js" */
/** @import { Choice, Picking } from "./combobox.js" */
/** @import { Actions, Part } from "./types.js" */

/** What is started over. */
const ASKED = /** @type {const} */ (["mode", "direction", "traveller", "to"]);

/**
 * @param {Answers} answers
 * @param {Actions} actions
 * @param {HTMLElement} tools beside which one searches where there is room
 * @returns {Part}
 */
export function filters(answers, actions, tools) {
  const { data } = answers;
  const [search, common] = [finder(answers, actions), askers(answers, actions)];
  const more = rest(answers, [
    countries(answers, actions, "residence", 2, "pick.none"),
    papers(answers, actions),
    countries(answers, actions, "vehicle", 0, "pick.any"),
  ]);
  const fields = [
    ...(answers.routeIndex ? [startingPoint(answers, answers.routeIndex, actions)] : []),
    ...(states(data).length > 1 ? [borders(answers, actions)] : []),
    select(answers, actions, "direction", ["out", "in"]),
    select(answers, actions, "mode", data.modes),
    countries(answers, actions, "nationality", 2, "pick.any"),
    more,
  ];
  const summary = element("summary", {});
  const reset = button("borders-step borders-reset", () => {
    const { mode, direction, traveller, to } = answers.start;
    actions.set({ mode, direction, traveller, to });
    node.querySelector("select")?.focus();
  }, icon("close"), element("span", {}));
  const group = element("div", { class: "borders-fields", role: "group" }, ...fields.map(({ node: field }) => field));
  const fold = element("details", { class: "borders-asking" }, summary, group);
  const begin = element("div", { class: "borders-start" });
  const node = element("div", { class: "borders-who" }, begin, fold);
  const [narrow, wide] = [matchMedia("(max-width: 760px)"), matchMedia("(min-width: 901px)")];
  const fit = () => {
    fold.toggleAttribute("open", !narrow.matches);
    if (narrow.matches) {
      group.before(common.node);
      group.append(reset);
    } else begin.append(common.node, reset);
    (wide.matches ? tools : begin).prepend(search.node);
  };
  for (const query of [narrow, wide]) query.addEventListener("change", fit);
  fit();
  return {
    node,
    render(changed) {
      search.render(changed);
      common.render(changed);
      if (!changed.has("question") && !changed.has("lang") && !changed.has("from")) return;
      fields.forEach((field) => field.show());
      const { say, state } = answers;
      const whom = [say.asker(state), ...say.borders(state)].filter(Boolean).join(" · ");
      summary.textContent = [say.t("who.title"), whom].filter(Boolean).join(": ");
      reset.hidden = ASKED.every((key) => answers.state[key] === answers.start[key]);
      reset.title = answers.say.t("who.reset");
      /** @type {HTMLElement} */ (reset.lastChild).textContent = reset.title;
      group.setAttribute("aria-label", answers.say.t("who.title"));
    },
  };
}

/**
 * What few have to say of themselves, folded with what is said of it.
 * @param {Answers} answers
 * @param {ReturnType<typeof field>[]} fields
 * @returns {ReturnType<typeof field>}
 */
function rest(answers, fields) {
  const label = element("span", {});
  const values = element("span", {});
  const node = element("details", { class: "borders-further" }, element("summary", {}, label, values), element("div", {}, ...fields.map((each) => each.node)));
  return {
    node,
    show() {
      const { say, state: { traveller } } = answers;
      const chosen = {
        residence: traveller?.residence.map((code) => say.place(code)) ?? [],
        papers: traveller?.papers.map((word) => say.word("paper", word)) ?? [],
        vehicle: traveller?.vehicle ? [say.place(traveller.vehicle)] : [],
      };
      const texts = Object.entries(chosen).flatMap(([key, names]) => (names.length ? [`${say.t(`field.${key}`)}: ${say.list(names)}`] : []));
      label.textContent = say.t("who.more");
      values.textContent = texts.join("; ") || say.t("pick.any");
      values.title = values.textContent;
      fields.forEach((each) => each.show());
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
 * Which borders are meant: all of them, those with the members of a group, or that with one state.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 */
function borders(answers, actions) {
  const id = "borders-to";
  const all = states(answers.data);
  const choices = [null, ...unions(answers.data, all), ...all.map((code) => [code])];
  const control = /** @type {HTMLSelectElement} */ (element("select", { id }));
  const keyOf = (/** @type {string[] | null} */ to) => to?.join(",") ?? "";
  control.addEventListener("change", () => actions.set({ to: control.value ? control.value.split(",") : null }));
  return field(id, control, () => {
    const { say, state: { to: chosen = null } } = answers;
    const known = choices.some((to) => keyOf(to) === keyOf(chosen)) ? choices : [...choices, chosen];
    const texts = known.map((to) => (to === null ? say.t("border.all") : say.list(to.map((code) => say.place(code)))));
    control.replaceChildren(...known.map((to, i) => element("option", { value: keyOf(to) }, texts[i])));
    control.value = keyOf(chosen);
    return say.t("field.to");
  });
}

/**
 * The neighbours that are members of one group, of groups that have some of them and not all.
 * @param {Data} data
 * @param {string[]} all
 * @returns {string[][]}
 */
function unions({ groups }, all) {
  const each = Object.values(groups).map(({ members }) => all.filter((code) => members.includes(code)));
  const some = each.filter(({ length }) => length > 1 && length < all.length);
  return [...new Map(some.map((codes) => [codes.join(","), codes])).values()];
}

/**
 * A field in which something is picked.
 * @param {Answers} answers
 * @param {string} name
 * @param {() => string[]} values what is picked now
 * @param {Omit<Picking, "id" | "t">} picking
 */
function picked(answers, name, values, picking) {
  const id = `borders-${name}`;
  const box = new Combobox({ ...picking, id, t: (key, given) => answers.say.t(key, given) });
  return field(id, box.node, () => {
    const label = answers.say.t(`field.${name}`);
    box.show(values(), label);
    return label;
  });
}

/**
 * @param {Answers} answers
 * @param {Choice[]} choices
 * @returns {Choice[]} in the order of the reader's alphabet
 */
function sorted({ state }, choices) {
  return choices.sort((a, b) => a.text.localeCompare(b.text, state.lang));
}

/**
 * The town from which routes are shown.
 * @param {Answers} answers
 * @param {RouteIndex} index
 * @param {Pick<Actions, "set">} actions
 */
function startingPoint(answers, index, actions) {
  const towns = index.origins;
  const states = [...new Set(towns.map(({ state }) => state))];
  return picked(answers, "from", () => (answers.state.from === null ? [] : [answers.state.from]), {
    empty: "pick.none",
    chips: 0,
    nameOf: (slug) => answers.say.town(/** @type {Town} */ (index.origin(slug))),
    choose: (values) => actions.set({ from: values.at(-1) ?? null }),
    groups: () => states.map((state) => {
      const choices = towns.filter((town) => town.state === state).map((town) => ({
        value: /** @type {string} */ (town.slug),
        text: answers.say.town(town),
        also: [town.name, ...Object.values(town.names)].map(folded),
      }));
      return { heading: answers.say.place(state), choices: sorted(answers, choices) };
    }),
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
function valuesOf(answers, name) {
  return [answers.state.traveller?.[name] ?? []].flat();
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @param {"nationality" | "residence" | "vehicle"} name
 * @param {number} chips as `Picking` has it
 * @param {string} empty as `Picking` has it
 */
function countries(answers, actions, name, chips, empty) {
  const { data, names } = answers;
  const kind = name === "nationality" ? name : "country";
  const choice = (/** @type {string} */ value) => ({ value, text: answers.say.nationality(value), also: names.of(kind, value) });
  /** @type {ReturnType<typeof grouped> | undefined} */
  let groups;
  return picked(answers, name, () => valuesOf(answers, name), {
    empty,
    chips,
    nameOf: (code) => answers.say.nationality(code),
    choose: (values) => hold(answers, actions, name, name === "nationality" ? citizenship(data, values) : values),
    groups: () => {
      const unions = { heading: answers.say.t("pick.groups"), choices: sorted(answers, [...Object.keys(data.groups)].map(choice)) };
      const none = { heading: "", choices: [choice(data.stateless)] };
      const each = (groups ??= grouped(data, name)).map(({ sort, headings, codes }) => {
        const choices = sorted(answers, codes.map(choice));
        const titles = {
          group: headings.map((id) => data.groups[id][answers.state.lang]).join(" · "),
          alike: answers.say.list(choices.map(({ text }) => text)),
          named: answers.say.t("pick.named"),
          others: answers.say.t("pick.others"),
        };
        return { heading: titles[sort], choices };
      });
      return kind === "nationality" ? [...each.slice(0, 1), unions, none, ...each.slice(1)] : each;
    },
  });
}

/**
 * Nationalities of which the last is chosen now: who is stateless has no other.
 * @param {Data} data
 * @param {string[]} values
 * @returns {string[]}
 */
function citizenship({ stateless }, values) {
  return values.at(-1) === stateless ? [stateless] : values.filter((value) => value !== stateless);
}

/**
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 */
function papers(answers, actions) {
  const words = Object.entries(answers.data.words.paper);
  return picked(answers, "papers", () => valuesOf(answers, "papers"), {
    empty: "pick.none",
    chips: 1,
    nameOf: (word) => answers.say.word("paper", word),
    choose: (values) => hold(answers, actions, "papers", values),
    groups: () => {
      const choices = words.map(([value, wording]) => ({
        value,
        text: wording[answers.state.lang],
        also: answers.data.languages.map((language) => folded(wording[language])),
      }));
      return [{ heading: "", choices: sorted(answers, choices) }];
    },
  });
}
