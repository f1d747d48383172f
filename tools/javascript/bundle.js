/**
 * Bundle the scripts and style sheets of the page: `make scripts`.
 *
 * The result is kept in the repository, as a page is made without Node. With `--check` nothing is
 * written: it fails where what is kept is not what comes out. With `--debug` nothing is made small,
 * and the tools of a browser show each module by itself.
 */

import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL("../../borders/maps/", import.meta.url));

/** What is bundled: a page takes it in as a script, the cell of a notebook as a module. */
const ENTRIES = /** @type {const} */ ([["loader.js", "iife"], ["page.js", "iife"], ["moment.js", "iife"], ["widget.js", "esm"], ["page.css", undefined], ["moment.css", undefined]]);

/** What a page of one moment has no use for, and what stands there instead. */
const OTHERS = /\/(changes_list|reach_layer|routes_panel|time_slider|timeline|core\/routes)\.js$/;
const RULES = /\/(changes_list|reach_layer|routes_panel|time_slider|timeline)\.css$/;
const NOTHING = `${FOLDER}assets/ui/other_moments.js`;

/** @type {import("esbuild").Plugin} */
const momentary = {
  name: "momentary",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: OTHERS }, () => ({ path: NOTHING }));
    onResolve({ filter: RULES }, ({ path }) => ({ path, namespace: "nothing" }));
    onLoad({ filter: /./, namespace: "nothing" }, () => ({ contents: "", loader: "css" }));
  },
};

const { values } = parseArgs({ options: { check: { type: "boolean" }, debug: { type: "boolean" } } });

for (const [name, format] of ENTRIES) {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: [`assets/${name}`],
    outdir: "bundled",
    bundle: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    minify: !values.debug,
    plugins: name.startsWith("moment") ? [momentary] : [],
    sourcemap: values.debug && "inline",
  });
  for (const { path, text } of outputFiles) {
    const kept = await readFile(path, "utf-8").catch(() => "");
    if (text === kept) continue;
    if (values.check) {
      console.error(`borders/maps/bundled/${name} is not made from its sources: run \`make scripts\``);
      process.exitCode = 1;
    } else await writeFile(path, text);
  }
}
