/** Finding names whatever the language, the case, the diacritics, and a slip of the finger. */

/** Letters that lose nothing with their diacritics, and Cyrillic ones as Latin. */
const PLAIN = new Map(
  "ł:l đ:d ø:o ß:ss æ:ae œ:oe ı:i а:a б:b в:v г:h ґ:h д:d е:e ж:z з:z и:i і:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:ch ц:c ч:c ш:s щ:s ъ: ы:y ь: э:e є:e ю:iu я:ia"
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);

/**
 * A text as it is compared.
 * @param {string} text
 * @returns {string}
 */
export function folded(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/[\p{M}’'`ʹ]/gu, "");
  return [...bare].map((sign) => PLAIN.get(sign) ?? sign).join("").replace(/[^\p{L}\p{N}]+/gu, " ");
}

/**
 * @param {string} wanted
 * @param {string} text already folded
 * @returns {boolean} whether every word that is wanted begins a word of the text
 */
export function matches(wanted, text) {
  return folded(wanted).split(" ").every((word) => ` ${text}`.includes(` ${word}`));
}

/**
 * How little something is like what was typed: 0 where one of its names is just that, 1 where the one
 * shown begins with it, 2 where another does, 3 where each word begins some word.
 * @param {string} wanted
 * @param {string[]} names folded, the one that is shown first
 * @returns {number} Infinity where it is not meant at all
 */
export function likeness(wanted, names) {
  const typed = folded(wanted).trim();
  if (names.includes(typed)) return 0;
  const begun = names.findIndex((name) => name.startsWith(typed));
  if (begun >= 0) return begun ? 2 : 1;
  return matches(wanted, names.join(" ")) ? 3 : Infinity;
}

/**
 * How many letters are put in, left out, changed or swapped with the next between two texts.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function slips(a, b) {
  let [last, row] = [/** @type {number[]} */ ([]), [...b, ""].map((_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(!same));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], last[j - 2] + 1);
    }
    [last, row] = [row, next];
  }
  return row[b.length];
}

/**
 * How far the nearest of some names is from what was typed.
 * @param {string} wanted
 * @param {string[]} names folded
 * @returns {number} slips; Infinity where so many would make of it anything
 */
export function nearness(wanted, names) {
  const typed = folded(wanted).trim();
  const most = typed.length < 5 ? 1 : typed.length < 9 ? 2 : 3;
  const near = names.filter((name) => Math.abs(name.length - typed.length) <= most);
  const least = Math.min(Infinity, ...near.map((name) => slips(typed, name)));
  return least <= most ? least : Infinity;
}

/**
 * @param {{lon: number, lat: number}} a
 * @param {{lon: number, lat: number}} b
 * @returns {number} kilometres between them on a sphere
 */
export function kilometres(a, b) {
  const [x, y] = [a.lat, b.lat].map((degrees) => (degrees * Math.PI) / 180);
  const turn = ((b.lon - a.lon) * Math.PI) / 180;
  const half = Math.sin((y - x) / 2) ** 2 + Math.cos(x) * Math.cos(y) * Math.sin(turn / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half)));
}
