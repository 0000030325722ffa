import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { processIdentity } from "../platform/process-identity.js";
import { findRedisServer, OWN_REDIS_DIR } from "../platform/supervisor/find-redis-server.js";
import { debootstrap } from "./mmdebstrap.js";
import { ImageError } from "./types.js";

/**
 * A redis-server from Debian for hosts whose own is too old (Ubuntu 22.04 has 6.0). Its packages are only unpacked, and
 * it is started by its own dynamic loader with its own libraries: nothing of the host changes.
 */
export const buildOwnRedis = async (
  suite: string,
  mirror: string | null,
  signal?: AbortSignal,
): Promise<string> => {
  const parent = dirname(OWN_REDIS_DIR);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  const partial = join(parent, `.partial-redis-${processIdentity()}`);
  const root = join(partial, "root");
  try {
    mkdirSync(partial, { mode: 0o755 });
    await debootstrap({
      target: root,
      suite,
      packages: ["redis-server"],
      variant: "extract",
      mirror,
      ...(signal && { signal }),
    });
    const starter = join(partial, "redis-server");
    writeFileSync(starter, script(root));
    chmodSync(starter, 0o755);
    chmodSync(root, 0o755);
    rmSync(OWN_REDIS_DIR, { recursive: true, force: true });
    renameSync(partial, OWN_REDIS_DIR);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  const { path, version } = findRedisServer();
  if (version === null) throw new ImageError("The redis-server that was unpacked does not start.");
  return `${path} ${version}`;
};

const script = (root: string): string => {
  const triplet = readdirSync(join(root, "usr/lib")).find((name) => /-linux-gnu/.test(name));
  if (triplet === undefined) throw new ImageError("The unpacked packages have no libraries.");
  const loader = readdirSync(join(root, "usr/lib", triplet)).find((name) =>
    /^ld-linux.*\.so\.\d+$/.test(name),
  );
  const binary = ["usr/bin/redis-check-rdb", "usr/bin/redis-server"].find((path) =>
    existsSync(join(root, path)),
  );
  if (loader === undefined || binary === undefined)
    throw new ImageError("The unpacked packages have no redis-server.");
  // One binary that goes by the name that it is called by.
  return `#!/bin/sh
root="$(dirname "$(readlink -f "$0")")/root"
libraries="$root/usr/lib/${triplet}"
exec "$libraries/${loader}" --library-path "$libraries" --argv0 redis-server "$root/${binary}" "$@"
`;
};
