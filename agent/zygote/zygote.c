#include "zygote.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/sched.h>

#include "kernel.h"

struct k_timeval { long sec, usec; };
struct k_rusage { struct k_timeval user, system; long maxrss, rest[13]; };

static char script[256]; /* empty: not armed */
char zygote_preload[512], zygote_seeders[512], zygote_rehearsal[4096];

int *__errno_location(void);
void *malloc(size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *signal(int number, void *handler);
int execvp(const char *file, char *const *argv);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
char *strchr(const char *s, int c);
int strncmp(const char *a, const char *b, size_t n);
void *memset(void *to, int c, size_t n);

char *text_copy(struct str s) {
  char *copy = malloc((size_t)s.n + 1);
  if (!copy) exit(1);
  memcpy(copy, s.p, s.n);
  copy[s.n] = 0;
  return copy;
}

char **texts_copy(struct rd r, uint32_t n, uint32_t spare) {
  char **list = malloc(sizeof *list * ((size_t)spare + n + 1));
  if (!list) exit(1);
  memset(list, 0, sizeof *list * ((size_t)spare + n + 1));
  for (uint32_t i = 0; i < n; i++) list[spare + i] = text_copy(rd_text(&r));
  return list;
}

void zygote_broken(const char *what) {
  dprintf(2, "cannot start the program: %s\n", what);
  exit(70);
}

void zygote_forget(const char *name_eq) {
  size_t n = strlen(name_eq);
  char **to = environ;
  for (char **from = environ; from && *from; from++) {
    if (strncmp(*from, name_eq, n))
      *to++ = *from;
    else
      memset(*from, 0, strlen(*from));
  }
  if (to) *to = NULL;
}

static int take_variable(const char *name, char *to, size_t room) {
  const char *value = getenv(name);
  if (!value || strlen(value) >= room) return -1;
  memcpy(to, value, strlen(value) + 1);
  return 0;
}

__attribute__((constructor)) static void arm(void) {
  if (take_variable("NEURON_ZYGOTE", script, sizeof script)) return;
  take_variable("NEURON_PRELOAD", zygote_preload, sizeof zygote_preload);
  take_variable("NEURON_SEEDERS", zygote_seeders, sizeof zygote_seeders);
  take_variable("NEURON_REHEARSAL", zygote_rehearsal, sizeof zygote_rehearsal);
  zygote_forget("NEURON_");
  zygote_forget("LD_PRELOAD=");
}

/* What every runtime, or the C library under it, looks at only while it starts. */
static int matters_at_boot(const char *name, const char *const *prefixes) {
  static const char *const names[] = {"LANG", "LANGUAGE", "LOCPATH", "TZ", "TZDIR", "HOME", "PATH", NULL};
  static const char *const common[] = {"LC_", "LD_", "MALLOC_", "GLIBC_", NULL};
  for (const char *const *at = names; *at; at++)
    if (!strcmp(name, *at)) return 1;
  for (const char *const *at = common; *at; at++)
    if (!strncmp(name, *at, strlen(*at))) return 1;
  for (; *prefixes; prefixes++)
    if (!strncmp(name, *prefixes, strlen(*prefixes))) return 1;
  return 0;
}

char *next_changed(struct rd *env, uint32_t *left) {
  while (*left) {
    --*left;
    char *text = text_copy(rd_text(env)), *value = strchr(text, '=');
    if (!value) continue;
    *value = 0;
    const char *now = getenv(text);
    if (!now || strcmp(now, value + 1) != 0) return text;
  }
  return NULL;
}

int env_fits(const struct program *p, const char *const *prefixes) {
  struct rd env = p->env;
  uint32_t left = p->nenv;
  for (char *name; (name = next_changed(&env, &left));)
    if (matters_at_boot(name, prefixes)) return 0;
  return 1;
}

void env_set(const struct program *p) {
  struct rd env = p->env;
  uint32_t left = p->nenv;
  for (char *name; (name = next_changed(&env, &left));)
    if (setenv(name, name + strlen(name) + 1, 1)) zygote_broken("environment");
}

static _Noreturn void leave(int code) {
  for (;;) syscall(__NR_exit_group, (long)code);
}

static void close_all(const int *fds, int n) {
  for (int i = 0; i < n; i++) syscall(__NR_close, (long)fds[i]);
}

/* Waits for the agent's next wish. 0 with the descriptors; -1 when the agent is gone. */
static int next_jail(int fds[ZFD_COUNT]) {
  char byte;
  union {
    struct k_cmsghdr head;
    char room[sizeof(struct k_cmsghdr) + sizeof(int) * ZFD_COUNT + 8];
  } control;
  struct k_iovec iov = {&byte, 1};
  struct k_msghdr msg = {0, 0, &iov, 1, &control, sizeof control, 0};
  long k = syscall(__NR_recvmsg, (long)FD_CTL, &msg, 0L);
  if (k != 1 || control.head.len != sizeof control.head + sizeof(int) * ZFD_COUNT) return -1;
  memcpy(fds, (char *)&control + sizeof control.head, sizeof(int) * ZFD_COUNT);
  return 0;
}

static _Noreturn void refuse(int ctl, int step) {
  uint8_t say[6] = {'E', (uint8_t)step};
  wr_u32(say + 2, (uint32_t)*__errno_location());
  syscall(__NR_write, (long)ctl, say, sizeof say);
  leave(127);
}

void zygote_exec(char **argv, char **env) {
  for (int number = 1; number < 65; number++) signal(number, NULL); /* what is ignored would stay so */
  environ = env;
  if (enter_say_begin()) leave(126);
  execvp(argv[0], argv);
  refuse(FD_CTL, 0);
}

void zygote_start_anew(const char *command, const struct program *p) {
  char **argv = texts_copy(p->argv, p->nargv, 1), **env = texts_copy(p->env, p->nenv, 0);
  argv[0] = (char *)(uintptr_t)command;
  zygote_exec(argv, env);
}

/* In the child. Returns inside the jail, unprivileged, with the program's files in the current folder. */
static void enter(const int fds[ZFD_COUNT], struct program *program, const struct runtime_hooks *hooks) {
  int keep = hooks && hooks->keeps_fds;
  long proc = syscall(__NR_openat, (long)AT_FDCWD, "/proc", (long)(O_PATH | O_DIRECTORY | O_CLOEXEC), 0L);
  if (proc < 0 || enter_expendable((int)proc)) refuse(fds[ZFD_CTL], STEP_EXPENDABLE);
  long k = syscall(__NR_setns, (long)fds[ZFD_INIT], (long)(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET));
  if (k < 0) refuse(fds[ZFD_CTL], STEP_NAMESPACES);
  const int mine[4] = {fds[ZFD_STDIN], fds[ZFD_STDOUT], fds[ZFD_STDERR], fds[ZFD_CTL]};
  int asks, step = enter_drop(mine, ENTER_FILTERED | (keep ? ENTER_KEEP_FDS : 0), &asks);
  if (step) refuse(step == STEP_FDS ? fds[ZFD_CTL] : FD_CTL, step);
  if (keep) {
    close_all(fds, ZFD_COUNT);
    syscall(__NR_close, proc);
  }
  if (hooks && hooks->inside) hooks->inside();
  if (hooks && hooks->is_guarded) hot_pages_take();
  step = enter_wait(program, 0, asks);
  if (step) refuse(FD_CTL, step);
}

void zygote_arrived(void) { script[0] = 0; }

int zygote_arrives(const char *path) {
  if (!script[0] || strcmp(path, script) != 0) return 0;
  zygote_arrived();
  return 1;
}

int zygote_is_booting(void) { return script[0] != 0; }

void zygote_stay(const struct runtime_hooks *hooks) {
  if (hooks && hooks->prepare) hooks->prepare();
  free_memory_take();
  if (hooks && hooks->rehearse && hot_pages_learn(hooks)) return;
  if (enter_give_up_bounds()) leave(1); /* once for all its children */
  if (enter_stay(hooks && hooks->is_guarded ? READY_GUARDED : READY_ALONE)) leave(1);
  for (;;) {
    int fds[ZFD_COUNT];
    if (next_jail(fds)) leave(0);
    struct ended e = {0};
    if (syscall(__NR_setns, (long)fds[ZFD_INIT], (long)CLONE_NEWPID) < 0) {
      refuse(fds[ZFD_CTL], STEP_NAMESPACES); /* the agent sees this runtime end and boots another */
    }
    if (hooks && hooks->before_fork) hooks->before_fork();
    int pid = fork();
    if (!pid) {
      if (hooks && hooks->after_fork_child) hooks->after_fork_child();
      if (!hooks || !hooks->is_guarded) hot_pages_take(); /* else the guard would have them */
      struct program program;
      enter(fds, &program, hooks);
      if (hooks && hooks->run) hooks->run(&program);
      enter_begin();
      return;
    }
    if (hooks && hooks->after_fork_parent) hooks->after_fork_parent();
    close_all(fds, ZFD_COUNT);
    if (pid < 0) leave(1);
    int status = 0;
    struct k_rusage ru;
    memset(&ru, 0, sizeof ru);
    while (syscall(__NR_wait4, (long)pid, &status, 0L, &ru) != pid) {
    }
    e.status = status;
    e.user_us = (uint64_t)ru.user.sec * 1000000u + (uint64_t)ru.user.usec;
    e.system_us = (uint64_t)ru.system.sec * 1000000u + (uint64_t)ru.system.usec;
    e.max_rss_bytes = (uint64_t)ru.maxrss * 1024u;
    if (syscall(__NR_write, (long)FD_CTL, &e, sizeof e) != (long)sizeof e) leave(0);
  }
}
