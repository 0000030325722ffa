/*
 * The terminal of one jail: a file system of terminals (devpts) of its own, with room for one.
 *
 * The agent mounts it, takes the master end, and clones the jail's init, whose mount namespace has it from then on; then the
 * agent unmounts it. So no jail sees another's, and it is gone when the jail's last process and the agent's descriptor are. The
 * program finds its end as /dev/pts/0. It cannot make others: the master's device is the sandbox's root's alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "agent.h"

#define PTS_DIR "/dev/pts"

/* In the root that the jail is to have; empty: it is not mounted. */
static char place[64];

int terminal_place(void) { return mkdir(PTS_DIR, 0755) && errno != EEXIST ? -1 : 0; }

void terminal_unmount(void) {
  if (!place[0]) return;
  if (umount2(place, MNT_DETACH)) fault("the terminal of a jail stays mounted");
  place[0] = 0;
}

static int mount_own(void) {
  char options[96], at[sizeof place];
  snprintf(at, sizeof at, "%s" PTS_DIR, root_now());
  snprintf(options, sizeof options, "newinstance,max=1,ptmxmode=0600,mode=0600,uid=%d,gid=%d", RUN_UID, RUN_GID);
  if (mount("devpts", at, "devpts", MS_NOSUID | MS_NOEXEC, options)) return -1;
  memcpy(place, at, sizeof place);
  return 0;
}

int terminal_resize(int fd, uint32_t columns, uint32_t rows) {
  struct winsize size = {.ws_col = (unsigned short)(columns > 0xffff ? 0xffff : columns),
                         .ws_row = (unsigned short)(rows > 0xffff ? 0xffff : rows)};
  return ioctl(fd, TIOCSWINSZ, &size);
}

/* Erasing takes back a character, not a byte. */
static int understand_utf8(int fd) {
  struct termios t;
  if (tcgetattr(fd, &t)) return -1;
  t.c_iflag |= IUTF8;
  return tcsetattr(fd, TCSANOW, &t);
}

int terminal_make(int *agent_end, int *program_end, uint32_t columns, uint32_t rows) {
  int locked = 0;
  char master[sizeof place + 8];
  if (mount_own()) return -1;
  snprintf(master, sizeof master, "%s/ptmx", place);
  *agent_end = open(master, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (*agent_end < 0 || ioctl(*agent_end, TIOCSPTLCK, &locked)) return -1;
  *program_end = ioctl(*agent_end, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*program_end < 0) return -1;
  return terminal_resize(*agent_end, columns, rows) || understand_utf8(*program_end) ? -1 : 0;
}

pid_t terminal_foreground(int fd) {
  pid_t group = 0;
  return ioctl(fd, TIOCGPGRP, &group) ? 0 : group;
}
