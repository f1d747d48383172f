/** Fills messages as `intl-messageformat` does: what is read and what is written is JSON. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../tools/javascript/package.json", import.meta.url));
const { IntlMessageFormat } = require("intl-messageformat");

/** @type {{language: string, messages: Record<string, string>, cases: [string, Record<string, string | number>][]}} */
const { language, messages, cases } = JSON.parse(readFileSync(0, "utf-8"));
const forms = new Map(Object.entries(messages).map(([key, text]) => [key, new IntlMessageFormat(text, language)]));
process.stdout.write(JSON.stringify(cases.map(([key, values]) => forms.get(key).format(values))));
