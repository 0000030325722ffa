import signal

for number in sorted(signal.valid_signals()):
    try:
        print(number, signal.getsignal(number))
    except ValueError as error:
        print(number, error)
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.sigpending(), signal.getitimer(signal.ITIMER_REAL))
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
for name in ("SigQ", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", "Seccomp", "NoNewPrivs", "CapEff", "CapBnd", "Uid", "Gid",
             "Groups", "Umask", "Threads", "Name", "State", "Tgid", "Pid", "NSpid", "FDSize"):
    if name in status:
        print(name, status[name])
