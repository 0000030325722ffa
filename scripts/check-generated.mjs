// Files that are made from the code must be what the code makes. `--write` brings them up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sdkTypes } from "./sdk-types.mjs";
import { ROOT } from "./setup/run.mjs";

/** @param {string} name */
const page = (name) => () =>
  execFileSync(process.execPath, ["bin/neuron.mjs", "docs", name], { cwd: ROOT, encoding: "utf8" });

/** File -> what makes it. */
const FILES = {
  "docs/reference/configuration.md": page("configuration"),
  "languages/schema.json": page("language-schema"),
  "packages/sdk/src/types.ts": sdkTypes,
};

const write = process.argv.includes("--write");
let stale = 0;
for (const [file, make] of Object.entries(FILES)) {
  const path = join(ROOT, file);
  const wanted = make();
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) continue;
  if (write) writeFileSync(path, wanted);
  else stale++;
  console.error(write ? `${file}: written` : `${file} is out of date: npm run generate`);
}
process.exitCode = stale === 0 ? 0 : 1;
