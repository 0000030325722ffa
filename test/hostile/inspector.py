"""Prints, as JSON, all that a program can see of its surroundings and that an earlier one could have changed.

Run as a clean program in a sandbox that a hostile one has used, it has to print the same as in a fresh sandbox.
"""

import sys

# Before anything else is imported: what the interpreter came with.
MODULES = sorted(sys.modules)

import atexit
import builtins
import ctypes
import gc
import json
import os
import re
import resource
import signal
import socket
import stat
import threading
import time
import warnings

found = {}


def note(name):
    def record(look):
        try:
            found[name] = look()
        except Exception as error:  # what cannot be looked at is a finding, too
            found[name] = repr(error)

    return record


def lines(path):
    with open(path) as file:
        return file.read().splitlines()


def status(*names):
    table = dict(line.split(":", 1) for line in lines("/proc/self/status"))
    return {name: table.get(name, "").strip() for name in names}


@note("files")
def _():
    """Everything outside the image's own folders, and whatever in all of it is not root's."""
    listed = []
    for top in ("/work", "/tmp", "/var/tmp", "/dev", "/run", "/home", "/root", "/mnt", "/media", "/opt", "/srv", "/var/lock"):
        for folder, folders, files in os.walk(top):
            for name in folders + files:
                path = os.path.join(folder, name)
                if path in ("/work/inspector.py", "/work/main.sh"):
                    continue
                s = os.lstat(path)
                link = os.readlink(path) if stat.S_ISLNK(s.st_mode) else ""
                if path.startswith("/dev/pts") or path.startswith("/proc"):
                    continue
                listed.append([path, oct(s.st_mode), s.st_uid, s.st_nlink if not stat.S_ISDIR(s.st_mode) else 0, link])
    return sorted(listed)


@note("writable places")
def _():
    places = {}
    for line in lines("/proc/self/mountinfo"):
        left, right = line.split(" - ")
        point, options = left.split(" ")[4], left.split(" ")[5]
        root = left.split(" ")[3]
        kind, source, more = right.split(" ", 2)
        # Numbers of rounds and host folders differ from sandbox to sandbox.
        places[point] = [kind, options, re.sub(r"\d+", "N", root) if kind == "tmpfs" else "", re.sub(r"uid=\d+,gid=\d+", "", more)]
    return places


@note("room")
def _():
    # By free blocks and inodes; less those of this program's own file.
    return {path: [s.f_blocks, s.f_blocks - s.f_bfree, s.f_files, s.f_files - s.f_ffree] for path in ("/work", "/tmp", "/dev/shm") for s in [os.statvfs(path)]}


@note("processes")
def _():
    listed = []
    for pid in os.listdir("/proc"):
        if pid.isdigit():
            try:
                command = open(f"/proc/{pid}/cmdline").read().replace("\0", " ").strip()
                name = open(f"/proc/{pid}/comm").read().strip()
            except OSError as error:
                command = name = repr(error)
            listed.append([int(pid), name, command])
    return sorted(listed)


@note("self")
def _():
    return [os.getpid(), os.getppid(), os.getsid(0) == os.getpid(), os.getpgrp() == os.getpid(), threading.get_native_id() == os.getpid()]


@note("threads")
def _():
    return [status("Threads"), threading.active_count(), os.listdir("/proc/self/task") == [str(os.getpid())]]


@note("credentials")
def _():
    ids = [os.getresuid(), os.getresgid(), os.getgroups()]
    return [ids, status("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Seccomp_filters")]


@note("signals")
def _():
    return status("SigQ", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt") | {
        "handlers": [str(signal.getsignal(n)) for n in sorted(signal.valid_signals())]
    }


@note("timers")
def _():
    return [signal.getitimer(which) for which in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)]


@note("system v")
def _():
    return {kind: lines(f"/proc/sysvipc/{kind}")[1:] for kind in ("msg", "sem", "shm")}


@note("sockets")
def _():
    kinds = ("unix", "tcp", "tcp6", "udp", "udp6", "raw", "raw6", "icmp", "packet", "netlink")
    tables = {}
    for kind in kinds:
        try:
            # Columns grow with the numbers in them.
            named = [re.sub(r"[0-9a-f]{16}|\d{5,}", "N", line) for line in lines(f"/proc/net/{kind}")[1:]]
            tables[kind] = [" ".join(line.split()) for line in named]
        except OSError as error:
            tables[kind] = error.errno
    # Those of an address family in use by another network namespace are not ours to see.
    return tables | {"sockstat": [line for line in lines("/proc/net/sockstat") if not line.startswith(("sockets", "TCP", "FRAG"))]}


@note("network")
def _():
    return [lines("/proc/net/dev"), lines("/proc/net/route"), lines("/proc/net/arp"), socket.if_nameindex()]


@note("names")
def _():
    return [socket.gethostname(), list(os.uname())[1], lines("/proc/sys/kernel/domainname")]


@note("descriptors")
def _():
    listed = {}
    for fd in os.listdir("/proc/self/fd"):
        try:
            listed[fd] = re.sub(r"\d+", "N", os.readlink(f"/proc/self/fd/{fd}"))
        except FileNotFoundError:
            pass  # that of this listing
    return listed


@note("environment")
def _():
    return [dict(os.environ), open("/proc/self/environ").read().rstrip("\0")]


@note("inherited")
def _():
    mask = os.umask(0)
    os.umask(mask)
    return {
        "umask": mask,
        "nice": os.nice(0),
        "cwd": os.getcwd(),
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")},
        "cpus": sorted(os.sched_getaffinity(0)),
        "policy": [os.sched_getscheduler(0), os.sched_getparam(0).sched_priority],
        "oom score": lines("/proc/self/oom_score_adj"),
        "core filter": lines("/proc/self/coredump_filter"),
        "cgroup": [re.sub(r"s\d+-[0-9a-f]+", "ID", line) for line in lines("/proc/self/cgroup")],
    }


@note("process switches")
def _():
    libc = ctypes.CDLL(None)
    # PDEATHSIG, DUMPABLE, KEEPCAPS, TIMERSLACK, SECUREBITS, CHILD_SUBREAPER, THP_DISABLE, TSC, MCE_KILL
    value = ctypes.c_int(-7)
    death = [libc.prctl(2, ctypes.byref(value)), value.value]
    reaper = [libc.prctl(37, ctypes.byref(value)), value.value]
    return [death, reaper, [libc.prctl(option, 0, 0, 0, 0) for option in (3, 7, 30, 27, 42, 34)], libc.personality(0xFFFFFFFF)]


@note("clocks")
def _():
    with open("/proc/uptime") as file:
        up = float(file.read().split()[0])
    return [abs(time.time() - time.clock_gettime(time.CLOCK_REALTIME)) < 1, abs(up - time.clock_gettime(time.CLOCK_BOOTTIME)) < 1]


@note("interpreter")
def _():
    return {
        "modules": MODULES,
        "builtins": sorted(vars(builtins)),
        "sys": sorted(vars(sys)),
        "path": sys.path,
        "argv": sys.argv,
        "flags": str(sys.flags),
        "hooks": [sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__, sys.gettrace(), sys.getprofile()],
        "recursion": sys.getrecursionlimit(),
        "switch": sys.getswitchinterval(),
        "gc": [gc.get_threshold(), gc.isenabled(), len(gc.callbacks), gc.get_debug()],
        "warnings": str(warnings.filters),
        "atexit": atexit._ncallbacks(),
        "encoding": [sys.stdin.encoding, sys.stdout.encoding, sys.getfilesystemencoding()],
        "buffering": [sys.stdout.line_buffering, sys.stderr.line_buffering, sys.stdout.isatty()],
        "main": sorted(name for name in globals() if name.startswith("__")),
    }


@note("memory of others")
def _():
    """Whether words that hostile programs carry are anywhere in this process's memory."""
    word = re.compile(rb"neuron-hostil[e]-[0-9a-f]{8}")
    hits = set()
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in lines("/proc/self/maps"):
            span, rights = line.split(" ", 2)[:2]
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                hits.update(word.findall(memory.read(end - start)))
            except (OSError, ValueError, OverflowError):
                continue
    return sorted(hit.decode() for hit in hits)


# Not what a runtime's boot has set apart: in how many pieces differs from boot to boot.
@note("deleted files still open")
def _():
    names = [line.split(None, 5)[5] for line in lines("/proc/self/maps") if line.endswith("(deleted)")]
    return [name for name in names if name != "/memfd:booted (deleted)"]


json.dump(found, sys.stdout, indent=1, sort_keys=True)
