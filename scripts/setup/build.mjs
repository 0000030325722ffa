import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must, ROOT } from "./run.mjs";
import { say, step } from "./say.mjs";
import { hashOf, isStamped, stamp } from "./stamp.mjs";

/** Installs npm packages when what is installed is not what the lock file says. */
export const ensureNodeModules = async () => {
  if (nodeModulesMatch()) return;
  await step("installing npm packages", () => {
    const args = ["ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
    const npm = process.env.npm_execpath;
    // What an outer `npm test` exported as configuration must not reach this one.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
    const advice = "When the network works, start again.";
    return npm?.endsWith(".js")
      ? must(process.execPath, [npm, ...args], { env, advice })
      : must("npm", args, { env, advice });
  });
};

/** npm writes its own record last, so an interrupted installation has none. */
const nodeModulesMatch = () => {
  const wanted = packagesIn("package-lock.json");
  const found = packagesIn("node_modules/.package-lock.json");
  if (wanted === null || found === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      !path.startsWith("node_modules/") ||
      entry.link === true ||
      (entry.optional === true && found[path] === undefined) ||
      found[path]?.version === entry.version,
  );
};

/** @param {string} path */
const packagesIn = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), "utf8")).packages;
  } catch {
    return null;
  }
};

const SOURCES = ["packages", "tsconfig.json", "tsconfig.base.json", "package-lock.json"];

/** Compiles the TypeScript when a source changed. */
export const ensureBuild = async () => {
  const hash = hashOf(SOURCES);
  if (isStamped("build", hash) && existsSync(join(ROOT, "packages/cli/dist/main.js"))) return;
  await step("compiling TypeScript", () => must(process.execPath, ["node_modules/typescript/bin/tsc", "-b"]));
  stamp("build", hash);
};

const PAGE_SOURCES = ["packages/dashboard", "packages/sdk/src", "packages/contract/src", "package-lock.json"];

/** Of Node, what Vite needs. */
const PAGE_NODE = [20, 19];

/** Builds the page that browsers are shown. Where it cannot be built, the service has none. */
export const ensurePage = async () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major === PAGE_NODE[0] && minor < PAGE_NODE[1]) {
    say(
      `the page is not built: that takes Node ${PAGE_NODE.join(".")}, and this is ${process.versions.node}`,
    );
    return;
  }
  const hash = hashOf(PAGE_SOURCES);
  if (isStamped("page", hash) && existsSync(join(ROOT, "packages/dashboard/dist/page/index.html"))) return;
  const args = ["node_modules/vite/bin/vite.js", "build", "--logLevel", "error", "packages/dashboard"];
  await step("building the page", () => must(process.execPath, args));
  stamp("page", hash);
};

/** Compiles the agent; make itself knows when there is nothing to do. */
export const ensureAgent = async () => {
  const hash = hashOf(["agent"]);
  if (isStamped("agent", hash) && existsSync(join(ROOT, "agent/build/agent"))) return;
  await step("compiling the agent", () => must("make", ["-C", "agent", "--no-print-directory", "--silent"]));
  stamp("agent", hash);
};
