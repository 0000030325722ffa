import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { runCommand } from "../run-command.js";
import { type Finding, missing, ok, warning } from "./finding.js";

/** setns by pidfd came with 5.8, close_range with 5.9; 5.10 is the first long-term kernel with both. */
const KERNEL_MIN = [5, 10] as const;

export const checkKernel = (version: string = release()): Finding => {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  const enough = major > KERNEL_MIN[0] || (major === KERNEL_MIN[0] && minor >= KERNEL_MIN[1]);
  return enough
    ? ok("kernel", version)
    : missing("kernel", version, `Boot a kernel of version ${KERNEL_MIN.join(".")} or newer.`);
};

export const checkRoot = (uid: number = process.geteuid?.() ?? -1): Finding =>
  uid === 0
    ? ok("root", "yes")
    : missing("root", `no, user ${uid}`, "Run it as root, for example with sudo: sandboxes need it.");

const V1_CONTROLLERS = ["freezer", "memory", "cpu", "cpuacct", "pids"];
const V2_CONTROLLERS = ["cpu", "memory", "pids"];
const IN_CONTAINER = "In a container, start it with --privileged and --cgroupns=host.";

/** `root` stands for /sys/fs/cgroup and `mounts` for /proc/self/mounts, for tests. */
export const checkCgroups = (
  root = "/sys/fs/cgroup",
  mounts = readFileSync("/proc/self/mounts", "utf8"),
): Finding => {
  if (existsSync(`${root}/cgroup.controllers`)) {
    const there = readFileSync(`${root}/cgroup.controllers`, "utf8").trim().split(" ");
    const lacking = V2_CONTROLLERS.filter((name) => !there.includes(name));
    if (lacking.length === 0) return writable(root, `v2 with ${there.join(", ")}`);
    const fix = `Enable ${lacking.join(", ")}: boot without cgroup_disable=. ${IN_CONTAINER}`;
    return missing("cgroups", `v2 without ${lacking.join(", ")}`, fix);
  }
  const there = mounts
    .split("\n")
    .filter((line) => line.split(" ")[2] === "cgroup")
    .flatMap((line) => line.split(" ")[3]?.split(",") ?? []);
  const lacking = V1_CONTROLLERS.filter((name) => !there.includes(name));
  if (lacking.length === 0) return writable(`${root}/memory`, `v1 with ${V1_CONTROLLERS.join(", ")}`);
  const fix = `Mount cgroup v2 on ${root}: boot with systemd.unified_cgroup_hierarchy=1. ${IN_CONTAINER}`;
  return missing("cgroups", there.length === 0 ? "none mounted" : `v1 without ${lacking.join(", ")}`, fix);
};

const writable = (path: string, found: string): Finding => {
  try {
    accessSync(path, constants.W_OK);
    return ok("cgroups", found);
  } catch {
    return missing("cgroups", `${found}, but ${path} cannot be written`, `Run it as root. ${IN_CONTAINER}`);
  }
};

/** Makes all that a jail is made of, once: settings, AppArmor and outer containers can each forbid it. */
export const checkNamespaces = async (): Promise<Finding> => {
  const kinds = [
    "--user",
    "--map-root-user",
    "--mount",
    "--pid",
    "--net",
    "--ipc",
    "--uts",
    "--cgroup",
    "--fork",
  ];
  const fix =
    "Allow them: sysctl -w user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1\n" +
    "In a container, start it with --privileged. In a chroot the kernel never allows them: use pivot_root.";
  try {
    const result = await runCommand("unshare", [...kinds, "true"], { timeoutMs: 10_000 });
    if (result.code === 0) return ok("namespaces", "user, mount, pid, net, ipc, uts, cgroup");
    return missing("namespaces", result.stderr.trim(), fix);
  } catch (error) {
    return missing("namespaces", (error as Error).message, "apt install util-linux");
  }
};

/** Not needed by the core image, which is shared read-only; layers upon it will need it. */
export const checkOverlay = async (): Promise<Finding> => {
  const there = () => /\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8"));
  if (there()) return ok("overlayfs", "yes");
  // A module that is not loaded yet is as good.
  const loadable = await runCommand("modprobe", ["--dry-run", "overlay"], { timeoutMs: 5_000 }).catch(
    () => null,
  );
  if (loadable?.code === 0) return ok("overlayfs", "as a module");
  return warning("overlayfs", "no", "Boot a kernel with overlayfs, or load it: modprobe overlay");
};
