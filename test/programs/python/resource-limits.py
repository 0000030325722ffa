import os
import resource

for name in sorted(n for n in dir(resource) if n.startswith("RLIMIT_")):
    print(name, resource.getrlimit(getattr(resource, name)))
print(os.nice(0), os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0), sorted(os.sched_getaffinity(0)) == list(range(os.cpu_count())))
print(os.getpid(), os.getsid(0), os.getpgrp(), os.getuid(), os.geteuid(), os.getgid(), os.getgroups(), os.getcwd(), oct(os.umask(0)))
print(os.get_terminal_size.__name__, os.ctermid(), os.cpu_count())
print(open("/proc/self/oom_score_adj").read(), open("/proc/self/comm").read(), os.readlink("/proc/self/exe"), os.readlink("/proc/self/cwd"))
print(open("/proc/self/coredump_filter").read(), open("/proc/self/timerslack_ns").read() if os.access("/proc/self/timerslack_ns", os.R_OK) else "")
print(sorted(os.listdir("/")), sorted(os.listdir("/work")), sorted(os.listdir("/tmp")), sorted(p for p in os.listdir("/proc") if p.isdigit()))
print(open("/proc/self/cgroup").read().count("\n") > 0, [os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in range(3)])
mounts = [line.split() for line in open("/proc/self/mountinfo")]
print(sorted((m[4], m[5]) for m in mounts))
