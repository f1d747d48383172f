/** The texts of all languages, as `page_messages.py` writes them. */

/** @import { Messages } from "./sentences.js" */

/**
 * @param {{keys: string[], texts: Record<string, any[]>}} block the keys once, and what each language says
 * @returns {Record<string, Messages>} by language
 */
export function byLanguage({ keys, texts }) {
  const keyed = (/** @type {any[]} */ list) => Object.fromEntries(keys.map((key, i) => [key, list[i]]));
  return Object.fromEntries(Object.entries(texts).map(([language, list]) => [language, /** @type {Messages} */ (keyed(list))]));
}
