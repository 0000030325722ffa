/*
 * The zygote object: preloaded (LD_PRELOAD) into a runtime that the agent boots with the name of a script that does not
 * exist yet. When the runtime opens that script, it is fully booted and has nothing of its own on the stack: that is
 * where it stays, and forks a child for each jail. The child finds the script, and goes on as if nothing had happened.
 *
 * Linked against nothing: it takes what it needs from the libc that the image's runtime has loaded.
 */
#ifndef NEURON_ZYGOTE_H
#define NEURON_ZYGOTE_H

#include "enter.h"

/* What it uses of the image's libc. */
int fork(void);
_Noreturn void exit(int status);
int setenv(const char *name, const char *value, int overwrite);
char *getenv(const char *name);
void *dlsym(void *handle, const char *name);
int dprintf(int fd, const char *format, ...);
extern char **environ;

typedef void *(*fopen_fn)(const char *path, const char *mode);
extern fopen_fn zygote_real_fopen;

/* What a kind of runtime adds. Every member may be NULL. */
struct runtime_hooks {
  void (*prepare)(void);       /* once, before the first fork */
  void (*before_fork)(void);
  void (*after_fork_parent)(void);
  void (*after_fork_child)(void);
  /* In a child of its own, once: does what most programs will do (see hot-pages.c), with /dev/null on 0 to 2. */
  void (*rehearse)(void);
  /* In the child, inside the jail, with the program's files written: runs the program and never returns. NULL: go on by itself. */
  void (*run)(const struct program *program);
};

/* ---- hot-pages.c ---- */

/* In the booted runtime: finds out which pages a run needs. */
void hot_pages_learn(const struct runtime_hooks *hooks);
/* In the rehearsal, where the program would begin: takes note of the code that it took to get there. */
void hot_pages_before_program(void);
/* In a child that waits for a program: has those pages ready. */
void hot_pages_take(void);

/* The hooks of the runtime that this process is, or NULL. */
const struct runtime_hooks *python_hooks(void);

/* Copies of the program's strings, NULL-terminated; from the runtime's own memory. */
char *text_copy(struct str s);
/* The list is NULL-terminated and has `spare` empty places before its first string. */
char **texts_copy(struct rd r, uint32_t n, uint32_t spare);

/* In the child, inside the jail, instead of running the program: becomes another program (execvp), as the launcher does. */
_Noreturn void zygote_exec(char **argv, char **env);
/* There is no program without this. */
_Noreturn void zygote_broken(const char *what);

#endif
