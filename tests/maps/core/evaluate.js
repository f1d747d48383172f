/** Evaluates what `page_core.py` asks, a line of JSON each, with the page's pure modules as `core`. */

import { createInterface } from "node:readline";
import * as arcs from "../../../borders/maps/assets/core/arcs.js";
import * as changes from "../../../borders/maps/assets/core/changes.js";
import * as answers from "../../../borders/maps/assets/core/answers.js";
import * as clock from "../../../borders/maps/assets/core/clock.js";
import * as comparison from "../../../borders/maps/assets/core/comparison.js";
import * as countryNames from "../../../borders/maps/assets/core/country_names.js";
import * as finding from "../../../borders/maps/assets/core/finding.js";
import * as knowledge from "../../../borders/maps/assets/core/knowledge.js";
import * as messages from "../../../borders/maps/assets/core/messages.js";
import * as names from "../../../borders/maps/assets/core/names.js";
import * as pageNumbers from "../../../borders/maps/assets/core/page_numbers.js";
import * as permalink from "../../../borders/maps/assets/core/permalink.js";
import * as polyline from "../../../borders/maps/assets/core/polyline.js";
import * as routes from "../../../borders/maps/assets/core/routes.js";
import * as sentences from "../../../borders/maps/assets/core/sentences.js";
import * as timeBar from "../../../borders/maps/assets/core/time_bar.js";
import * as verdicts from "../../../borders/maps/assets/core/verdicts.js";

Object.assign(globalThis, {
  core: { ...answers, ...finding, ...arcs, ...changes, ...clock, ...comparison, ...countryNames, ...knowledge, ...messages, ...names, ...pageNumbers, ...permalink, ...polyline, ...routes, ...sentences, ...timeBar, ...verdicts },
});

/**
 * @param {string} line
 * @returns {{value: unknown} | {error: string}}
 */
function answer(line) {
  const [code, given] = JSON.parse(line);
  try {
    return { value: (0, eval)(`(${code})`)(given) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? String(error.stack) : String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
