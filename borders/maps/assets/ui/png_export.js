/** The map as a picture to take away, with title, answer, legend, date and credits. */

import { cssValue } from "./dom.js";
import { credits } from "./footer.js";
import { aged } from "./header.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Mark } from "./types.js" */

const PAD = 20;

/** Between the lines of the title and of the answer, and the height of a row of the legend. */
const TITLE = 30;
const LEAD = 21;
const ROW = 24;

/**
 * @param {L.Map} map
 * @param {Answers} answers
 * @param {(Mark | null)[]} marks
 * @returns {HTMLCanvasElement}
 */
export function pngExport(map, answers, marks) {
  const size = map.getSize();
  const width = size.x;
  const room = width - 2 * PAD;
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const fonts = { title: `700 25px ${cssValue("serif")}`, lead: `15px ${cssValue("sans")}`, notes: `11px ${cssValue("sans")}` };
  pen.font = fonts.title;
  const title = wrapped(pen, answers.title(), room);
  pen.font = fonts.lead;
  const lead = [aged(answers), answers.summary()].flatMap((text) => wrapped(pen, text, room));
  pen.font = fonts.notes;
  const notes = credits(answers).flatMap((text) => wrapped(pen, text, room));
  const key = keyOf(pen, room);
  const under = PAD + title.length * TITLE + lead.length * LEAD + 8;
  const top = under + key.height + 4;
  const height = top + size.y + 14 + notes.length * 15 + 8;
  const scale = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = width * scale;
  canvas.height = height * scale;
  pen.scale(scale, scale);
  pen.textBaseline = "alphabetic";
  pen.fillStyle = cssValue("paper");
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = cssValue("ink");
  pen.font = fonts.title;
  title.forEach((text, i) => pen.fillText(text, PAD, PAD + 20 + i * TITLE));
  pen.font = fonts.lead;
  lead.forEach((text, i) => pen.fillText(text, PAD, PAD + 18 + title.length * TITLE + i * LEAD));
  key.draw(under);
  drawMap(map, marks, pen, top, size);
  pen.fillStyle = cssValue("quiet");
  pen.font = fonts.notes;
  notes.forEach((text, i) => pen.fillText(text, PAD, top + size.y + 20 + i * 15));
  return canvas;
}

/**
 * The legend of the page in rows: marks and lines with their counts, the colours of the reach, badges.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} room
 * @returns {{height: number, draw: (top: number) => void}}
 */
function keyOf(pen, room) {
  /** @type {((top: number) => void)[]} */
  const drawn = [];
  let y = 0;
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {string} */ font, ink = "ink") => {
    const at = y;
    drawn.push((top) => {
      pen.font = font;
      pen.fillStyle = cssValue(ink);
      pen.fillText(text, PAD + x, top + at + 17);
    });
  };
  for (const part of document.querySelectorAll("#borders-legend :is(ul, p)")) {
    if (part.closest("[hidden]")) continue;
    const rows = [...part.children].filter((row) => getComputedStyle(row).display !== "none");
    const isMain = part.matches("ul:first-child");
    const font = isMain ? `600 13px ${cssValue("sans")}` : `12px ${cssValue("sans")}`;
    pen.font = font;
    if (part.matches("p")) {
      for (const line of wrapped(pen, part.textContent ?? "", room)) {
        write(line, 0, font, "quiet");
        y += ROW - 4;
      }
      continue;
    }
    let x = 0;
    for (const row of rows) {
      const signs = [...row.children].slice(0, -1).filter((sign) => !sign.matches("[hidden], .borders-line:is(.borders-absent, :not(.borders-lined *))"));
      const widths = signs.map((sign) => (sign.matches(".borders-line") ? 34 : 20));
      const text = row.lastElementChild?.textContent ?? "";
      const indent = widths.reduce((sum, width) => sum + width + 5, 0);
      const wide = indent + pen.measureText(text).width;
      if (x && x + wide > room) [x, y] = [0, y + ROW];
      let left = x;
      signs.forEach((sign, i) => {
        const [at, u] = [y, left + widths[i] / 2];
        drawn.push((top) => signOf(pen, sign, PAD + u, top + at + 12, isMain ? 22 : 16));
        left += widths[i] + 5;
      });
      write(text, x + indent, font);
      x += wide + 18;
    }
    y += ROW;
  }
  return { height: y, draw: (top) => drawn.forEach((act) => act(top)) };
}

/**
 * What stands before a text of the legend: a dot, a line or a symbol.
 * @param {CanvasRenderingContext2D} pen
 * @param {Element} node
 * @param {number} x
 * @param {number} y
 * @param {number} size of a symbol
 */
function signOf(pen, node, x, y, size) {
  if (!node.matches("span, .borders-line")) return stamp(pen, node, x, y, size);
  const look = getComputedStyle(node.firstElementChild ?? node);
  pen.save();
  pen.beginPath();
  if (node.matches("span")) {
    pen.arc(x, y, 6, 0, 7);
    pen.fillStyle = look.backgroundColor;
    pen.fill();
    pen.strokeStyle = look.borderTopColor;
    pen.setLineDash(look.borderTopStyle === "dashed" ? [2, 2] : []);
  } else {
    pen.moveTo(x - 14, y);
    pen.lineTo(x + 14, y);
    pen.strokeStyle = look.stroke;
    pen.lineWidth = parseFloat(look.strokeWidth);
    pen.setLineDash(look.strokeDasharray.match(/[\d.]+/g)?.map(Number) ?? []);
  }
  pen.stroke();
  pen.restore();
}

/**
 * @param {L.Map} map
 * @param {(Mark | null)[]} marks
 * @param {CanvasRenderingContext2D} pen
 * @param {number} top
 * @param {L.Point} size
 */
function drawMap(map, marks, pen, top, size) {
  const container = map.getContainer();
  const frame = container.getBoundingClientRect();
  pen.save();
  pen.translate(0, top);
  pen.beginPath();
  pen.rect(0, 0, size.x, size.y);
  pen.clip();
  pen.fillStyle = getComputedStyle(container).backgroundColor;
  pen.fillRect(0, 0, size.x, size.y);
  const layers = [...container.querySelectorAll("canvas")];
  const put = (/** @type {HTMLCanvasElement} */ layer) => {
    const { left, top: above, width, height } = layer.getBoundingClientRect();
    if (layer.width) pen.drawImage(layer, left - frame.left, above - frame.top, width, height);
  };
  layers.filter((layer) => !layer.closest(".leaflet-borders-names-pane")).forEach(put);
  drawScale(map, pen, size);
  const nodes = marks.flatMap((mark) => {
    const node = mark?.marker.getElement();
    if (!mark?.isShown || !node) return [];
    const [from, to] = [mark.home, mark.shown].map((where) => map.latLngToContainerPoint(where));
    if (from.distanceTo(to) > 1) {
      pen.strokeStyle = cssValue("border");
      pen.lineWidth = 1.4;
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.lineTo(to.x, to.y);
      pen.stroke();
    }
    return [node];
  });
  for (const node of nodes.sort((a, b) => Number(a.style.zIndex) - Number(b.style.zIndex))) {
    for (const symbol of node.children) {
      const { left, top: above, width, height } = symbol.getBoundingClientRect();
      if (width) stamp(pen, symbol, left - frame.left + width / 2, above - frame.top + height / 2, width);
    }
  }
  layers.filter((layer) => layer.closest(".leaflet-borders-names-pane")).forEach(put);
  pen.restore();
  pen.strokeStyle = cssValue("rule");
  pen.lineWidth = 1;
  pen.strokeRect(0.5, top + 0.5, size.x - 1, size.y);
}

/**
 * The scale as it stands on the map.
 * @param {L.Map} map
 * @param {CanvasRenderingContext2D} pen
 * @param {L.Point} size
 */
function drawScale(map, pen, size) {
  const bar = /** @type {HTMLElement | null} */ (map.getContainer().querySelector(".leaflet-control-scale-line"));
  if (!bar) return;
  pen.fillStyle = cssValue("paper");
  pen.fillRect(6, size.y - 32, bar.offsetWidth + 12, 26);
  pen.strokeStyle = cssValue("ink");
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(12, size.y - 20);
  pen.lineTo(12, size.y - 12);
  pen.lineTo(12 + bar.offsetWidth, size.y - 12);
  pen.lineTo(12 + bar.offsetWidth, size.y - 20);
  pen.stroke();
  pen.fillStyle = cssValue("ink");
  pen.font = `11px ${cssValue("sans")}`;
  pen.fillText(bar.textContent ?? "", 18, size.y - 17);
}

/**
 * What an icon shows, drawn from the symbol of the page.
 * @param {CanvasRenderingContext2D} pen
 * @param {Element} icon
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function stamp(pen, icon, x, y, size) {
  const symbol = document.querySelector(icon.firstElementChild?.getAttribute("href") ?? "");
  const box = /** @type {SVGSymbolElement | null} */ (symbol)?.viewBox.baseVal;
  if (!symbol || !box) return;
  const dash = icon.closest(".borders-rough") ? [2.4, 2] : [];
  const look = getComputedStyle(icon);
  pen.save();
  pen.translate(x, y);
  pen.scale(size / box.width, size / box.height);
  pen.translate(-box.x - box.width / 2, -box.y - box.height / 2);
  pen.lineJoin = "round";
  for (const part of symbol.children) stampPart(pen, part, dash, look);
  pen.restore();
}

/**
 * A shape of a symbol.
 * @param {CanvasRenderingContext2D} pen
 * @param {Element} part
 * @param {number[]} dash of a line that has none of its own
 * @param {CSSStyleDeclaration} look where a colour is a property of the style sheet
 */
function stampPart(pen, part, dash, look) {
  const its = (/** @type {string} */ name) => part.getAttribute(name) ?? "";
  const ink = (/** @type {string} */ name) => {
    const [, property, otherwise] = /^var\(([^,)]+),?(.*)\)$/.exec(its(name)) ?? [];
    return property ? look.getPropertyValue(property).trim() || otherwise : its(name);
  };
  const shape = new Path2D(its("d"));
  if (part.matches("circle")) shape.arc(Number(its("cx")), Number(its("cy")), Number(its("r")), 0, 7);
  pen.fillStyle = ink("fill");
  if (its("fill") !== "none") pen.fill(shape);
  if (!its("stroke")) return;
  pen.strokeStyle = ink("stroke");
  pen.lineWidth = Number(its("stroke-width") || 1);
  pen.setLineDash(its("stroke-dasharray") ? [] : dash);
  pen.stroke(shape);
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
