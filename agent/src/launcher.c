#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

extern char **environ;

/* Tells the agent why there will be no program: 'E', step (0: the command itself), errno. */
static _Noreturn void give_up(int fd, int step, int error) {
  uint8_t say[6] = {'E', (uint8_t)step};
  wr_u32(say + 2, (uint32_t)error);
  ssize_t k = write(fd, say, sizeof say);
  _exit(k == sizeof say ? 127 : 126);
}

static char **texts(struct rd r, uint32_t n) {
  char **list = calloc((size_t)n + 1, sizeof *list);
  if (!list) give_up(FD_CTL, 0, ENOMEM);
  for (uint32_t i = 0; i < n; i++) {
    struct str s = rd_text(&r);
    list[i] = strndup(s.p, s.n);
    if (!list[i]) give_up(FD_CTL, 0, ENOMEM);
  }
  return list;
}

static void reset_signals(void) {
  struct sigaction dfl = {.sa_handler = SIG_DFL};
  for (int sig = 1; sig < 65; sig++) sigaction(sig, &dfl, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/* ---- a runtime that was booted ahead ---- */

/* What it finds on these: the arguments that it is given, each with a NUL behind it; where it says that it waits for them. */
enum { FD_ARGUMENTS = 3, FD_READY = 4 };

struct ahead {
  pid_t pid; /* 0: there is none */
  int arguments;
  uint32_t nargv, nenv;
  char **argv, **env;
};

static _Noreturn void ahead_boot(const struct ahead *a, int arguments, int ready) {
  int from = fcntl(arguments, F_DUPFD, 16), to = fcntl(ready, F_DUPFD, 16);
  if (from < 0 || to < 0 || dup2(from, FD_ARGUMENTS) < 0 || dup2(to, FD_READY) < 0) _exit(126);
  if (syscall(SYS_close_range, FD_READY + 1, FD_LAST, 0)) _exit(126);
  environ = a->env;
  execvp(a->argv[0], a->argv);
  _exit(127);
}

static void ahead_end(struct ahead *a) {
  kill(a->pid, SIGKILL);
  waitpid(a->pid, NULL, 0);
  close(a->arguments);
  a->pid = 0;
}

/* In the jail already, as the program's own user. A runtime that does not come up is none: the program starts by itself. */
static struct ahead ahead_start(const struct command *command) {
  struct ahead a = {.nargv = command->nargv, .nenv = command->nenv};
  a.argv = texts(command->argv, command->nargv);
  a.env = texts(command->env, command->nenv);
  int arguments[2], ready[2];
  if (pipe2(arguments, O_CLOEXEC) || pipe2(ready, O_CLOEXEC)) give_up(FD_CTL, STEP_FDS, errno);
  a.arguments = arguments[1];
  a.pid = fork();
  if (a.pid < 0) give_up(FD_CTL, STEP_FDS, errno);
  if (!a.pid) ahead_boot(&a, arguments[0], ready[1]);
  close(arguments[0]);
  close(ready[1]);
  char byte;
  if (read(ready[0], &byte, 1) != 1) ahead_end(&a);
  close(ready[0]);
  return a;
}

static bool same(char *const *a, uint32_t n, char *const *b) {
  for (uint32_t i = 0; i < n; i++)
    if (!b[i] || strcmp(a[i], b[i]) != 0) return false;
  return true;
}

/* Whether the program is what was booted, and its command goes on where that one's ended. */
static bool ahead_fits(const struct ahead *a, const struct program *program, char *const *argv, char *const *env) {
  return a->pid && same(a->argv, a->nargv, argv) && a->nenv == program->nenv && same(a->env, a->nenv, env);
}

/* Gives it the rest of the command, and ends as it does. Returns if it is not there to take it. */
static void ahead_run(struct ahead *a, char *const *argv) {
  signal(SIGPIPE, SIG_IGN);
  for (argv += a->nargv; *argv; argv++) {
    size_t n = strlen(*argv) + 1;
    for (size_t done = 0; done < n;) {
      ssize_t k = write(a->arguments, *argv + done, n - done);
      if (k <= 0) return;
      done += (size_t)k;
    }
  }
  /* From here on it may do what the program wants, also to this process, which is the same user's: leave nothing to say. */
  close(FD_CTL);
  close(a->arguments);
  signal(SIGPIPE, SIG_DFL);
  int status;
  while (waitpid(a->pid, &status, 0) < 0)
    if (errno != EINTR) _exit(126);
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  _exit(128 + WTERMSIG(status));
}

_Noreturn void launcher_main(const int fds[4], int proc_fd, const struct command *boot, bool terminal) {
  prctl(PR_SET_PDEATHSIG, 0);
  if (proc_fd >= 0) {
    if (enter_expendable(proc_fd) && !compat) give_up(fds[FD_CTL], STEP_EXPENDABLE, errno);
  }
  reset_signals();
  if (enter_give_up_bounds()) give_up(fds[FD_CTL], STEP_BOUNDING, errno);
  int how = (compat ? ENTER_LENIENT : 0) | (terminal ? ENTER_TERMINAL : 0);
  int asks, step = enter_drop(fds, how, &asks);
  if (step) give_up(step == STEP_FDS ? fds[FD_CTL] : FD_CTL, step, errno);
  struct ahead ahead = {0};
  if (boot) {
    /* Forked from the agent, it holds what that has passed on; beside it is going to run what the same user may look at. */
    if (prctl(PR_SET_DUMPABLE, 0)) give_up(FD_CTL, STEP_DUMPABLE, errno);
    if (enter_hand_over(&asks)) give_up(FD_CTL, STEP_READY, errno);
    ahead = ahead_start(boot);
  }
  struct program program;
  step = enter_wait(&program, compat, asks);
  if (step) give_up(FD_CTL, step, errno);
  char **argv = texts(program.argv, program.nargv);
  environ = texts(program.env, program.nenv);
  if (enter_say_begin()) _exit(126);
  if (ahead_fits(&ahead, &program, argv, environ)) ahead_run(&ahead, argv);
  if (ahead.pid) ahead_end(&ahead);
  reset_signals();
  execvp(argv[0], argv);
  give_up(FD_CTL, 0, errno);
}
