// Files that are made from the code must be what the code makes. `--write` brings them up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup/run.mjs";

/** File -> page of `neuron docs`. */
const FILES = {
  "docs/reference/configuration.md": "configuration",
  "languages/schema.json": "language-schema",
};

const write = process.argv.includes("--write");
let stale = 0;
for (const [file, page] of Object.entries(FILES)) {
  const path = join(ROOT, file);
  const wanted = execFileSync(process.execPath, ["bin/neuron.mjs", "docs", page], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) continue;
  if (write) writeFileSync(path, wanted);
  else stale++;
  console.error(write ? `${file}: written` : `${file} is out of date: npm run generate`);
}
process.exitCode = stale === 0 ? 0 : 1;
