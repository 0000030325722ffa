/* How a process becomes an unprivileged program inside its jail. Used by the launcher and by every zygote. */
#ifndef NEURON_ENTER_H
#define NEURON_ENTER_H

#include "wire.h"

/* The user a program runs as, inside the sandbox's user namespace. */
#define RUN_UID 1000
#define RUN_GID 1000
#define WORK_DIR "/work"
/* The ceiling of RLIMIT_NPROC until a program's own limit is known. */
#define PROCESSES_MAX 512

/* On what the calling process finds its ends while it enters. */
enum { FD_CTL = 3 };
/* For close_range: the highest number there can be (gVisor refuses anything above). */
#define FD_LAST 0x7fffffff

/* What can fail on the way in. 0 is the command itself. */
enum {
  STEP_FDS = 1,
  STEP_SESSION,
  STEP_NICE,
  STEP_RLIMIT,
  STEP_BOUNDING,
  STEP_GROUPS,
  STEP_GID,
  STEP_UID,
  STEP_CAPS,
  STEP_CHDIR,
  STEP_NNP,
  STEP_DUMPABLE,
  STEP_SECCOMP,
  STEP_READY,
  STEP_LENGTH,
  STEP_MAP,
  STEP_PROGRAM,
  STEP_PARSE,
  STEP_LIMITS,
  STEP_FILES,
  STEP_EXPENDABLE,
  STEP_NAMESPACES,
  STEP_TERMINAL,
};

/*
 * Marks the caller as the first to go when memory is short. `proc_fd`: an open folder of a /proc in which the caller
 * can be seen and that is writable. 0, or -1.
 */
int enter_expendable(int proc_fd);

/*
 * Gives up for good what an exec could gain: for the caller and all its children. It keeps what it has. 0, or -1.
 */
int enter_give_up_bounds(void);

enum {
  /* Resource limits that the kernel does not know are left to the sandbox's own. */
  ENTER_LENIENT = 1,
  /* Closes nothing: the caller knows what else it holds. */
  ENTER_KEEP_FDS = 2,
  /* Descriptor 0 is a terminal: it becomes the new session's own. */
  ENTER_TERMINAL = 4,
  /* It is the child of one that is under the filter (enter_stay): what is missing of it is made up for. */
  ENTER_FILTERED = 8,
};

/* System calls that who is under the filter by enter_stay may still do, until enter_drop. */
#define ENTERING __NR_setns, __NR_seccomp

/* What a booted runtime is ready to make for each jail: one process, or two, of which one waits for the other. */
enum { READY_ALONE = 'Z', READY_GUARDED = 'G' };

/*
 * In a booted runtime: puts itself and all its children under the filter, which costs each of them as much as all else about
 * entering. Says `ready` on FD_CTL, and hands the filter's listener over with it where there can be one. 0, or -1.
 */
int enter_stay(char ready);
/* Who is under the filter by enter_stay may not do those either from here on. 0, or -1. */
int enter_filter_rest(void);

/*
 * Gives up everything else: moves fds to 0..3 and closes the rest, new session, limits, capabilities, user, work folder,
 * system-call filter. The caller already is in the namespaces of its jail. Returns 0, or the number of the step that
 * failed (for the message; there is no errno here). `asks` becomes the filter's listener, or -1 where there can be none, or
 * somebody else has it.
 */
int enter_drop(const int fds[4], int how, int *asks);

struct program {
  uint32_t processes;
  uint64_t file_bytes;
  struct rd argv, env, files, executables;
  uint32_t nargv, nenv, nfiles, nexecutables;
};

/* Reads a program's layout and checks all of it; nothing later can run off its end. 0, or -1. */
int program_parse(struct program *out, const void *blob, size_t n);

/*
 * Hands `asks` over on FD_CTL with an 'A', and closes it: for who makes sockets before it is ready. It is -1 from here on.
 * 0, or -1.
 */
int enter_hand_over(int *asks);

/*
 * Waits on FD_CTL for the program, keeps it (the program's strings point into it), sets its limits and
 * writes its files into the current folder. Says 'R' first, hands `asks` over with it, and closes it. 0; or the step that
 * failed.
 */
int enter_wait(struct program *out, int lenient, int asks);

/* Memory for a program of `n` bytes, or NULL. Most find room in memory that is there before they come. */
void *enter_room(size_t n);

/* The name of a step, for messages. */
const char *enter_step(int step);

/* Says on FD_CTL that the program begins now: 'B', u64 us of CLOCK_MONOTONIC. 0, or -1. */
int enter_say_begin(void);
/* The same, and closes FD_CTL. */
void enter_begin(void);

/* The second argument of an exit_group(2) about which the agent is asked. The kernel itself looks at the first alone. */
#define EXIT_IS_TOLD 0x6e65756fu
/* Ends the process, of which the agent is told before it has been taken apart. */
_Noreturn void enter_exit(int code);

long syscall(long number, ...);

#endif
