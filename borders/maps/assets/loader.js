/** What unpacks a page, and runs what was packed in its order: see `packed` of `markup.py`. */

import { afterwards } from "./ui/frames.js";

/**
 * The bytes of a text in base 85.
 * @param {string} text
 * @param {string} signs its 85 digits
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(text, signs) {
  const digits = new Uint8Array(128);
  for (let i = 0; i < signs.length; i += 1) digits[signs.charCodeAt(i)] = i;
  const bytes = new DataView(new ArrayBuffer((text.length / 5) * 4));
  const digit = (/** @type {number} */ at) => digits[text.charCodeAt(at)];
  for (let i = 0, at = 0; i < text.length; i += 5, at += 4) {
    const [high, low] = [(digit(i) * 85 + digit(i + 1)) * 85 + digit(i + 2), digit(i + 3) * 85 + digit(i + 4)];
    bytes.setInt32(at, Math.imul(high, 7225) + low);
  }
  return new Uint8Array(bytes.buffer);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} what was deflated to them
 */
function inflated(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/**
 * @param {string} name of an element
 * @param {string} id of what is data alone
 * @param {string} text
 */
function add(name, id, text) {
  const part = document.createElement(name);
  if (id) Object.assign(part, { id, type: "application/json" });
  part.textContent = text;
  (name === "style" ? document.head : document.body).append(part);
}

/** Put what was packed into the page when what stands in its place is seen. */
async function unpack() {
  document.body.setAttribute("aria-busy", "true");
  const { textContent, dataset } = /** @type {HTMLElement} */ (document.getElementById("borders-packed"));
  const packed = bytesOf(textContent ?? "", dataset.signs ?? "").subarray(0, Number(dataset.size));
  const [text] = await Promise.all([inflated(packed), new Promise((seen) => afterwards(() => seen(null)))]);
  let at = text.indexOf("\n") + 1;
  for (const [name, id, length] of JSON.parse(text.slice(0, at))) {
    const content = text.slice(at, (at += length));
    if (name === "svg") document.body.insertAdjacentHTML("beforeend", content);
    else add(name, id, content);
    if (name === "script" && !id) await new Promise((answered) => setTimeout(answered)); // each in a task of its own
  }
}

// where a browser cannot, what is seen without scripts stays
unpack().catch((error) => setTimeout(() => {
  throw error;
}));
