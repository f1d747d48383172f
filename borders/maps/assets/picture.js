/** The map as a picture to take away, with title, answer, legend, date and credits. */

import { colour } from "./dom.js";

const SERIF = 'Georgia, "Times New Roman", "DejaVu Serif", serif';
const PLAIN_FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const PAD = 20;

/**
 * @param {import("./page.js").App} app
 * @returns {HTMLCanvasElement}
 */
export function picture(app) {
  const { map } = app;
  const size = map.getSize();
  const width = size.x;
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.font = `15px ${PLAIN_FONT}`;
  const lead = wrapped(pen, app.summary(), width - 2 * PAD);
  pen.font = `11px ${PLAIN_FONT}`;
  const notes = app.credits().flatMap((text) => wrapped(pen, text, width - 2 * PAD));
  const top = PAD + 34 + lead.length * 21 + 34;
  const height = top + size.y + 14 + notes.length * 15 + 8;
  const scale = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = width * scale;
  canvas.height = height * scale;
  pen.scale(scale, scale);
  pen.textBaseline = "alphabetic";
  pen.fillStyle = colour("paper");
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = colour("ink");
  pen.font = `700 25px ${SERIF}`;
  pen.fillText(app.title(), PAD, PAD + 20, width - 2 * PAD);
  pen.font = `15px ${PLAIN_FONT}`;
  lead.forEach((text, i) => pen.fillText(text, PAD, PAD + 48 + i * 21));
  counts(app, pen, top - 20);
  drawMap(app, pen, top, size);
  pen.fillStyle = colour("quiet");
  pen.font = `11px ${PLAIN_FONT}`;
  notes.forEach((text, i) => pen.fillText(text, PAD, top + size.y + 20 + i * 15));
  return canvas;
}

/**
 * @param {import("./page.js").App} app
 * @param {CanvasRenderingContext2D} pen
 * @param {number} y
 */
function counts(app, pen, y) {
  let x = PAD;
  pen.font = `600 13px ${PLAIN_FONT}`;
  for (const [status, text] of app.counts()) {
    stamp(pen, status, x + 10, y, 0.72);
    pen.fillStyle = colour("ink");
    pen.fillText(text, x + 24, y + 5);
    x += pen.measureText(text).width + 46;
  }
}

/**
 * @param {import("./page.js").App} app
 * @param {CanvasRenderingContext2D} pen
 * @param {number} top
 * @param {L.Point} size
 */
function drawMap({ map, verdicts, marks }, pen, top, size) {
  const container = map.getContainer();
  const frame = container.getBoundingClientRect();
  pen.save();
  pen.translate(0, top);
  pen.beginPath();
  pen.rect(0, 0, size.x, size.y);
  pen.clip();
  pen.fillStyle = colour("water");
  pen.fillRect(0, 0, size.x, size.y);
  const layers = [...container.querySelectorAll("canvas")];
  const put = (/** @type {HTMLCanvasElement} */ layer) => {
    const { left, top: above, width, height } = layer.getBoundingClientRect();
    if (layer.width) pen.drawImage(layer, left - frame.left, above - frame.top, width, height);
  };
  layers.filter((layer) => !layer.closest(".leaflet-borders-names-pane")).forEach(put);
  verdicts.forEach(({ crossing, status }, i) => {
    const at = marks.at(i);
    if (!at || !crossing.place) return;
    const { x, y } = map.latLngToContainerPoint(at.shown);
    const from = map.latLngToContainerPoint([crossing.place.lat, crossing.place.lon]);
    if (from.distanceTo([x, y]) > 1) {
      pen.strokeStyle = colour("border");
      pen.lineWidth = 1.4;
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.lineTo(x, y);
      pen.stroke();
    }
    stamp(pen, status, x, y, at.size / 28);
  });
  layers.filter((layer) => layer.closest(".leaflet-borders-names-pane")).forEach(put);
  scaleBar(map, pen, size);
  pen.restore();
  pen.strokeStyle = colour("rule");
  pen.lineWidth = 1;
  pen.strokeRect(0.5, top + 0.5, size.x - 1, size.y);
}

/**
 * The scale as it stands on the map.
 * @param {L.Map} map
 * @param {CanvasRenderingContext2D} pen
 * @param {L.Point} size
 */
function scaleBar(map, pen, size) {
  const bar = /** @type {HTMLElement | null} */ (map.getContainer().querySelector(".leaflet-control-scale-line"));
  if (!bar) return;
  pen.strokeStyle = colour("ink");
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(12, size.y - 20);
  pen.lineTo(12, size.y - 12);
  pen.lineTo(12 + bar.offsetWidth, size.y - 12);
  pen.lineTo(12 + bar.offsetWidth, size.y - 20);
  pen.stroke();
  pen.fillStyle = colour("ink");
  pen.font = `11px ${PLAIN_FONT}`;
  pen.fillText(bar.textContent ?? "", 18, size.y - 17);
}

/**
 * The mark of a status, drawn from the symbol of the page.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} status
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 */
function stamp(pen, status, x, y, scale) {
  const symbol = document.getElementById(`borders-${status}`);
  if (!symbol) return;
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  pen.lineJoin = "round";
  for (const path of symbol.querySelectorAll("path")) {
    const shape = new Path2D(path.getAttribute("d") ?? "");
    const fill = path.getAttribute("fill") ?? "none";
    pen.fillStyle = fill.startsWith("url") ? colour("unknown") : fill;
    pen.strokeStyle = path.getAttribute("stroke") ?? "none";
    pen.lineWidth = Number(path.getAttribute("stroke-width"));
    pen.stroke(shape);
    pen.fill(shape);
  }
  const heart = symbol.querySelector("circle");
  if (heart) {
    pen.fillStyle = heart.getAttribute("fill") ?? "";
    pen.beginPath();
    pen.arc(0, 0, Number(heart.getAttribute("r")), 0, 7);
    pen.fill();
  }
  const letter = symbol.querySelector("text");
  pen.fillStyle = letter?.getAttribute("fill") ?? "";
  pen.font = `700 11.5px Arial, "DejaVu Sans", sans-serif`;
  pen.textAlign = "center";
  pen.fillText(letter?.textContent ?? "", 0, 4.1);
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} width
 * @returns {string[]} lines that fit
 */
function wrapped(pen, text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
