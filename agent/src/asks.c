/*
 * What the system-call filter asks the agent before it lets a call go on: the making of a socket and the like (see spaces.c), and
 * the end of a process (see agent.c). Who asks waits for the answer, or for its death.
 */
#include <asm/unistd.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "agent.h"

/* From Linux 6.6, and from headers of that age. */
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif

void asks_watch(int asks) {
  /* Who asks makes way for us on its CPU. Without it the answer comes a little later. */
  ioctl(asks, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

bool asks_next(int asks, struct question *q) {
  struct seccomp_notif asked;
  memset(&asked, 0, sizeof asked); /* the kernel insists */
  if (ioctl(asks, SECCOMP_IOCTL_NOTIF_RECV, &asked)) return false;
  *q = (struct question){.id = asked.id,
                         .thread = (pid_t)asked.pid,
                         .exits = asked.data.nr == __NR_exit_group,
                         .code = (uint8_t)asked.data.args[0]};
  return true;
}

void asks_go_on(int asks, const struct question *q) {
  struct seccomp_notif_resp answer = {.id = q->id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  if (ioctl(asks, SECCOMP_IOCTL_NOTIF_SEND, &answer) && errno != ENOENT) fault("the filter's listener: %s", strerror(errno));
}
