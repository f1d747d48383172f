/** The page within an article: the headline, the map, a row of the legend, the day, and the way to the whole page. */

import { embedded, parted } from "./address.js";
import { element, icon, link, standingIcon } from "./dom.js";
import { HAS_ADDRESS, linkTo } from "./downloads.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Part } from "./types.js" */

/** Frames below this height are embedded by themselves; `docs/page.md` says it too. */
const SMALL = 480;

/** How high the map is beside its width, and within which pixels. */
const SHAPE = { ratio: 0.62, least: 180, most: 560 };

/** Milliseconds for which is said how the map is moved. */
const HINT = 1800;

/** @type {Record<string, string>} The short names of those who want to be named on every map. */
const SHORT = { "https://www.openstreetmap.org/copyright": "© OpenStreetMap" };

/** @returns {boolean} whether the page is shown within an article now */
export function isEmbedded() {
  return document.documentElement.classList.contains("borders-embed");
}

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @returns {Part}
 */
export function embed(map, answers) {
  const key = element("ul", { class: "borders-key" });
  const day = element("span", {});
  const whole = element("p", { class: "borders-whole-page" });
  const node = element("section", { class: "borders-byline" }, key, element("p", {}, day), whole);
  const isFrame = parent !== window && !answers.data.live;
  const small = matchMedia(`(max-height: ${SMALL - 0.02}px)`);
  const movement = moved(map, answers);
  const credits = Object.keys(answers.data.credits).flatMap((url) => (SHORT[url] ? [link(SHORT[url], url).outerHTML] : []));
  const turn = () => {
    const isAsked = parted(location.hash).isEmbedded;
    const isOn = isAsked || (isFrame && small.matches);
    if (isOn !== isEmbedded()) {
      document.documentElement.classList.toggle("borders-embed", isOn);
      for (const credit of credits) map.attributionControl?.[isOn ? "addAttribution" : "removeAttribution"](credit);
      movement.turn(isOn);
    }
    fit();
    if (isOn && isFrame) tell(map, isAsked ? Infinity : SMALL - 1);
  };
  const fit = () => {
    if (!isEmbedded()) return; // it is not seen, and to measure it would lay the page out at each step
    key.classList.remove("borders-tight");
    key.classList.toggle("borders-tight", key.scrollWidth > key.clientWidth);
  };
  small.addEventListener("change", turn);
  addEventListener("resize", turn);
  addEventListener("hashchange", turn);
  return {
    node,
    render(changed) {
      const { say, state, counts } = answers;
      key.replaceChildren(...counts.flatMap(([standing, n]) => {
        if (!n) return [];
        const words = say.t(`standing.${standing}`);
        return [element("li", { title: words }, standingIcon(standing), element("b", {}, say.number(n)), " ", element("span", {}, words))];
      }));
      const loud = answers.verdicts.filter(({ dangers }) => dangers.length).length;
      if (loud) key.append(element("li", { title: say.t("legend.danger") }, icon("danger", "borders-danger"), say.number(loud), " ", element("span", {}, say.t("legend.danger"))));
      day.textContent = [say.moment(state), ...say.borders(state)].join(" · ");
      day.classList.toggle("borders-old", answers.age().isOld);
      const url = linkTo(answers);
      whole.replaceChildren(...(HAS_ADDRESS && /^(https?|file):/.test(url) ? [anchor(say.t("embed.whole"), url)] : []));
      if (changed.has("lang")) {
        key.setAttribute("aria-label", say.t("legend.title"));
        movement.render();
      }
      turn();
    },
  };
}

/**
 * @param {string} text
 * @param {string} url
 * @returns {HTMLElement}
 */
function anchor(text, url) {
  const node = link(text, url);
  return node instanceof HTMLAnchorElement ? node : element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** The height that was told last. */
let lastHeight = 0;

/**
 * Tell the page around a frame how high it would have it: nothing but a number, which anybody may know.
 * @param {L.Map} map
 * @param {number} most
 */
function tell(map, most) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  if (!width || !innerHeight) return;
  const wanted = Math.min(SHAPE.most, Math.max(SHAPE.least, Math.round(width * SHAPE.ratio)));
  const whole = Math.min(most, innerHeight - height + wanted);
  if (whole === lastHeight) return;
  lastHeight = whole;
  parent.postMessage({ type: "borders:height", height: whole }, "*");
}

/**
 * Wheel and finger scroll the article; with Ctrl or ⌘, or with two fingers, they move the map, which is said.
 * @param {L.Map} map
 * @param {Answers} answers
 */
function moved(map, answers) {
  const container = map.getContainer();
  const hint = element("p", { class: "borders-hint", "aria-hidden": "true" });
  hint.hidden = true;
  const words = { wheel: "", touch: "" };
  let isOn = false;
  let timer = 0;
  const say = (/** @type {string} */ text) => {
    hint.textContent = text;
    hint.hidden = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => (hint.hidden = true), HINT);
  };
  const drag = (/** @type {boolean} */ may) => map.dragging[may ? "enable" : "disable"]();
  container.append(hint);
  container.addEventListener("wheel", (event) => {
    if (!isOn || event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    say(words.wheel);
  }, { capture: true, passive: true });
  for (const type of ["pointerover", "pointerdown"]) {
    container.addEventListener(type, (event) => {
      if (isOn) drag(/** @type {PointerEvent} */ (event).pointerType === "mouse");
    }, { capture: true });
  }
  container.addEventListener("touchmove", ({ touches }) => {
    if (isOn && touches.length === 1) say(words.touch);
  }, { passive: true });
  return {
    turn(/** @type {boolean} */ on) {
      isOn = on;
      drag(!on);
    },
    render() {
      words.wheel = answers.say.t("embed.wheel");
      words.touch = answers.say.t("embed.touch");
    },
  };
}

/**
 * What is put into an article to show the present answer in it.
 * @param {Answers} answers
 * @returns {string}
 */
export function embedCode(answers) {
  const frame = element("iframe", {
    src: embedded(linkTo(answers)),
    title: `${answers.headline()} · ${answers.say.moment(answers.state)}`,
    width: "100%",
    height: "420",
    loading: "lazy",
    sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    style: "border:0",
  });
  return frame.outerHTML;
}
