/*
 * The jail of one run.
 *
 * The agent mounts one tmpfs on WORK_DIR in its own mount namespace, with one folder for each place that a program may
 * write to. It clones the jail's init (P1) into new PID and mount namespaces, and those of network and IPC that nobody has
 * used (spaces.c); what is left of a host is the sandbox's, which no program can change. P1 binds those
 * folders into place, mounts its own /proc, hides the agent's folder and gives up its capabilities. The process that
 * becomes the program (P2) is either P1's child (launcher), or forked by a booted runtime which enters P1's namespaces.
 * It is never PID 1, since the kernel ignores signals with default action for PID 1.
 *
 * P1 dies: everything inside dies with it. P2 ends: its parent (P1 or the runtime) says how on `status`, and the agent
 * kills P1. The agent dies: the sandbox's PID namespace dies. The host dies: the agent reads end-of-file and exits.
 *
 * The tmpfs outlives the jail's namespaces, so what a compile step left can be mounted again for the run.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <linux/capability.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define READY_TIMEOUT_MS 30000

bool compat;

/* Rounds of the same work file system: each jail gets new folders for everything but the kept work folder. */
static unsigned work_round;
static bool work_mounted;
static struct statfs work_fresh;

/* ---- messages from P1 while it sets up ---- */

struct setup_error {
  int32_t error;
  char step[28];
};

static _Noreturn void setup_failed(int status, const char *step) {
  struct setup_error e = {.error = errno};
  strncpy(e.step, step, sizeof e.step - 1);
  ssize_t k = write(status, &e, sizeof e);
  _exit(k == (ssize_t)sizeof e ? 3 : 4);
}

/* ---- the file system that is writable ---- */

static int folder(const char *kind, unsigned n, mode_t mode, uid_t uid) {
  char path[64];
  snprintf(path, sizeof path, WORK_DIR "/%s%u", kind, n);
  if (mkdir(path, 0700) || chmod(path, mode)) return -1;
  return uid ? chown(path, uid, uid) : 0;
}

/* A program may have closed its work folder to itself; the next one is to find it as the first did. */
static int reopen_work(void) {
  const char *path = WORK_DIR "/work0";
  return chown(path, 0, 0) || chmod(path, 0700) || chown(path, RUN_UID, RUN_UID);
}

static int mount_work(const struct jail_options *o) {
  if (o->keep && work_mounted) {
    work_round++;
    if (reopen_work()) return -1;
  } else {
    if (work_mounted && umount2(WORK_DIR, MNT_DETACH)) return -1;
    work_mounted = false;
    work_round = 0;
    char options[128];
    snprintf(options, sizeof options, "size=%llu,nr_inodes=%u,mode=0755", (unsigned long long)o->disk_bytes, o->inodes);
    if (mount("tmpfs", WORK_DIR, "tmpfs", MS_NOSUID | MS_NODEV, options) &&
        (!compat || mount("tmpfs", WORK_DIR, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755")))
      return -1;
    work_mounted = true;
    if (folder("work", 0, 0700, RUN_UID) || folder("empty", 0, 0555, 0)) return -1;
  }
  if (folder("tmp", work_round, 01777, 0) || folder("vartmp", work_round, 01777, 0) ||
      folder("shm", work_round, 01777, 0))
    return -1;
  return statfs(WORK_DIR, &work_fresh);
}

int jail_work(void) {
  const char *path = WORK_DIR "/work0";
  if (!work_mounted || chown(path, 0, 0) || chmod(path, 0755)) return -1;
  return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

long jail_residue(void) {
  struct statfs now;
  if (!work_mounted || statfs(WORK_DIR, &now)) return -1;
  return (long)(work_fresh.f_ffree - now.f_ffree) + (long)(work_fresh.f_bfree - now.f_bfree);
}

/* ---- P1 ---- */

/* `target` in the root that the jail is to have. */
static void bind_folder(int status, const char *kind, unsigned n, const char *target) {
  char path[64], at[64];
  snprintf(path, sizeof path, WORK_DIR "/%s%u", kind, n);
  snprintf(at, sizeof at, "%s%s", root_now(), target);
  if (mount(path, at, NULL, MS_BIND, NULL)) setup_failed(status, target);
}

static void hide(int status, const char *target) {
  char path[64];
  snprintf(path, sizeof path, "%s%s", root_now(), target);
  /* Not every kernel has every one of them. */
  struct stat st;
  if (stat(path, &st)) {
    if (errno != ENOENT && !compat) setup_failed(status, path);
    return;
  }
  int failed = S_ISDIR(st.st_mode) ? mount("tmpfs", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                                           "size=0,nr_inodes=2,mode=0555")
                                   : mount("/dev/null", path, NULL, MS_BIND, NULL);
  if (failed && !compat) setup_failed(status, path);
}

/*
 * Makes ROOT_DIR the root. The old one goes where the agent's folder is in the new one, and is covered there. The working
 * directory has to be in the old root before: that is what takes this process along into the new one.
 */
static void change_root(int status) {
  if (chdir("/") || syscall(SYS_pivot_root, ROOT_DIR, ROOT_DIR AGENT_DIR)) setup_failed(status, "root");
  if (mount(AGENT_DIR WORK_DIR "/empty0", AGENT_DIR, NULL, MS_BIND, NULL)) setup_failed(status, AGENT_DIR);
}

static void mount_all(int status) {
  char proc[64];
  snprintf(proc, sizeof proc, "%s/proc", root_now());
  if (mount("proc", proc, "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)) setup_failed(status, "/proc");
  /* What anybody may read of it; the rest of /proc that tells of the host is open to the host's root alone. */
  hide(status, "/proc/keys");
  hide(status, "/proc/key-users");
  hide(status, "/proc/acpi");
  hide(status, "/proc/scsi");
  bind_folder(status, "tmp", work_round, "/tmp");
  bind_folder(status, "vartmp", work_round, "/var/tmp");
  bind_folder(status, "shm", work_round, "/dev/shm");
  /* Covered, not taken away: for that the kernel would wait until every CPU has noticed. */
  if (!*root_now()) bind_folder(status, "empty", 0, AGENT_DIR);
  bind_folder(status, "work", 0, WORK_DIR); /* last: it covers the folder that the others came from */
  if (*root_now()) change_root(status);
}

static void loopback_up(int status) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq r = {.ifr_name = "lo"};
  r.ifr_flags = IFF_UP | IFF_RUNNING;
  if (s < 0 || ioctl(s, SIOCSIFFLAGS, &r)) {
    if (!compat) setup_failed(status, "loopback");
  }
  if (s >= 0) close(s);
}

static void give_up_capabilities(int status) {
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_capset, &head, none)) setup_failed(status, "capabilities");
}

/* Waits for P2, adopts and reaps what it left, says how P2 ended, and stays until it is killed. */
static _Noreturn void init_main(int status, pid_t program) {
  while (program > 0) {
    int st;
    struct rusage ru;
    pid_t pid = wait4(-1, &st, 0, &ru);
    if (pid < 0 && errno == EINTR) continue;
    if (pid < 0) _exit(5);
    if (pid != program) continue;
    struct ended e = {.status = st,
                      .user_us = (uint64_t)ru.ru_utime.tv_sec * 1000000u + (uint64_t)ru.ru_utime.tv_usec,
                      .system_us = (uint64_t)ru.ru_stime.tv_sec * 1000000u + (uint64_t)ru.ru_stime.tv_usec,
                      .max_rss_bytes = (uint64_t)ru.ru_maxrss * 1024u};
    signal(SIGCHLD, SIG_IGN);
    if (write(status, &e, sizeof e) != (ssize_t)sizeof e) _exit(5);
    program = 0;
  }
  for (;;) pause();
}

static _Noreturn void init_start(int status, const int fds[4], bool launch, const struct jail_options *o) {
  prctl(PR_SET_NAME, "init");
  setpriority(PRIO_PROCESS, 0, 0);
  /* The sandbox's own /proc, where this process can still be seen and scores can be written. */
  int proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (proc_fd < 0) setup_failed(status, "the old /proc");
  mount_all(status);
  if (spaces_enter()) setup_failed(status, "kept namespaces");
  if (spaces_missing() & CLONE_NEWNET) loopback_up(status);
  pid_t program = 0;
  if (launch) {
    program = fork();
    if (program < 0) setup_failed(status, "fork");
    if (!program) launcher_main(fds, proc_fd, o->ahead, o->columns != 0);
  } else {
    signal(SIGCHLD, SIG_IGN); /* what the program leaves behind is reaped by the kernel */
  }
  int null = open("/dev/null", O_RDWR);
  if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0) setup_failed(status, "/dev/null");
  int high = fcntl(status, F_DUPFD, 16);
  if (high < 0 || dup2(high, 3) != 3 || syscall(SYS_close_range, 4, FD_LAST, 0)) setup_failed(status, "descriptors");
  status = 3;
  give_up_capabilities(status);
  if (!launch) {
    struct setup_error fine = {.error = 0};
    if (write(status, &fine, sizeof fine) != (ssize_t)sizeof fine) _exit(4);
    close(status);
  }
  init_main(status, program);
}

/* ---- the agent's side ---- */

static int explain(char *why, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int explain(char *why, size_t size, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  vsnprintf(why, size, format, ap);
  va_end(ap);
  return -1;
}

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

static int poll_again(struct pollfd *p, nfds_t count, int timeout_ms) {
  int n;
  do n = poll(p, count, timeout_ms);
  while (n < 0 && errno == EINTR);
  return n;
}

static bool readable(int fd, int timeout_ms) {
  struct pollfd p = {.fd = fd, .events = POLLIN};
  return poll_again(&p, 1, timeout_ms) == 1;
}

/* One pipe end for the agent, one for the program, which may open it again by name (/dev/stdout). */
static int make_pipe(int *agent_end, int *program_end, bool to_program) {
  int p[2];
  if (pipe2(p, O_CLOEXEC)) return -1;
  *agent_end = p[to_program];
  *program_end = p[!to_program];
  fcntl(*agent_end, F_SETFL, O_NONBLOCK);
  return fchmod(*program_end, 0666) && !compat ? -1 : 0;
}

static pid_t clone_init(int *pidfd) {
  unsigned long spaces = CLONE_NEWPID | CLONE_NEWNS | (unsigned long)spaces_missing();
  if (compat) return (pid_t)syscall(SYS_clone, spaces | SIGCHLD, 0, 0, 0, 0);
  return (pid_t)syscall(SYS_clone, spaces | CLONE_PIDFD | SIGCHLD, 0, pidfd, 0, 0);
}

/* Reads P1's word about its set-up. 0 when it is fine. */
static int setup_result(int status, char *why, size_t size) {
  struct setup_error e;
  if (!readable(status, READY_TIMEOUT_MS)) return explain(why, size, "the jail was not set up in time");
  if (read(status, &e, sizeof e) != (ssize_t)sizeof e) return explain(why, size, "the jail's init ended");
  e.step[sizeof e.step - 1] = 0;
  return e.error ? explain(why, size, "jail: %s: %s", e.step, strerror(e.error)) : 0;
}

/* The program's three on one terminal; what it prints comes in one. */
static int make_terminal(struct jail *j, int theirs[ZFD_COUNT], const struct jail_options *o) {
  if (terminal_make(&j->out, &theirs[ZFD_STDIN], o->columns, o->rows)) return -1;
  j->terminal = true;
  j->in = fcntl(j->out, F_DUPFD_CLOEXEC, 0);
  theirs[ZFD_STDOUT] = fcntl(theirs[ZFD_STDIN], F_DUPFD_CLOEXEC, 0);
  theirs[ZFD_STDERR] = fcntl(theirs[ZFD_STDIN], F_DUPFD_CLOEXEC, 0);
  return j->in < 0 || theirs[ZFD_STDOUT] < 0 || theirs[ZFD_STDERR] < 0 ? -1 : 0;
}

static int make_streams(struct jail *j, int theirs[ZFD_COUNT], const struct jail_options *o) {
  if (o->columns) return make_terminal(j, theirs, o);
  return make_pipe(&j->in, &theirs[ZFD_STDIN], true) || make_pipe(&j->out, &theirs[ZFD_STDOUT], false) ||
                 make_pipe(&j->err, &theirs[ZFD_STDERR], false)
             ? -1
             : 0;
}

/* Messages that come on it say who sent them. */
static int make_ctl(int pair[2]) {
  int on = 1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return -1;
  return setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) && !compat ? -1 : 0;
}

/* From a runtime that is being booted inside. True: it makes a socket. */
static bool answer_early(int asks) {
  struct question q;
  if (!asks_next(asks, &q)) return false;
  if (!q.exits) spaces_forget();
  asks_go_on(asks, &q);
  return !q.exits;
}

/* `asked`: a runtime that was booted inside has made a socket meanwhile. */
static int wait_ready(struct jail *j, bool *asked, char *why, size_t size) {
  uint8_t say[6];
  ssize_t k;
  for (;;) {
    struct pollfd p[3] = {{.fd = j->ctl, .events = POLLIN}, {.fd = j->asks, .events = POLLIN}, host_end()};
    if (poll_again(p, 3, READY_TIMEOUT_MS) <= 0) return explain(why, size, "the jail was not ready in time");
    if (p[2].revents) _exit(0);
    if (p[1].revents & POLLIN) *asked |= answer_early(j->asks);
    if (!p[0].revents) continue;
    k = read_from(j->ctl, say, sizeof say, &j->asks, &j->program);
    if (k != 1 || say[0] != 'A') break;
  }
  if (k == 1 && say[0] == 'R') return 0;
  if (k == (ssize_t)sizeof say && say[0] == 'E') {
    struct rd r = rd_of(say + 2, 4);
    return explain(why, size, "entering the jail: %s: %s", enter_step(say[1]), strerror((int)rd_u32(&r)));
  }
  if (!j->runtime) return setup_result(j->status, why, size) ? -1 : explain(why, size, "the launcher ended early");
  return explain(why, size, "%s ended while entering the jail", j->runtime->kind);
}

int jail_make(struct jail *j, struct runtime *rt, const struct jail_options *o, char *why, size_t why_size) {
  *j = (struct jail){.init_fd = -1, .in = -1, .out = -1, .err = -1, .ctl = -1, .status = -1, .asks = -1, .runtime = rt,
                    .ahead = o->ahead != NULL};
  int theirs[ZFD_COUNT] = {-1, -1, -1, -1, -1}, pair[2] = {-1, -1}, status[2] = {-1, -1};
  int failed = -1;
  if (mount_work(o)) {
    explain(why, why_size, "work folder: %s", strerror(errno));
    goto done;
  }
  if (make_streams(j, theirs, o) || make_ctl(pair) || pipe2(status, O_CLOEXEC)) {
    explain(why, why_size, "%s: %s", o->columns ? "terminal" : "pipes", strerror(errno));
    goto done;
  }
  j->ctl = pair[0];
  theirs[ZFD_CTL] = pair[1];
  j->status = status[0];
  j->init = clone_init(&j->init_fd);
  if (!j->init) {
    const int fds[4] = {theirs[ZFD_STDIN], theirs[ZFD_STDOUT], theirs[ZFD_STDERR], theirs[ZFD_CTL]};
    init_start(status[1], fds, !rt, o);
  }
  if (j->init < 0) {
    explain(why, why_size, "namespaces: %s", strerror(errno));
    goto done;
  }
  terminal_unmount(); /* the jail has it */
  close_fd(&status[1]);
  if (rt) {
    if (setup_result(j->status, why, why_size)) goto done;
    close_fd(&j->status);
    theirs[ZFD_INIT] = j->init_fd;
    if (runtime_fork(rt, theirs)) {
      explain(why, why_size, "%s does not answer: %s", rt->kind, strerror(errno));
      goto done;
    }
    j->status = rt->sock;
    j->asks = rt->asks < 0 ? -1 : fcntl(rt->asks, F_DUPFD_CLOEXEC, 0);
  }
  for (int i = ZFD_STDIN; i < ZFD_COUNT; i++) close_fd(&theirs[i]);
  bool asked = false;
  failed = wait_ready(j, &asked, why, why_size);
  if (j->asks >= 0 && !rt) asks_watch(j->asks);
  if (failed || j->asks < 0)
    spaces_forget(); /* nobody watches this one */
  else if (spaces_missing() && !asked)
    spaces_keep(j->init);
done:
  terminal_unmount();
  for (int i = ZFD_STDIN; i < ZFD_COUNT; i++) close_fd(&theirs[i]);
  close_fd(&status[1]);
  if (failed) jail_end(j);
  return failed;
}

void jail_kill(struct jail *j) {
  if (j->init > 0) kill(j->init, SIGKILL); /* not reaped yet, so the number is still its own */
}

void jail_end(struct jail *j) {
  jail_kill(j);
  if (j->runtime) {
    /* The runtime is waiting for its child; its word must not be taken for the next one's. */
    struct ended e;
    if (j->status == j->runtime->sock && !j->status_read &&
        (!readable(j->status, READY_TIMEOUT_MS) || read(j->status, &e, sizeof e) != (ssize_t)sizeof e))
      runtime_end(j->runtime);
    else if (j->status >= 0 && j->status != j->runtime->sock)
      close(j->status);
    j->status = -1;
  }
  /*
   * The init ends only after every process of its namespace has been reaped. One that was forked by a runtime which has
   * died since is ours to reap.
   */
  for (pid_t pid = 0; j->init > 0 && pid != j->init;) {
    pid = waitpid(-1, NULL, 0);
    if (pid < 0 && errno != EINTR) break;
    if (pid > 0 && pid != j->init) runtime_reaped(pid);
  }
  j->init = 0;
  close_fd(&j->init_fd);
  close_fd(&j->in);
  close_fd(&j->out);
  close_fd(&j->err);
  close_fd(&j->ctl);
  close_fd(&j->status);
  close_fd(&j->asks);
  j->runtime = NULL;
}
