/** The only ways in which this page makes elements: texts are text, and only web links are links. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children; children that are strings become text.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * The mark of a status.
 * @param {string} status
 * @param {boolean} approximate whether its outline is dashed
 * @returns {SVGSVGElement}
 */
export function mark(status, approximate = false) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", approximate ? "borders-mark borders-approximate" : "borders-mark");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#borders-${status}`);
  svg.append(use);
  return svg;
}

/**
 * A text that leads to a page of the web; any other address leaves it a text.
 * @param {string} text
 * @param {string} url
 * @returns {HTMLElement}
 */
export function link(text, url) {
  return /^https?:\/\/[^\s]+$/i.test(url)
    ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text)
    : element("span", {}, text);
}

/**
 * A colour of the page as it is now, light or dark.
 * @param {string} name
 * @returns {string}
 */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
