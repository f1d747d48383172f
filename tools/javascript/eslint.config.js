import js from "@eslint/js";
import globals from "globals";

const ASSETS = "borders/maps/assets";

export default [
  js.configs.recommended,
  {
    rules: {
      complexity: ["error", 15],
      eqeqeq: "error",
      "id-denylist": ["error", "asked", "found", "held", "one", "said", "told"],
      "max-depth": "error",
      "max-lines-per-function": ["error", { max: 100, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", 6],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: [`${ASSETS}/*.js`, `${ASSETS}/ui/*.js`], languageOptions: { globals: { ...globals.browser, L: "readonly" } } },
  // What is pure knows neither a document nor Leaflet.
  { files: [`${ASSETS}/core/*.js`], languageOptions: { globals: { URLSearchParams: "readonly" } } },
  { files: ["tools/javascript/*.js", "tests/maps/core/*.js"], languageOptions: { globals: globals.node } },
];
