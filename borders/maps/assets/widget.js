/** The page in the cell of a notebook: what is asked in it ↔ the kernel. An anywidget's module. */

/**
 * @param {{model: any, el: HTMLElement}} widget
 * @returns {() => void} what ends it
 */
function render({ model, el }) {
  const frame = document.createElement("iframe");
  let hearing = false;
  const tell = () => {
    if (!hearing) frame.contentWindow?.postMessage({ borders: model.get("state") }, "*");
  };
  /** @param {MessageEvent} event */
  const hear = (event) => {
    if (event.source !== frame.contentWindow || !event.data?.borders) return;
    // a page that has just begun is at the question that it was made with: the kernel's is newer
    const begun = event.data.first ? model.get("state") : {};
    hearing = true;
    model.set("state", { ...event.data.borders, ...begun });
    hearing = false;
    model.save_changes();
    if (event.data.first) tell();
  };
  addEventListener("message", hear);
  model.on("change:state", tell);
  for (const [name, value] of Object.entries(model.get("frame"))) frame.setAttribute(name, value);
  // what stands in its place where no kernel runs
  const still = model.get("still");
  const hidden = document.createElement("style");
  hidden.textContent = `.${still} { display: none; }`;
  for (const page of document.querySelectorAll(`.${still} iframe`)) page.remove();
  el.append(hidden, frame);
  return () => {
    removeEventListener("message", hear);
    model.off("change:state", tell);
  };
}

export default { render };
