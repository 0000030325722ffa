// Holds the direction of imports between the parts of the project: exits 1 and names each arrow that is not allowed.
// `biome check` holds cycles and style; this holds the architecture, in one table that can be read at once.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Part -> the parts it may import. A part may always import itself. */
const ARROWS = {
  contract: [],
  // It is installed alone: its types are written out from the contract by scripts/sdk-types.mjs.
  sdk: [],
  mcp: ["sdk"],
  dashboard: ["sdk", "contract"],
  cli: ["sdk", "mcp", "contract", "server"],
  "server/platform": ["contract"],
  "server/sandbox": ["contract", "platform"],
  "server/languages": ["contract", "platform", "sandbox:types"],
  "server/images": ["contract", "platform", "languages"],
  "server/queue": ["contract", "platform", "sandbox:types"],
  "server/accounts": ["contract", "platform", "queue"],
  "server/webhooks": ["contract", "platform", "queue"],
  "server/api": ["sdk", "mcp", "contract", "platform", "queue", "languages", "accounts", "webhooks"],
  "server/proof": ["contract", "platform", "sandbox", "languages", "images", "worker"],
  "server/worker": ["contract", "platform", "queue", "sandbox", "languages"],
};

/** Files at the top of packages/server/src compose the whole, so they may import every part. */
function partOf(file) {
  const [packages, name, src, folder, rest] = relative(root, file).split(sep);
  if (packages !== "packages" || src !== "src" || name === undefined) return null;
  if (name !== "server") return name;
  return rest === undefined || folder === undefined ? "server" : `server/${folder}`;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "dist") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The part that an import leads to, or null for a dependency from outside. `:types` marks a type-only module. */
function targetOf(file, specifier) {
  const own = /^@neuron\/([a-z]+)/.exec(specifier);
  if (own) return own[1];
  if (!specifier.startsWith(".")) return null;
  return partOf(resolve(dirname(file), specifier));
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g;

const wrong = [];
for (const file of sources(join(root, "packages"))) {
  const from = partOf(file);
  if (from === null || from === "server") continue;
  for (const match of readFileSync(file, "utf8").matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2];
    // What is beside the tests, for them alone, finds the image as the whole would.
    if (/\/test-image\.js$/.test(specifier)) continue;
    const to = targetOf(file, specifier);
    if (to === null || to === from) continue;
    const short = to.replace(/^server\//, "");
    const allowed = ARROWS[from] ?? [];
    const typesOnly = /\/types\.js$/.test(specifier) && allowed.includes(`${short}:types`);
    if (!allowed.includes(short) && !typesOnly) {
      wrong.push(`${relative(root, file)}: ${from} must not import ${to} (${specifier})`);
    }
  }
}

for (const line of wrong) console.error(line);
if (wrong.length > 0) {
  console.error(`${wrong.length} import(s) go against the direction in scripts/check-imports.mjs`);
  process.exit(1);
}
