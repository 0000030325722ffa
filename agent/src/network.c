/*
 * The network namespace of the jails.
 *
 * Making one and taking it apart costs more than anything else about a jail, and few programs ever make a socket. So a
 * namespace serves one jail after the other until a program has made one. The system-call filter asks here before each
 * socket or pair of them; without any, nothing can have been left in it: an unprivileged program reaches it by nothing else.
 *
 *   none --(a jail is made: new, its loopback brought up)--> clean --(a program makes a socket)--> none
 *
 * The program waits for the answer, so a socket is never made before the namespace has been given up. Where the kernel
 * cannot ask, each jail gets a namespace of its own.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "agent.h"

static int clean = -1;

int network_clean(void) { return clean; }

void network_keep(pid_t pid) {
  char path[40];
  snprintf(path, sizeof path, "/proc/%d/ns/net", pid);
  network_forget();
  clean = open(path, O_RDONLY | O_CLOEXEC); /* if not, the next jail gets a new one */
}

void network_forget(void) {
  if (clean >= 0) close(clean);
  clean = -1;
}
