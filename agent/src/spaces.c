/*
 * The namespaces that serve one jail after the other: network, and System V and POSIX IPC.
 *
 * Making them and taking them apart costs more than anything else about a jail, and few programs ever use them. So they
 * serve until a program has made something in one of them: a socket, a queue, a set of semaphores, shared memory. The
 * system-call filter asks before each such call; without any, nothing can have been left there: an unprivileged program
 * reaches them by nothing else.
 *
 *   none --(a jail is made: new ones, with loopback brought up)--> kept --(a program makes something)--> none
 *
 * The program waits for the answer, so nothing is made before the namespaces have been given up. Where the kernel cannot ask,
 * each jail gets its own.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "agent.h"

static struct {
  const char *name;
  int flag;
  int kept; /* a descriptor, or -1 */
} spaces[] = {{"net", CLONE_NEWNET, -1}, {"ipc", CLONE_NEWIPC, -1}};
#define COUNT (sizeof spaces / sizeof *spaces)

int spaces_missing(void) {
  int flags = 0;
  for (size_t i = 0; i < COUNT; i++)
    if (spaces[i].kept < 0) flags |= spaces[i].flag;
  return flags;
}

int spaces_enter(void) {
  for (size_t i = 0; i < COUNT; i++)
    if (spaces[i].kept >= 0 && setns(spaces[i].kept, spaces[i].flag)) return -1;
  return 0;
}

void spaces_keep(pid_t pid) {
  spaces_forget();
  for (size_t i = 0; i < COUNT; i++) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, spaces[i].name);
    spaces[i].kept = open(path, O_RDONLY | O_CLOEXEC); /* if not, the next jail makes a new one */
  }
}

void spaces_forget(void) {
  for (size_t i = 0; i < COUNT; i++) {
    if (spaces[i].kept >= 0) close(spaces[i].kept);
    spaces[i].kept = -1;
  }
}
