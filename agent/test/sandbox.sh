#!/bin/sh
# Starts an agent as PID 1 of namespaces of its own, in a root made of this machine's programs, read-only:
#   sandbox.sh <folder with agent and fake-runtime> <folder for sanitizers' reports>
# Its stdin and stdout are the agent's. Nothing is left when it ends: every mount is in its own mount namespace.
set -eu
if [ "${INSIDE-}" != 1 ]; then
  INSIDE=1 exec unshare --mount --pid --ipc --uts --net --cgroup --fork --kill-child --propagation private -- "$0" "$@"
fi
mount -t tmpfs -o mode=755,size=1m root /mnt
cd /mnt
mkdir -p proc dev tmp var/tmp work run/neuron report old
for name in bin lib lib64 usr etc; do
  if [ -L "/$name" ]; then
    cp -P "/$name" "$name"
  elif [ -d "/$name" ]; then
    mkdir "$name" && mount --rbind "/$name" "$name" && mount -o remount,bind,ro "$name"
  fi
done
mount -t tmpfs -o mode=755,size=64k dev dev
mkdir dev/shm
for name in null zero full urandom; do
  : >"dev/$name" && mount --bind "/dev/$name" "dev/$name"
done
mount -t proc proc proc
mount --bind "$1" run/neuron
mount --bind "$2" report
pivot_root . old
umount -l old
# The program that is running is in the old root: nothing of it is used from here on but what is in memory.
exec env -i PATH=/usr/bin:/bin \
  ASAN_OPTIONS=log_path=/report/asan:detect_leaks=0:abort_on_error=0:exitcode=99:handle_segv=1 \
  UBSAN_OPTIONS=log_path=/report/ubsan:print_stacktrace=1 \
  /run/neuron/agent
