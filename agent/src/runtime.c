#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

/* Booting python takes 15 ms here; emulated or starved machines are up to a thousand times slower. */
#define BOOT_TIMEOUT_MS 30000

/* One at a time: a sandbox that changes its kind would hold the memory of all that it has been. */
static struct runtime booted;

static char **texts(struct rd r, uint32_t n) {
  char **list = calloc((size_t)n + 1, sizeof *list);
  for (uint32_t i = 0; list && i < n; i++) {
    struct str s = rd_text(&r);
    if (!(list[i] = strndup(s.p, s.n))) return NULL;
  }
  return list;
}

/* In the new process: real pipes on 0..2, as a program will have, since a runtime looks at them while it boots. */
static _Noreturn void boot(int sock, int err_pipe, const struct command *command) {
  struct sigaction dfl = {.sa_handler = SIG_DFL};
  sigaction(SIGPIPE, &dfl, NULL);
  setpriority(PRIO_PROCESS, 0, 0);
  int in[2];
  if (pipe(in) || dup2(in[0], 0) < 0 || dup2(err_pipe, 1) < 0 || dup2(err_pipe, 2) < 0) _exit(126);
  int high = fcntl(sock, F_DUPFD, 16);
  if (high < 0 || dup2(high, FD_CTL) < 0) _exit(126);
  if (syscall(SYS_close_range, 4, FD_LAST, 0) < 0) _exit(126);
  char **args = texts(command->argv, command->nargv), **vars = texts(command->env, command->nenv);
  if (!args || !vars || !args[0]) _exit(126);
  /* In mounts of its own, without what the run before wrote: it would be kept, and charged, for as long as this lives. */
  if (unshare(CLONE_NEWNS) || (umount2(WORK_DIR, MNT_DETACH) && errno != EINVAL)) _exit(126);
  if ((*root_now() && root_enter()) || chdir(WORK_DIR)) _exit(126);
  execvpe(args[0], args, vars);
  dprintf(2, "cannot start %s: %s\n", args[0], strerror(errno));
  _exit(127);
}

static void why_not(struct runtime *rt, char *why, size_t size, const char *what) {
  int n = snprintf(why, size, "%s: %s", rt->kind, what);
  if (n < 0 || (size_t)n + 3 >= size) return;
  char said[512];
  ssize_t k = read(rt->err_fd, said, sizeof said - 1);
  if (k > 0) {
    said[k] = 0;
    snprintf(why + n, size - (size_t)n, ": %s", said);
  }
}

static bool alive(struct runtime *rt) {
  if (!rt->reaped && waitpid(rt->pid, NULL, WNOHANG) != 0) rt->reaped = true;
  return !rt->reaped;
}

ssize_t read_from(int from, void *to, size_t n, int *fd, pid_t *pid) {
  union {
    char buf[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
    struct cmsghdr align;
  } control;
  struct iovec iov = {to, n};
  struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
  ssize_t k = recvmsg(from, &msg, MSG_CMSG_CLOEXEC);
  for (struct cmsghdr *c = k > 0 ? CMSG_FIRSTHDR(&msg) : NULL; c; c = CMSG_NXTHDR(&msg, c)) {
    if (c->cmsg_level != SOL_SOCKET) continue;
    struct ucred who;
    if (c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof *fd)) memcpy(fd, CMSG_DATA(c), sizeof *fd);
    if (pid && c->cmsg_type == SCM_CREDENTIALS && c->cmsg_len == CMSG_LEN(sizeof who)) {
      memcpy(&who, CMSG_DATA(c), sizeof who);
      *pid = who.pid;
    }
  }
  return k;
}

struct runtime *runtime_get(struct str kind, const struct command *command, char *why, size_t why_size) {
  struct runtime *rt = &booted;
  if (rt->pid && alive(rt) && strlen(rt->kind) == kind.n && !memcmp(rt->kind, kind.p, kind.n)) return rt;
  runtime_end(rt);
  if (kind.n >= KIND_MAX) {
    snprintf(why, why_size, "the name of its kind is too long");
    return NULL;
  }
  int pair[2], err[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) || pipe2(err, O_CLOEXEC)) {
    snprintf(why, why_size, "sockets: %s", strerror(errno));
    return NULL;
  }
  fcntl(err[0], F_SETFL, O_NONBLOCK);
  pid_t pid = fork();
  if (!pid) boot(pair[1], err[1], command);
  close(pair[1]);
  close(err[1]);
  *rt = (struct runtime){.pid = pid, .sock = pair[0], .err_fd = err[0], .asks = -1};
  memcpy(rt->kind, kind.p, kind.n);
  if (pid < 0) {
    snprintf(why, why_size, "fork: %s", strerror(errno));
    close(rt->sock);
    close(rt->err_fd);
    rt->pid = 0;
    return NULL;
  }
  struct pollfd p[2] = {{.fd = rt->sock, .events = POLLIN}, host_end()};
  char ready = 0;
  int n = poll(p, 2, BOOT_TIMEOUT_MS);
  if (n > 0 && p[1].revents) _exit(0);
  if (n != 1)
    why_not(rt, why, why_size, "did not come up in time");
  else if (read_from(rt->sock, &ready, 1, &rt->asks, NULL) != 1 || (ready != READY_ALONE && ready != READY_GUARDED))
    why_not(rt, why, why_size, "ended while booting");
  if (rt->asks >= 0) asks_watch(rt->asks);
  rt->is_guarded = ready == READY_GUARDED;
  if (ready == READY_ALONE || ready == READY_GUARDED) return rt;
  runtime_end(rt);
  return NULL;
}

int runtime_fork(struct runtime *rt, const int fds[ZFD_COUNT]) {
  char byte = 'J';
  union {
    char buf[CMSG_SPACE(sizeof(int) * ZFD_COUNT)];
    struct cmsghdr align;
  } control = {{0}};
  struct iovec iov = {&byte, 1};
  struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
  struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN(sizeof(int) * ZFD_COUNT);
  memcpy(CMSG_DATA(c), fds, sizeof(int) * ZFD_COUNT);
  return sendmsg(rt->sock, &msg, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

void runtime_end(struct runtime *rt) {
  if (!rt->pid) return;
  if (!rt->reaped) {
    kill(rt->pid, SIGKILL);
    while (waitpid(rt->pid, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  close(rt->sock);
  close(rt->err_fd);
  if (rt->asks >= 0) close(rt->asks);
  *rt = (struct runtime){.asks = -1};
}

void runtime_end_any(void) { runtime_end(&booted); }

bool runtime_alive(void) { return booted.pid && alive(&booted); }

void runtime_reaped(pid_t pid) {
  if (booted.pid == pid) booted.reaped = true;
}
