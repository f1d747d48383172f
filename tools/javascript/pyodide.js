/**
 * Run Python in Pyodide, without a network: `node pyodide.js WHEELS FOLDER < CODE`.
 *
 * What is in the folder can be imported, and the value of the last line, a text, is printed.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";

globalThis.fetch = () => {
  throw new Error("asked for a network");
};
const [wheels, folder] = process.argv.slice(2);
const python = await loadPyodide({ packages: [] });
for (const name of readdirSync(wheels)) python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "whl");
python.mountNodeFS("/work", folder);
const code = readFileSync(process.stdin.fd, "utf-8");
process.stdout.write(await python.runPythonAsync(`import sys; sys.path.insert(0, "/work")\n${code}`));
