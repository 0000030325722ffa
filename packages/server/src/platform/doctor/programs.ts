import { runCommand } from "../run-command.js";
import { findRedisServer, REDIS_MIN_MAJOR } from "../supervisor/find-redis-server.js";
import { type Finding, missing, ok } from "./finding.js";

export const checkRuntime = async (runtime: string): Promise<Finding> => {
  const [file = "runc", ...flags] = runtime.split(/\s+/).filter(Boolean);
  const fix =
    file === "runc"
      ? "apt install runc"
      : `Install ${file}, or choose another OCI runtime with NEURON_RUNTIME (runc is the default).`;
  try {
    const { code, stdout, stderr } = await runCommand(file, [...flags, "--version"], { timeoutMs: 10_000 });
    if (code !== 0) return missing("OCI runtime", `${file} fails: ${stderr.trim()}`, fix);
    return ok("OCI runtime", stdout.split("\n")[0] ?? file);
  } catch {
    return missing("OCI runtime", `no ${file}`, fix);
  }
};

/** `url` is null when the supervisor starts its own. */
export const checkRedis = (url: string | null): Finding => {
  if (url !== null) return ok("Redis", `elsewhere, ${url.replace(/\/\/[^@/]*@/, "//")}`);
  const { path, version } = findRedisServer();
  const fix = `apt install redis-server (${REDIS_MIN_MAJOR}.0 or newer), or run \`npm run setup\`, which finds one.`;
  if (version === null) return missing("Redis", "no redis-server", fix);
  if (Number(version.split(".")[0]) < REDIS_MIN_MAJOR) return missing("Redis", `${version}, too old`, fix);
  return ok("Redis", `${version} (${path})`);
};

/** Program -> Debian package. */
const TOOLS = { setpriv: "util-linux", mount: "mount", umount: "mount", chroot: "coreutils" };
const BUILD_TOOLS = { mmdebstrap: "mmdebstrap", "apt-config": "apt", find: "findutils" };

/** Those that building an image needs are looked for only when one has to be built. */
export const checkTools = async (imageBuilt: boolean): Promise<Finding> => {
  const wanted = Object.entries(imageBuilt ? TOOLS : { ...TOOLS, ...BUILD_TOOLS });
  const lacking: (readonly [string, string])[] = [];
  for (const tool of wanted) {
    const found = await runCommand(tool[0], ["--version"], { timeoutMs: 10_000 }).catch(() => null);
    if (found === null) lacking.push(tool);
  }
  if (lacking.length === 0) return ok("tools", wanted.map(([name]) => name).join(", "));
  const packages = [...new Set(lacking.map(([, name]) => name))].join(" ");
  return missing("tools", `no ${lacking.map(([name]) => name).join(", ")}`, `apt install ${packages}`);
};
