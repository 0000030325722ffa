/*
 * The generated system-call filter, installed in a child for each question. Forbidden calls and unknown ones are asked with
 * arguments that do no harm if the filter should let them through.
 */
#include <asm/unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "enter.h"
#include "seccomp-filter.inc"

static const int allowed[] = {
#include "seccomp-allowed.inc"
};
static const int forbidden[] = {
#include "seccomp-forbidden.inc"
};

/* As the launcher has it, or as the child of a booted runtime comes to it. */
static enum { WHOLE, IN_TWO_STEPS } how;

static int install_whole(void) {
  struct sock_fprog filter = {sizeof seccomp_filter / sizeof *seccomp_filter, (struct sock_filter *)(uintptr_t)seccomp_filter};
  return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
}

static int install_in_two_steps(void) {
  union {
    char buf[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control;
  char byte = 0;
  struct iovec iov = {&byte, 1};
  struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
  int pair[2], kept = fcntl(FD_CTL, F_DUPFD, 16), listener; /* what is there may be the test's */
  if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair)) return -1;
  int from = fcntl(pair[0], F_DUPFD, 16);
  if (from < 0 || dup2(pair[1], FD_CTL) < 0 || enter_stay(READY_ALONE)) return -1;
  if (recvmsg(from, &msg, 0) != 1 || byte != READY_ALONE) return -1;
  if (msg.msg_controllen < CMSG_LEN(sizeof listener)) return -1;
  memcpy(&listener, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof listener);
  /* What is forbidden from here on does what it does. */
  if (syscall(__NR_setns, -1, 0) != -1 || errno != EBADF || enter_filter_rest()) return -1;
  if (kept >= 0 && dup2(kept, FD_CTL) < 0) return -1;
  return listener;
}

/* Installs the filter, and leaves a process behind that says on `asked` which call it is asked about, and lets it go on. */
static void install(int asked) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) _exit(254);
  int out = fcntl(asked, F_DUPFD, 16), listener = how == WHOLE ? install_whole() : install_in_two_steps();
  asked = out;
  pid_t parent = getpid(), pid = listener < 0 ? -1 : fork();
  if (pid < 0) _exit(254);
  if (pid) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  struct seccomp_notif question = {0};
  while (!ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &question)) {
    struct seccomp_notif_resp answer = {.id = question.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    if (write(asked, &question.data.nr, sizeof question.data.nr) != sizeof question.data.nr || ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer)) _exit(1);
    question = (struct seccomp_notif){0};
  }
  _exit(0);
}

struct call {
  long number, args[6];
};

/*
 * The errno of a call under the filter, 0 when it succeeded or never came back, 1000 + signal when it killed. `announced`: a
 * listener heard of it.
 */
static int ask(const struct call *c, int *announced) {
  int answer[2], asked[2];
  if (pipe(answer) || pipe(asked)) abort();
  pid_t pid = fork();
  if (pid < 0) abort();
  if (!pid) {
    install(asked[1]);
    errno = 0;
    long r = syscall(c->number, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4], c->args[5]);
    int error = r == -1 ? errno : 0;
    if (c->number == __NR_clone && r == 0 && getpid() == 1) _exit(0);
    if (write(answer[1], &error, sizeof error) != sizeof error) _exit(253);
    _exit(0);
  }
  close(answer[1]);
  close(asked[1]);
  int error = -1, status;
  ssize_t k = read(answer[0], &error, sizeof error);
  close(answer[0]);
  if (waitpid(pid, &status, 0) != pid) abort();
  *announced = 0;
  for (int number; read(asked[0], &number, sizeof number) == sizeof number;) *announced |= number == c->number;
  close(asked[0]);
  if (WIFSIGNALED(status)) return 1000 + WTERMSIG(status);
  if (c->number == __NR_exit_group) return WEXITSTATUS(status);
  return k == sizeof error ? error : -1;
}

static int listed(const int *list, size_t n, int number) {
  for (size_t i = 0; i < n; i++)
    if (list[i] == number) return 1;
  return 0;
}
#define IN(list, number) listed(list, sizeof list / sizeof *list, number)

/* Whose making is told whatever it is. */
static const int told[] = {__NR_msgget, __NR_semget, __NR_shmget, __NR_mq_open};

static void expect(const char *what, struct call c, int want) {
  int announced, got = ask(&c, &announced);
  int makes_socket = (c.number == __NR_socket || c.number == __NR_socketpair) && !want;
  int is_end = c.number == __NR_exit_group && c.args[1] == EXIT_IS_TOLD;
  int is_told = makes_socket || is_end || IN(told, (int)c.number);
  check(announced == is_told, "%s: %s", what, announced ? "announced" : "not announced");
  check(got == want, "%s: got %d (%s), want %d", what, got, got < 1000 && got >= 0 ? strerror(got) : "", want);
}
#define CALL(...) (struct call){__VA_ARGS__}

/* Numbers whose answer depends on their arguments, or that are said to have worked without being done. */
static const int special[] = {__NR_clone,      __NR_ioctl, __NR_socket,   __NR_socketpair,
                              __NR_personality, __NR_prctl, __NR_fcntl,   __NR_msync,
                              __NR_sync,        __NR_syncfs, __NR_fsync,  __NR_fdatasync, __NR_sync_file_range,
                              __NR_fadvise64,   __NR_preadv2,
#ifdef __NR_mknod
                              __NR_mknod,
#endif
                              __NR_mknodat};

static const int synced[] = {__NR_sync, __NR_syncfs, __NR_fsync, __NR_fdatasync, __NR_sync_file_range};

static void numbers(void) {
  char what[64];
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
    snprintf(what, sizeof what, "forbidden call %d", forbidden[i]);
    expect(what, CALL(forbidden[i], {-1, -1, -1, -1, -1, -1}), EPERM);
  }
  for (int nr = 0; nr < 600; nr++) {
    if (IN(allowed, nr) || IN(forbidden, nr) || IN(special, nr) || IN(told, nr)) continue;
    if (nr == __NR_exit_group) continue;
#ifdef __x86_64__
    if (nr == 335 || nr == 336) continue; /* uretprobe and uprobe: the kernel never asks a filter about them */
#endif
    snprintf(what, sizeof what, "unknown call %d", nr);
    expect(what, CALL(nr, {-1, -1, -1, -1, -1, -1}), ENOSYS);
  }
  expect("clone3", CALL(__NR_clone3, {0, 0}), ENOSYS);
  expect("the highest number", CALL(0x3fffffff, {0}), ENOSYS);
  expect("a negative number", CALL(-2, {0}), ENOSYS);
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
    check(!IN(forbidden, allowed[i]) && !IN(special, allowed[i]) && !IN(told, allowed[i]), "call %d is under one rule only", allowed[i]);
  expect("getpid", CALL(__NR_getpid, {0}), 0);
}

static void arguments(void) {
  static const struct {
    const char *name;
    long flag;
  } spaces[] = {{"NEWNS", CLONE_NEWNS},     {"NEWCGROUP", CLONE_NEWCGROUP}, {"NEWUTS", CLONE_NEWUTS}, {"NEWIPC", CLONE_NEWIPC},
                {"NEWUSER", CLONE_NEWUSER}, {"NEWPID", CLONE_NEWPID},       {"NEWNET", CLONE_NEWNET}};
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
    expect(spaces[i].name, CALL(__NR_clone, {spaces[i].flag | SIGCHLD, 0, 0, 0, 0}), EPERM);
    /* The kernel takes the low half only. */
    expect(spaces[i].name, CALL(__NR_clone, {spaces[i].flag | SIGCHLD | (1l << 40), 0, 0, 0, 0}), EPERM);
  }

  expect("clone PARENT", CALL(__NR_clone, {CLONE_PARENT | SIGCHLD, 0, 0, 0, 0}), EPERM);
  expect("fork by clone", CALL(__NR_clone, {SIGCHLD, 0, 0, 0, 0}), 0);
  expect("inotify", CALL(__NR_inotify_init1, {0}), ENOSYS);
  expect("aio", CALL(__NR_io_setup, {1, 0}), ENOSYS);
  expect("fcntl F_NOTIFY", CALL(__NR_fcntl, {-1, 0x402, 0}), EINVAL);
  expect("fcntl F_GETFD", CALL(__NR_fcntl, {0, 1, 0}), 0);
  for (size_t i = 0; i < sizeof synced / sizeof *synced; i++) expect("nothing to sync", CALL(synced[i], {-1, 0, 0, 0}), 0);
  expect("msync MS_SYNC", CALL(__NR_msync, {-1, 4096, 4}), 0);
  expect("advice", CALL(__NR_fadvise64, {-1, 0, 0, 4}), 0);
  expect("preadv2", CALL(__NR_preadv2, {-1, 0, 0, 0, 0, 0}), EBADF);
  expect("preadv2 HIPRI", CALL(__NR_preadv2, {-1, 0, 0, 0, 0, 1}), EBADF);
  expect("preadv2 NOWAIT", CALL(__NR_preadv2, {-1, 0, 0, 0, 0, 8 | 1}), EOPNOTSUPP);
  const char *absent = "/nonexistent/node";
  expect("mknodat device", CALL(__NR_mknodat, {-100, (long)absent, 0020666, 0x103}), EPERM);
  expect("mknodat FIFO", CALL(__NR_mknodat, {-100, (long)absent, 0010666, 0}), ENOENT);
#ifdef __NR_mknod
  expect("mknod block device", CALL(__NR_mknod, {(long)absent, 0060666, 0x800}), EPERM);
  expect("mknod FIFO", CALL(__NR_mknod, {(long)absent, 0010666, 0}), ENOENT);
#endif
  expect("msync MS_ASYNC", CALL(__NR_msync, {1, 4096, 1}), EINVAL);

  expect("socket UNIX", CALL(__NR_socket, {AF_UNIX, SOCK_STREAM, 0}), 0);
  expect("socket INET", CALL(__NR_socket, {AF_INET, SOCK_STREAM, 0}), 0);
  expect("socket NETLINK_ROUTE", CALL(__NR_socket, {AF_NETLINK, SOCK_RAW, 0}), 0);
  expect("socket INET TCP", CALL(__NR_socket, {AF_INET, SOCK_STREAM, 6}), 0);
  expect("socket INET6 UDP", CALL(__NR_socket, {AF_INET6, SOCK_DGRAM, 17}), 0);
  static const int protocols[] = {1, 33, 58, 115, 132, 136, 262};
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    expect("socket INET, a rare protocol", CALL(__NR_socket, {AF_INET, SOCK_STREAM, protocols[i]}), EPROTONOSUPPORT);
  for (int protocol = 1; protocol < 23; protocol++)
    expect("socket NETLINK, not ROUTE", CALL(__NR_socket, {AF_NETLINK, SOCK_RAW, protocol}), EPROTONOSUPPORT);
  for (int family = 0; family < 48; family++) {
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) continue;
    char what[32];
    snprintf(what, sizeof what, "socket family %d", family);
    expect(what, CALL(__NR_socket, {family, SOCK_STREAM, 0}), EAFNOSUPPORT);
    expect(what, CALL(__NR_socket, {family, SOCK_DGRAM, 0}), EAFNOSUPPORT);
  }
  expect("socket UNIX SEQPACKET", CALL(__NR_socket, {AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0}), 0);
  expect("socket PACKET by its type", CALL(__NR_socket, {AF_INET, SOCK_PACKET, 0}), ESOCKTNOSUPPORT);
  expect("socket DCCP by its type", CALL(__NR_socket, {AF_INET, SOCK_DCCP, 0}), ESOCKTNOSUPPORT);
  expect("socket DCCP by its type", CALL(__NR_socket, {AF_INET6, SOCK_DCCP | SOCK_NONBLOCK, 0}), ESOCKTNOSUPPORT);
  expect("exit", CALL(__NR_exit_group, {7}), 7);
  expect("an exit that is told", CALL(__NR_exit_group, {7, EXIT_IS_TOLD}), 7);
  expect("a message queue", CALL(__NR_msgget, {0x5eed, 0}), ENOENT);
  expect("semaphores", CALL(__NR_semget, {0x5eed, 1, 0}), ENOENT);
  expect("shared memory", CALL(__NR_shmget, {0x5eed, 1, 0}), ENOENT);
  expect("a POSIX queue", CALL(__NR_mq_open, {(long)"absent", 0}), ENOENT);

  int pair[2];
  expect("socketpair UNIX", CALL(__NR_socketpair, {AF_UNIX, SOCK_STREAM, 0, (long)pair}), 0);
  expect("socketpair INET", CALL(__NR_socketpair, {AF_INET, SOCK_STREAM, 0, (long)pair}), EAFNOSUPPORT);

  expect("ioctl TIOCSTI", CALL(__NR_ioctl, {-1, 0x5412, 0}), EPERM);
  expect("ioctl TIOCSTI, high bits set", CALL(__NR_ioctl, {-1, 0x5412 | (1l << 32), 0}), EPERM);
  expect("ioctl TIOCLINUX", CALL(__NR_ioctl, {-1, 0x541c, 0}), EPERM);
  expect("ioctl TIOCCONS", CALL(__NR_ioctl, {-1, 0x541d, 0}), EPERM);
  expect("ioctl TIOCSETD", CALL(__NR_ioctl, {-1, 0x5423, 0}), EPERM);
  expect("ioctl TIOCSCTTY", CALL(__NR_ioctl, {-1, 0x540e, 0}), EBADF);
  expect("ioctl TIOCGWINSZ", CALL(__NR_ioctl, {-1, 0x5413, 0}), EBADF);
  expect("ioctl TCGETS", CALL(__NR_ioctl, {-1, 0x5401, 0}), EBADF);
  expect("personality query", CALL(__NR_personality, {0xffffffff}), 0);
  expect("personality ADDR_NO_RANDOMIZE", CALL(__NR_personality, {0x0040000}), 0);
  expect("personality READ_IMPLIES_EXEC", CALL(__NR_personality, {0x0400000}), EPERM);
  expect("personality LINUX32", CALL(__NR_personality, {8}), EPERM);
  expect("prctl PR_SET_MM", CALL(__NR_prctl, {35, 1, 0, 0, 0}), EPERM);
  expect("prctl PR_SET_SECCOMP", CALL(__NR_prctl, {22, 1, 0, 0, 0}), EPERM);
  expect("prctl PR_SET_PTRACER", CALL(__NR_prctl, {0x59616d61, -1, 0, 0, 0}), EPERM);
  expect("prctl PR_SCHED_CORE", CALL(__NR_prctl, {62, 1, 0, 0, 0}), EPERM);
  expect("prctl PR_GET_DUMPABLE", CALL(__NR_prctl, {3, 0, 0, 0, 0}), 0);
}

#ifdef __x86_64__
static void other_tables(void) {
  for (long nr = 0; nr < 560; nr += 7) expect("x32 number", CALL(0x40000000 | nr, {-1, -1, -1}), ENOSYS);
  expect("x32 ptrace", CALL(0x40000000 | 521, {0}), ENOSYS);
  expect("x32 execve", CALL(0x40000000 | 520, {0}), ENOSYS);
  pid_t pid = fork();
  if (!pid) {
    install(1);
    long r;
    __asm__ volatile("int $0x80" : "=a"(r) : "a"(20l) : "memory", "r8", "r9", "r10", "r11");
    _exit(r > 0 ? 1 : 2);
  }
  int status;
  waitpid(pid, &status, 0);
  /* SIGSEGV: a kernel without the 32-bit entry. */
  check(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV), "int 0x80 kills (status %x)", (unsigned)status);
}
#endif

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (how = WHOLE; how <= IN_TWO_STEPS; how++) {
    numbers();
    arguments();
#ifdef __x86_64__
    other_tables();
#endif
  }
  return check_done("seccomp");
}
