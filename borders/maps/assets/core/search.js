/** Finding names whatever the language, the case and the diacritics. */

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
