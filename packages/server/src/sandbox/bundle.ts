import { AGENT_DIR, BASE_ENV } from "./primes.js";

/** What differs between two sandboxes' OCI configurations. */
export interface BundleOptions {
  readonly rootfs: string;
  /** Host folder with the agent and the zygote object. */
  readonly agentDir: string;
  /** Host folder with the layers of other roots. Null: there are none. */
  readonly imagesDir: string | null;
  readonly cgroupsPath: string;
  /** First host uid and gid of this sandbox's own range of 65,536. */
  readonly firstHostId: number;
  readonly memoryBytes: number;
  readonly processes: number;
  /** CPUs' worth of time that it may use at most. */
  readonly cpus: number;
  /** The runtime emulates the kernel (gVisor): the agent leaves out what that lacks. */
  readonly compat: boolean;
}

/**
 * All inside the sandbox's own user namespace only. SYS_ADMIN mounts and makes namespaces; SETUID, SETGID, SETPCAP drop
 * a run's privileges; CHOWN gives it its work folder; KILL ends it; SYS_PTRACE and SYS_CHROOT are what setns by pidfd asks for;
 * NET_ADMIN brings a jail's loopback up.
 */
const AGENT_CAPABILITIES = [
  "CAP_SYS_ADMIN",
  "CAP_SETUID",
  "CAP_SETGID",
  "CAP_SETPCAP",
  "CAP_CHOWN",
  "CAP_KILL",
  "CAP_SYS_PTRACE",
  "CAP_SYS_CHROOT",
  "CAP_NET_ADMIN",
];

/** Refused to the agent, too: nobody in a sandbox has a use for them. Runs have a far stricter filter of their own. */
const REFUSED_SYSTEM_CALLS = [
  "acct",
  "add_key",
  "bpf",
  "delete_module",
  "finit_module",
  "init_module",
  "io_uring_enter",
  "io_uring_register",
  "io_uring_setup",
  "kexec_file_load",
  "kexec_load",
  "keyctl",
  "lookup_dcookie",
  "open_by_handle_at",
  "perf_event_open",
  "quotactl",
  "reboot",
  "request_key",
  "swapoff",
  "swapon",
  "syslog",
];

/** O_CLOEXEC | UFFD_USER_MODE_ONLY. Zygotes use it while they boot; to a run, it is refused like any other. */
const HARMLESS_USERFAULTFD = 0x8_0001;

const CPU_PERIOD_US = 100_000;
const ID_COUNT = 65_536;

/** The OCI runtime configuration (runtime-spec 1.0.2) of one sandbox. */
export function ociConfig(options: BundleOptions): object {
  const mapping = [{ containerID: 0, hostID: options.firstHostId, size: ID_COUNT }];
  const device = (major: number, minor: number): object => ({
    allow: true,
    type: "c",
    major,
    minor,
    access: "rwm",
  });
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: [`${AGENT_DIR}/agent`, ...(options.compat ? ["--compat"] : [])],
      env: [`PATH=${BASE_ENV.PATH}`],
      cwd: "/",
      capabilities: {
        bounding: AGENT_CAPABILITIES,
        effective: AGENT_CAPABILITIES,
        permitted: AGENT_CAPABILITIES,
      },
      rlimits: [{ type: "RLIMIT_NOFILE", hard: 4096, soft: 1024 }],
      noNewPrivileges: true,
    },
    root: { path: options.rootfs, readonly: true },
    hostname: "sandbox",
    mounts: [
      { destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"] },
      {
        destination: "/dev",
        type: "tmpfs",
        source: "tmpfs",
        options: ["nosuid", "noexec", "strictatime", "mode=755", "size=64k"],
      },
      {
        destination: "/dev/shm",
        type: "tmpfs",
        source: "shm",
        options: ["nosuid", "noexec", "nodev", "mode=755", "size=4k"],
      },
      {
        destination: AGENT_DIR,
        type: "bind",
        source: options.agentDir,
        options: ["bind", "ro", "nosuid", "nodev"],
      },
      ...(options.imagesDir === null
        ? []
        : [
            {
              destination: `${AGENT_DIR}/images`,
              type: "bind",
              source: options.imagesDir,
              options: ["bind", "ro", "nosuid", "nodev"],
            },
          ]),
    ],
    linux: {
      uidMappings: mapping,
      gidMappings: mapping,
      namespaces: ["pid", "network", "ipc", "uts", "mount", "user", "cgroup"]
        .filter((type) => !(options.compat && type === "cgroup"))
        .map((type) => ({ type })),
      cgroupsPath: options.cgroupsPath,
      rootfsPropagation: "private",
      resources: {
        devices: [
          { allow: false, access: "rwm" },
          device(1, 3),
          device(1, 5),
          device(1, 7),
          device(1, 8),
          device(1, 9),
        ],
        memory: { limit: options.memoryBytes, swap: options.memoryBytes },
        cpu: { period: CPU_PERIOD_US, quota: Math.round(options.cpus * CPU_PERIOD_US), shares: 1024 },
        pids: { limit: options.processes },
      },
      seccomp: {
        defaultAction: "SCMP_ACT_ALLOW",
        architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_AARCH64"],
        syscalls: [
          { names: REFUSED_SYSTEM_CALLS, action: "SCMP_ACT_ERRNO", errnoRet: 1 },
          {
            names: ["userfaultfd"],
            action: "SCMP_ACT_ERRNO",
            errnoRet: 1,
            args: [{ index: 0, value: HARMLESS_USERFAULTFD, op: "SCMP_CMP_NE" }],
          },
        ],
      },
      // Of /proc only the agent sees this one; each jail has its own, read-only, with the same paths hidden.
      maskedPaths: ["/sys"],
      readonlyPaths: [],
    },
  };
}
