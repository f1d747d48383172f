/** Leaflet's own controls in the present language, and a button that shows all crossings. */

import { button, entitle, oneStop } from "./dom.js";
import { scaleBar } from "./leaflet.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions, Part } from "./types.js" */

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {Pick<Actions, "view">} actions
 * @param {() => void} seeAll
 * @returns {Pick<Part, "render">}
 */
export function mapControls(map, answers, actions, seeAll) {
  const scale = scaleBar({ updateWhenIdle: true, imperial: false, maxWidth: 120 }, (metres) => {
    const [unit, n] = metres < 1000 ? ["metres", metres] : ["kilometres", metres / 1000];
    return answers.say.t(`position.${unit}`, { n }).replace(/^±\s*/, "");
  });
  const whole = button("borders-whole", () => actions.view(seeAll), "⤢");
  const zooms = map.zoomControl?.getContainer();
  zooms?.append(whole);
  if (zooms) oneStop(zooms)();
  return {
    render(changed) {
      if (!changed.has("lang")) return;
      scale.remove();
      map.whenReady(() => scale.addTo(map));
      map.getContainer().setAttribute("aria-label", answers.say.t("map.label"));
      for (const act of ["in", "out", "all"]) {
        const node = act === "all" ? whole : map.getContainer().querySelector(`.leaflet-control-zoom-${act}`);
        if (node) entitle(node, answers.say.t(`zoom.${act}`));
      }
    },
  };
}
