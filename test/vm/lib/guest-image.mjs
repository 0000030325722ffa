// The guest: a stock Debian with systemd, its cloud kernel, ssh, and what Neuron needs of a machine. Built once.
//
// absent -> `<name>.partial-<pid>` -> renamed to its name, complete. A folder of that name is never changed: the guest's
// disk is opened as a snapshot.
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { debootstrap } from "../../../packages/server/dist/images/mmdebstrap.js";
import { run } from "./process.mjs";

/** Raise it when the way of building changes what is built. */
const RECIPE = 1;
const DISK_SIZE = "3G";

const PACKAGES = [
  ...["systemd", "systemd-sysv", "udev", "dbus", "libpam-systemd", "kmod", "iproute2", "procps"],
  ...["linux-image-cloud-amd64", "initramfs-tools", "zstd", "openssh-server", "ca-certificates"],
  // What `npm start` asks for.
  ...["runc", "redis-server", "util-linux", "mount", "nodejs"],
];

/** Nobody reads it in there. */
const UNNEEDED = ["doc", "man", "info", "locale", "lintian"];

/**
 * @typedef {object} GuestImage
 * @property {string} kernel
 * @property {string} initrd
 * @property {string} disk
 * @property {string} key private key of the guest's root
 */

/**
 * @param {string} cacheDir
 * @param {string} suite
 * @param {(line: string) => void} say
 * @returns {Promise<GuestImage>}
 */
export const ensureGuestImage = async (cacheDir, suite, say) => {
  const hash = createHash("sha256")
    .update(JSON.stringify([RECIPE, PACKAGES, DISK_SIZE]))
    .digest("hex");
  const folder = join(cacheDir, `guest-${suite}-${hash.slice(0, 12)}`);
  const image = {
    kernel: join(folder, "vmlinuz"),
    initrd: join(folder, "initrd.img"),
    disk: join(folder, "disk.img"),
    key: join(folder, "id_ed25519"),
  };
  if (existsSync(folder)) return image;
  mkdirSync(cacheDir, { recursive: true });
  removePartial(cacheDir, suite);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { mode: 0o755 });
  try {
    say(`building the guest's image (Debian ${suite}) ...`);
    await build(partial, suite);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return image;
};

/** What interrupted builds left. @param {string} cacheDir @param {string} suite */
const removePartial = (cacheDir, suite) => {
  for (const name of readdirSync(cacheDir)) {
    const builder = new RegExp(`^guest-${suite}-.*\\.partial-(\\d+)$`).exec(name)?.[1];
    if (builder !== undefined && !existsSync(`/proc/${builder}`))
      rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
};

/** @param {string} folder @param {string} suite */
const build = async (folder, suite) => {
  const rootfs = join(folder, "rootfs");
  await debootstrap({
    target: rootfs,
    suite,
    packages: PACKAGES,
    variant: "minbase",
    mirror: null,
    options: UNNEEDED.map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
  });
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "guest", "-f", join(folder, "id_ed25519")]);
  await configure(rootfs, await readFile(join(folder, "id_ed25519.pub"), "utf8"));
  const boot = readdirSync(join(rootfs, "boot"));
  for (const [prefix, name] of [
    ["vmlinuz-", "vmlinuz"],
    ["initrd.img-", "initrd.img"],
  ]) {
    const found = boot.find((file) => file.startsWith(prefix));
    if (found === undefined) throw new Error(`The guest's packages brought no /boot/${prefix}*.`);
    await copyFile(join(rootfs, "boot", found), join(folder, name));
  }
  await run("mke2fs", ["-q", "-t", "ext4", "-L", "guest", "-d", rootfs, join(folder, "disk.img"), DISK_SIZE]);
  rmSync(rootfs, { recursive: true });
};

/** @param {string} rootfs @param {string} publicKey */
const configure = async (rootfs, publicKey) => {
  const write = (/** @type {string} */ path, /** @type {string} */ text) =>
    writeFileSync(join(rootfs, path), text);
  write("etc/hostname", "guest\n");
  write("etc/hosts", "127.0.0.1 localhost guest\n");
  write("etc/fstab", "LABEL=guest / ext4 defaults,noatime 0 0\n");
  write("etc/systemd/network/10-all.network", "[Match]\nName=e*\n[Network]\nAddress=10.0.2.15/24\n");
  write("etc/ssh/sshd_config.d/guest.conf", "PermitRootLogin prohibit-password\nUseDNS no\nPrintMotd no\n");
  mkdirSync(join(rootfs, "root/.ssh"), { recursive: true, mode: 0o700 });
  write("root/.ssh/authorized_keys", publicKey);
  chmodSync(join(rootfs, "root/.ssh/authorized_keys"), 0o600);
  const wants = join(rootfs, "etc/systemd/system/multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  rmSync(join(wants, "redis-server.service"), { force: true });
  rmSync(join(wants, "systemd-networkd.service"), { force: true });
  symlinkSync("/usr/lib/systemd/system/systemd-networkd.service", join(wants, "systemd-networkd.service"));
  // Nothing is waited for that a guest of some minutes does not need.
  for (const unit of [
    "redis-server.service",
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "e2scrub_all.timer",
  ]) {
    const path = join(rootfs, "etc/systemd/system", unit);
    rmSync(path, { force: true });
    symlinkSync("/dev/null", path);
  }
};
