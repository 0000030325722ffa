import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, processIdentity } from "../platform/process-identity.js";

const OWN = fileURLToPath(new URL("../../keyrings/", import.meta.url));
const HOST = "/usr/share/keyrings";
const PREFIX = "neuron-keyring-";

/**
 * One file with every Debian archive key that we or the host have, where apt's own user can read it (a clone may lie
 * under /root). Ours are needed because older Ubuntus know no key of the current Debian; the host's add other suites.
 */
export const createKeyring = (): { readonly path: string; remove(): void } => {
  removeStale();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${processIdentity()}-`));
  chmodSync(folder, 0o755);
  const path = join(folder, "debian-archive.gpg");
  // Binary keyrings are a plain sequence of packets, so joining files joins keyrings.
  writeFileSync(
    path,
    Buffer.concat([...keyrings(OWN, /\.gpg$/), ...keyrings(HOST, /^debian-archive-.*\.gpg$/)]),
    {
      mode: 0o644,
    },
  );
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** What killed builds left. */
const removeStale = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-")[0] : undefined;
    if (owner !== undefined && !isAlive(owner))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
};

const keyrings = (folder: string, name: RegExp): Buffer[] => {
  try {
    return readdirSync(folder)
      .filter((file) => name.test(file) && !file.includes("removed"))
      .map((file) => readFileSync(join(folder, file)));
  } catch {
    return [];
  }
};
