import { expect, test } from "vitest";
import { bash, c, python } from "../e2e/service.js";
import { useSlot } from "./slot.js";

/** Ways to the kernel and to the host. */
const slot = useSlot();

const HEAD = `#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#define TRY(what) do { errno = 0; long r = (long)(what); if (r >= 0) printf("worked: %s\\n", #what); } while (0)
`;
const attempts = (...calls: string[]) =>
  c(
    `${HEAD}int main(void) {\nstatic char m[4096]; (void)m;\n${calls.map((call) => `TRY(${call});`).join("\n")}\nputs("end"); }`,
  );
const expectNone = async (...calls: string[]): Promise<void> => {
  expect((await slot.attack(attempts(...calls), "accepted")).stdout).toBe("end\n");
};

test("system calls that lead out are refused", () =>
  expectNone(
    "ptrace(PTRACE_TRACEME, 0, 0, 0)",
    "ptrace(PTRACE_ATTACH, 1, 0, 0)",
    "syscall(SYS_process_vm_readv, 1, m, 1, m, 1, 0)",
    "syscall(SYS_kcmp, 1, 1, 0, 0, 0)",
    "syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, 1, 0), 0, 0)",
    "syscall(SYS_bpf, 0, m, 128)",
    "syscall(SYS_perf_event_open, m, 0, -1, -1, 0)",
    "syscall(SYS_userfaultfd, 1)",
    "syscall(SYS_userfaultfd, 0x80001)",
    "syscall(SYS_io_uring_setup, 8, m)",
    'syscall(SYS_add_key, "user", "a", "b", 1, -3)',
    "syscall(SYS_keyctl, 0, -3, 1)",
    'syscall(SYS_request_key, "user", "a", 0, -3)',
    "syscall(SYS_init_module, m, 4096, m)",
    "syscall(SYS_finit_module, 0, m, 0)",
    "syscall(SYS_kexec_load, 0, 0, 0, 0)",
    "syscall(SYS_reboot, 0xfee1dead, 672274793, 0x89abcdef, 0)",
    "syscall(SYS_syslog, 3, m, 4096)",
    "syscall(SYS_quotactl, 0, 0, 0, 0)",
    "syscall(SYS_swapon, m, 0)",
    "syscall(SYS_acct, 0)",
    "syscall(SYS_settimeofday, m, 0)",
    "syscall(SYS_clock_settime, 0, m)",
    "syscall(SYS_adjtimex, m)",
    'sethostname("x", 1)',
    "syscall(SYS_setdomainname, m, 1)",
    "syscall(SYS_open_by_handle_at, 0, m, 0)",
    'syscall(SYS_name_to_handle_at, -100, "/", m, m, 0)',
    "syscall(SYS_fanotify_init, 0, 0)",
    "syscall(SYS_iopl, 3)",
    "syscall(SYS_ioperm, 0, 1, 1)",
    "syscall(SYS_modify_ldt, 1, m, 16)",
    "syscall(SYS_lookup_dcookie, 0, m, 10)",
    "syscall(SYS_vhangup)",
    "syscall(SYS_move_pages, 1, 1, m, m, m, 0)",
    "syscall(SYS_memfd_secret, 0)",
  ));

test("namespaces, mounts and roots are refused", () =>
  expectNone(
    "unshare(CLONE_NEWUSER)",
    "unshare(CLONE_NEWNS)",
    "unshare(CLONE_NEWNET)",
    "unshare(CLONE_NEWPID)",
    "unshare(CLONE_NEWIPC | CLONE_NEWUTS)",
    "syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)",
    "syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0)",
    "syscall(SYS_clone3, (unsigned long[8]){CLONE_NEWUSER, 0, 0, 0, SIGCHLD}, 64)",
    'setns(open("/proc/1/ns/pid", O_RDONLY), 0)',
    'setns(open("/proc/self/ns/mnt", O_RDONLY), 0)',
    "setns(syscall(SYS_pidfd_open, 1, 0), CLONE_NEWNS)",
    'mount("none", "/tmp", "tmpfs", 0, 0)',
    'mount("proc", "/tmp", "proc", 0, 0)',
    'mount("/", "/tmp", 0, MS_BIND, 0)',
    'mount(0, "/", 0, MS_REMOUNT | MS_BIND, 0)',
    'umount2("/tmp", MNT_DETACH)',
    'umount2("/work", MNT_DETACH)',
    'umount2("/proc", MNT_DETACH)',
    'syscall(SYS_pivot_root, "/tmp", "/tmp")',
    'chroot("/tmp")',
    'syscall(SYS_fsopen, "tmpfs", 0)',
    'syscall(SYS_open_tree, -100, "/", 1)',
    'syscall(SYS_mount_setattr, -100, "/", 0, m, 32)',
  ));

test("privileges do not come back", () =>
  expectNone(
    "setuid(0)",
    "setresuid(0, 0, 0)",
    "setgid(0)",
    "setgroups(1, (gid_t[]){0})",
    "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0)",
    "prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)",
    "prctl(PR_SET_SECCOMP, 0, 0, 0, 0)",
    "prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) ? 0 : -1",
    "setpriority(PRIO_PROCESS, 0, -5)",
    "sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){1})",
    "syscall(SYS_ioprio_set, 1, 0, 1 << 13)",
    'chown("/work", 0, 0)',
    'mknod("/tmp/null", S_IFCHR | 0666, 259)',
    'mknod("/tmp/disk", S_IFBLK | 0666, 2048)',
  ));

test("programs with a setuid bit give nothing", async () => {
  const source = `
found=$(find / -xdev -perm /6000 -type f 2>/dev/null)
cp /bin/bash /tmp/bash && chmod 6755 /tmp/bash && /tmp/bash -p -c 'echo $EUID'
for program in su sudo mount umount passwd newgrp ping chsh pkexec; do
  command -v $program >/dev/null && (echo | timeout 1 $program root -c id || true) 2>/dev/null
done
for program in $found; do (echo | timeout 1 $program) 2>/dev/null | grep uid=0; done
id -u`;
  const run = await slot.attack(bash(source), "accepted");
  expect(run.stdout).not.toMatch(/uid=0|^0$/m);
});

test("/proc and /sys show little, and nothing of them can be written", async () => {
  const source = `
import glob, os
for pattern in ("/proc/sys/*/*", "/proc/sys/*/*/*", "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/1/*", "/proc/self/*_map",
        "/proc/irq/*", "/proc/bus/*", "/sys/*", "/sys/*/*", "/sys/fs/cgroup/*", "/sys/fs/cgroup/*/*", "/proc/self/attr/*", "/dev/*", "/proc/mtrr"):
    for path in glob.glob(pattern):
        if path in ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/dev/tty", "/dev/ptmx"): continue
        try: os.close(os.open(path, os.O_WRONLY)); print("opened", path)
        except OSError: pass
for path in ("/proc/1/environ", "/proc/1/mem", "/proc/1/maps", "/proc/1/stack", "/proc/1/syscall", "/proc/1/io", "/proc/1/auxv",
        "/proc/kcore", "/proc/kmsg", "/proc/keys", "/proc/timer_list", "/dev/kmsg", "/dev/mem", "/dev/port", "/proc/kallsyms", "/proc/iomem", "/proc/vmallocinfo", "/proc/slabinfo"):
    try:
        with open(path, "rb") as f: text = f.read(64)
        if text.strip(b"0 ") and b"0000000000000000" not in text and b"00000000-00000000" not in text: print("read", path, text[:40])
    except OSError: pass
for path in ("/proc/1/root", "/proc/1/cwd", "/proc/1/exe"):
    try: print(os.readlink(path)); os.listdir(path + "/"); print("listed", path)
    except OSError: pass
try: print(os.listdir("/proc/1/fd"))
except OSError: pass
print(len([p for p in os.listdir("/proc") if p.isdigit()]))`;
  for (const program of [python(source), bash(`exec python3 - <<'END'${source}\nEND`)])
    expect((await slot.attack(program, "accepted")).stdout).toBe("2\n");
});

test("the image and the jail's init are out of reach", async () => {
  const source = `
import os
for path in ("/proc/1/mem", "/proc/2/../1/mem", "/bin/true", "/usr/bin/python3", "/etc/passwd", "/etc/ld.so.cache"):
    try: open(path, "r+b", 0); print("opened", path)
    except OSError: pass
for path in ("/proc/1/mem", "/proc/1/environ", "/etc/shadow", "/etc/gshadow"):
    try: open(path, "rb").read(10); print("read", path)
    except OSError: pass`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("");
});

test("32-bit and x32 system calls are no way around the filter", async () => {
  const source = `${HEAD}#include <sys/mman.h>
static long call32(long n, long a) { long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(n), "b"(a), "c"(0L), "d"(0L) : "memory", "r8", "r9", "r10", "r11"); return r; }
int main(void) {
  /* Each in a child: a filter may answer by a signal. unshare is 310 for 32 bits, and 272 with the x32 bit. */
  for (int way = 0; way < 3; way++) {
    int status;
    fflush(stdout);
    if (fork() == 0) {
      long r = way == 0 ? call32(310, CLONE_NEWUSER) : way == 1 ? syscall(0x40000000 + SYS_unshare, CLONE_NEWUSER) : call32(26, 0);
      _exit(r == 0 ? 99 : 0);
    }
    wait(&status);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 99) printf("way %d worked\\n", way);
  }
  puts("end");
}`;
  expect((await slot.attack(c(source), "accepted")).stdout).toBe("end\n");
});

test("stepping on the terminal, the session and the parent", () =>
  expectNone(
    'open("/dev/tty", O_RDWR)',
    'open("/dev/console", O_RDWR)',
    'open("/dev/tty0", O_RDWR)',
    "prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, 0, 0, 0)",
    "kill(getppid(), 0) == 0 && getppid() == 1 ? kill(1, SIGKILL) : -1",
  ));
