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
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent.h"

/* From Linux 6.6, and from headers of that age. */
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif

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

void network_watch(int asks) {
  /* Who asks makes way for us on its CPU. Without it the answer comes a little later. */
  ioctl(asks, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

void network_on_socket(int asks) {
  struct seccomp_notif question;
  memset(&question, 0, sizeof question); /* the kernel insists */
  if (ioctl(asks, SECCOMP_IOCTL_NOTIF_RECV, &question)) return; /* who asked is gone */
  network_forget();
  struct seccomp_notif_resp answer = {.id = question.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  if (ioctl(asks, SECCOMP_IOCTL_NOTIF_SEND, &answer) && errno != ENOENT) fault("a socket: %s", strerror(errno));
}
