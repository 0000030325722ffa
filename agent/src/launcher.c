#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
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

static char **texts(struct rd *r, uint32_t n) {
  char **list = calloc((size_t)n + 1, sizeof *list);
  if (!list) give_up(FD_CTL, 0, ENOMEM);
  for (uint32_t i = 0; i < n; i++) {
    struct str s = rd_text(r);
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

_Noreturn void launcher_main(const int fds[4], int proc_fd) {
  prctl(PR_SET_PDEATHSIG, 0);
  if (proc_fd >= 0) {
    if (enter_expendable(proc_fd) && !compat) give_up(fds[FD_CTL], STEP_EXPENDABLE, errno);
  }
  reset_signals();
  if (enter_give_up_bounds()) give_up(fds[FD_CTL], STEP_BOUNDING, errno);
  int asks, step = enter_drop(fds, compat ? ENTER_LENIENT : 0, &asks);
  if (step) give_up(step == STEP_FDS ? fds[FD_CTL] : FD_CTL, step, errno);
  struct program program;
  step = enter_wait(&program, compat, asks);
  if (step) give_up(FD_CTL, step, errno);
  char **argv = texts(&program.argv, program.nargv);
  environ = texts(&program.env, program.nenv);
  if (enter_say_begin()) _exit(126);
  execvp(argv[0], argv);
  give_up(FD_CTL, 0, errno);
}
