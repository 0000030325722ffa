#include "enter.h"

#include <asm/errno.h>
#include <asm/unistd.h>
#include <linux/capability.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/seccomp.h>
#include <linux/stat.h>
#include <linux/time_types.h>

#include "kernel.h"

#include "seccomp-filter.inc"

#define K_TIOCSCTTY 0x540e

const char *enter_step(int step) {
  static const char *const names[] = {"the command",     "descriptors",  "session",     "priority",  "resource limits",
                                      "bounding set", "groups",       "group",       "user",      "capabilities",
                                      "work folder",  "no new privileges", "dumpable", "system-call filter", "ready",
                                      "length",       "memory for the program", "program", "layout", "program's limits",
                                      "program's files", "memory score",
                                      "namespaces", "terminal"};
  return step >= 0 && (size_t)step < sizeof names / sizeof *names ? names[step] : "unknown";
}

int enter_expendable(int proc_fd) {
  long fd = syscall(__NR_openat, proc_fd, "self/oom_score_adj", O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  long n = syscall(__NR_write, fd, "1000", 4L);
  syscall(__NR_close, fd);
  return n == 4 ? 0 : -1;
}

static int limit(int which, uint64_t soft, uint64_t hard) {
  struct rlimit64 r = {soft, hard};
  return syscall(__NR_prlimit64, 0L, (long)which, &r, NULL) < 0 ? -1 : 0;
}

static int set_limits(void) {
  /*
   * Core size 1, not 0: a core_pattern that pipes to a helper runs it even at 0, and the kernel treats exactly 1 as
   * "never" (core(5)).
   */
  return limit(RLIMIT_CORE, 1, 1) || limit(RLIMIT_NPROC, PROCESSES_MAX, PROCESSES_MAX) ||
         limit(RLIMIT_NOFILE, 1024, 4096) || limit(RLIMIT_MSGQUEUE, 0, 0) || limit(RLIMIT_MEMLOCK, 65536, 65536) ||
         limit(RLIMIT_NICE, 0, 0) || limit(RLIMIT_RTPRIO, 0, 0) || limit(RLIMIT_SIGPENDING, 1024, 1024);
}

static int set_fds(const int fds[4], int keep) {
  /* Descriptors may already lie in 0..3 in any order: lift them above first. */
  int high[4];
  for (int i = 0; i < 4; i++) {
    long fd = syscall(__NR_fcntl, (long)fds[i], (long)F_DUPFD, 16L);
    if (fd < 0) return -1;
    high[i] = (int)fd;
  }
  for (int i = 0; i < 4; i++)
    if (syscall(__NR_dup3, (long)high[i], (long)i, i == FD_CTL ? (long)O_CLOEXEC : 0L) < 0) return -1;
  if (!keep) return syscall(__NR_close_range, 4L, (long)FD_LAST, 0L) < 0 ? -1 : 0;
  for (int i = 0; i < 4; i++) syscall(__NR_close, (long)high[i]);
  return 0;
}

#define LENGTH(array) ((unsigned short)(sizeof(array) / sizeof *(array)))
#define FILTER(array) \
  (struct sock_fprog) { LENGTH(array), (struct sock_filter *)(uintptr_t)(array) }

/* The filter's answers when nobody listens: what would be asked is allowed. */
static long filter_alone(struct sock_fprog filter) {
  union {
    struct sock_filter whole[LENGTH(seccomp_filter)], entering[LENGTH(seccomp_entering_filter)];
  } room;
  struct sock_filter *alone = (void *)&room;
  for (unsigned i = 0; i < filter.len; i++) {
    alone[i] = filter.filter[i];
    if (alone[i].code == (BPF_RET | BPF_K) && alone[i].k == SECCOMP_RET_USER_NOTIF) alone[i].k = SECCOMP_RET_ALLOW;
  }
  filter.filter = alone;
  return syscall(__NR_seccomp, (long)SECCOMP_SET_MODE_FILTER, 0L, &filter);
}

static long filter_install(struct sock_fprog filter, int *asks) {
  /* Once a question is being answered, a signal waits: else it would be asked again, or end in EINTR. From 5.19. */
  static const long flags[] = {SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
                               SECCOMP_FILTER_FLAG_NEW_LISTENER};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    long fd = syscall(__NR_seccomp, (long)SECCOMP_SET_MODE_FILTER, flags[i], &filter);
    *asks = (int)fd;
    if (fd >= 0) return 0;
  }
  *asks = -1;
  return filter_alone(filter);
}

int enter_filter_rest(void) {
  static const uint32_t entering[] = {ENTERING};
  struct sock_filter rest[2 + LENGTH(entering) + 1] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
  unsigned short n = 1;
  for (unsigned i = 0; i < LENGTH(entering); i++, n++)
    rest[n] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, entering[i], (uint8_t)(LENGTH(entering) - i), 0);
  rest[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  rest[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  struct sock_fprog filter = {n, rest};
  return syscall(__NR_seccomp, (long)SECCOMP_SET_MODE_FILTER, 0L, &filter) < 0 ? -1 : 0;
}

int enter_give_up_bounds(void) {
  for (long cap = 0; cap < 64; cap++)
    if (syscall(__NR_prctl, (long)PR_CAPBSET_DROP, cap, 0L, 0L, 0L) < 0)
      return syscall(__NR_prctl, (long)PR_CAPBSET_READ, cap, 0L, 0L, 0L) == 1 ? -1 : 0; /* beyond what this kernel knows */
  return 0;
}

int enter_drop(const int fds[4], int how, int *asks) {
  if (set_fds(fds, how & ENTER_KEEP_FDS)) return STEP_FDS;
  if (syscall(__NR_setsid) < 0) return STEP_SESSION;
  if ((how & ENTER_TERMINAL) && syscall(__NR_ioctl, 0L, (long)K_TIOCSCTTY, 0L) < 0) return STEP_TERMINAL;
  /* The agent may have been raised above its programs, so that its deadlines hold under load. */
  if (syscall(__NR_setpriority, 0L, 0L, 0L) < 0) return STEP_NICE;
  syscall(__NR_umask, 022L);
  if (set_limits() && !(how & ENTER_LENIENT)) return STEP_RLIMIT;
  syscall(__NR_prctl, (long)PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_CLEAR_ALL, 0L, 0L, 0L);
  if (syscall(__NR_setgroups, 0L, NULL) < 0) return STEP_GROUPS;
  if (syscall(__NR_setresgid, (long)RUN_GID, (long)RUN_GID, (long)RUN_GID) < 0) return STEP_GID;
  if (syscall(__NR_setresuid, (long)RUN_UID, (long)RUN_UID, (long)RUN_UID) < 0) return STEP_UID;
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(__NR_capset, &head, none) < 0) return STEP_CAPS;
  /* Only now: the folder belongs to the program's user alone. */
  if (syscall(__NR_chdir, WORK_DIR) < 0) return STEP_CHDIR;
  if (syscall(__NR_prctl, (long)PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) < 0) return STEP_NNP;
  /* A changed user makes the process undumpable and its own /proc/self unreadable; a fresh exec would undo it, too. */
  if (syscall(__NR_prctl, (long)PR_SET_DUMPABLE, 1L, 0L, 0L, 0L) < 0) return STEP_DUMPABLE;
  *asks = -1;
  long installed = how & ENTER_FILTERED ? enter_filter_rest() : filter_install(FILTER(seccomp_filter), asks);
  return installed < 0 ? STEP_SECCOMP : 0;
}

static int read_full(int fd, void *to, size_t n) {
  for (size_t got = 0; got < n;) {
    long k = syscall(__NR_read, (long)fd, (char *)to + got, n - got);
    if (k <= 0) return -1;
    got += (size_t)k;
  }
  return 0;
}

static int skip_texts(struct rd *r, uint32_t n) {
  for (uint32_t i = 0; i < n && !r->bad; i++) rd_text(r);
  return r->bad;
}

static int skip_files(struct rd *r, uint32_t n) {
  for (uint32_t i = 0; i < n && !r->bad; i++) {
    struct str path = rd_text(r);
    if (!path.n || path.n > 1024 || path.p[0] == '/') return -1;
    rd_str(r);
  }
  return r->bad;
}

int program_parse(struct program *out, const void *blob, size_t n) {
  struct rd r = rd_of(blob, n);
  out->processes = rd_u32(&r);
  out->file_bytes = rd_u64(&r);
  out->nargv = rd_u32(&r);
  out->argv = r;
  if (!out->nargv || skip_texts(&r, out->nargv)) return -1;
  out->nenv = rd_u32(&r);
  out->env = r;
  if (skip_texts(&r, out->nenv)) return -1;
  out->nfiles = rd_u32(&r);
  out->files = r;
  if (skip_files(&r, out->nfiles)) return -1;
  out->nexecutables = rd_u32(&r);
  out->executables = r;
  if (skip_files(&r, out->nexecutables)) return -1;
  return r.bad || r.left ? -1 : 0;
}

static int write_file(struct str path, struct str content, long mode) {
  char name[1025];
  for (uint32_t i = 0; i < path.n; i++) {
    if (path.p[i] == '/') {
      name[i] = 0;
      syscall(__NR_mkdirat, (long)AT_FDCWD, name, 0755L); /* may be there already; the open below decides */
    }
    name[i] = path.p[i];
  }
  name[path.n] = 0;
  long fd = syscall(__NR_openat, (long)AT_FDCWD, name, (long)(O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC), mode);
  if (fd < 0) return -1;
  size_t done = 0;
  while (done < content.n) {
    long k = syscall(__NR_write, fd, content.p + done, (size_t)content.n - done);
    if (k <= 0) break;
    done += (size_t)k;
  }
  syscall(__NR_close, fd);
  return done == content.n ? 0 : -1;
}

static int write_files(struct rd files, uint32_t n, long mode) {
  for (uint32_t i = 0; i < n; i++) {
    struct str path = rd_text(&files), content = rd_str(&files);
    if (write_file(path, content, mode)) return -1;
  }
  return 0;
}

void *enter_room(size_t n) {
  static uint8_t small[16384];
  if (n <= sizeof small) return small;
  long at = syscall(__NR_mmap, NULL, n, (long)(PROT_READ | PROT_WRITE), (long)(MAP_PRIVATE | MAP_ANONYMOUS), -1L, 0L);
  return at < 0 && at > -4096 ? NULL : (void *)at;
}

static int say_with(char byte, int asks) {
  struct k_iovec iov = {&byte, 1};
  union {
    struct k_cmsghdr head;
    char room[sizeof(struct k_cmsghdr) + sizeof(size_t)];
  } control = {.head = {sizeof(struct k_cmsghdr) + sizeof(int), K_SOL_SOCKET, K_SCM_RIGHTS}};
  *(int *)(void *)(control.room + sizeof(struct k_cmsghdr)) = asks;
  struct k_msghdr msg = {.iov = &iov, .iovlen = 1};
  if (asks >= 0) {
    msg.control = &control;
    msg.controllen = sizeof control;
  }
  if (syscall(__NR_sendmsg, (long)FD_CTL, &msg, 0L) != 1) return -1;
  return asks >= 0 && syscall(__NR_close, (long)asks) < 0 ? -1 : 0;
}

int enter_hand_over(int *asks) {
  if (*asks >= 0 && say_with('A', *asks)) return -1;
  *asks = -1;
  return 0;
}

int enter_stay(char ready) {
  int asks;
  return filter_install(FILTER(seccomp_entering_filter), &asks) < 0 ? -1 : say_with(ready, asks);
}

int enter_wait(struct program *out, int lenient, int asks) {
  if (say_with('R', asks)) return STEP_READY;
  uint8_t head[4];
  if (read_full(FD_CTL, head, sizeof head)) return STEP_LENGTH;
  struct rd r = rd_of(head, sizeof head);
  size_t n = rd_u32(&r);
  if (!n || n > FRAME_MAX) return STEP_LENGTH;
  void *blob = enter_room(n);
  if (!blob) return STEP_MAP;
  if (read_full(FD_CTL, blob, n)) return STEP_PROGRAM;
  if (program_parse(out, blob, n)) return STEP_PARSE;
  /* A hard limit can be lowered without privilege; the value that was there is the most that may be asked for. */
  uint64_t processes = out->processes < PROCESSES_MAX ? out->processes : PROCESSES_MAX;
  if ((limit(RLIMIT_NPROC, processes, processes) || limit(RLIMIT_FSIZE, out->file_bytes, out->file_bytes)) && !lenient)
    return STEP_LIMITS;
  if (write_files(out->files, out->nfiles, 0644) || write_files(out->executables, out->nexecutables, 0755))
    return STEP_FILES;
  return 0;
}

int enter_say_begin(void) {
  struct __kernel_timespec t = {0, 0};
  syscall(__NR_clock_gettime, 1L /* CLOCK_MONOTONIC */, &t);
  uint8_t say[9] = {'B'};
  wr_u64(say + 1, (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u);
  return syscall(__NR_write, (long)FD_CTL, say, sizeof say) == (long)sizeof say ? 0 : -1;
}

void enter_begin(void) {
  enter_say_begin();
  syscall(__NR_close, (long)FD_CTL);
}

/* A signal that is caught ends the question, and it is asked again; not for ever. */
void enter_exit(int code) {
  for (int tries = 0;; tries++) syscall(__NR_exit_group, (long)code, tries < 8 ? (long)EXIT_IS_TOLD : 0L);
}
