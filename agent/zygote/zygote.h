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

#define EXPORT __attribute__((visibility("default")))
#define RTLD_NEXT ((void *)-1l)

/* What a kind of runtime adds. Every member may be NULL. */
struct runtime_hooks {
  void (*prepare)(void);       /* once, before the first fork */
  void (*before_fork)(void);
  void (*after_fork_parent)(void);
  void (*after_fork_child)(void);
  /*
   * In a child of its own, once: does what most programs will do (see hot-pages.c). Or returns 1, and the child goes on by
   * itself, until hot_pages_learned.
   */
  int (*rehearse)(void);
  /* In the child, inside the jail, unprivileged, before there is a program: whatever must not be done any earlier. */
  void (*inside)(void);
  /* In the child, inside the jail, with the program's files written: runs the program, or returns, and it goes on by itself. */
  void (*run)(const struct program *program);
  /* The runtime has descriptors of its own, above those that a program gets, which a child keeps. */
  int keeps_fds;
  /* A child becomes two inside the jail: one waits for the other, which is the program. */
  int is_guarded;
};

/* ---- hot-pages.c ---- */

/* In the booted runtime: finds out which pages a run needs. 1: this is the child that rehearses, and goes on by itself. */
int hot_pages_learn(const struct runtime_hooks *hooks);
/* Where a program would end. Returns if this is no rehearsal. */
void hot_pages_learned(void);
/* In the rehearsal: a work folder of its own, with this script in it. 0, or -1. */
int rehearsal_folder(const char *name, const char *source, size_t n);
/* In a child that waits for a program: has those pages ready. */
void hot_pages_take(void);

/* ---- free-memory.c ---- */

/* In the booted runtime, when all is loaded: takes, and keeps, what is free between what is in use. */
void free_memory_take(void);

/* ---- leave.c ---- */

/* In the booted runtime, when all is loaded: what is there now ends with the process. */
void leave_prepare(void);
/* Whether no shared object has been loaded since. */
int objects_are_booted(void);

/* ---- zygote.c ---- */

/* Until it has arrived. */
int zygote_is_booting(void);
/* Whether this is the script that it was booted with; once. */
int zygote_arrives(const char *path);
/* It is where it stays, for another reason. */
void zygote_arrived(void);
/* Returns only in a child of a runtime that goes on by itself. */
void zygote_stay(const struct runtime_hooks *hooks);

/*
 * What it is to have loaded before the first fork, and how that gets new random numbers: names, separated by commas. What a
 * program does with it, for the rehearsal. Or "".
 */
extern char zygote_preload[512], zygote_seeders[512], zygote_rehearsal[4096];

/* Takes a variable ("NAME=") out of the environment, and its bytes out of what /proc/self/environ shows. */
void zygote_forget(const char *name_eq);

/*
 * The program's next variable that this process has not, or has otherwise: its name, behind whose NUL follows the value. NULL
 * at the end. Begins with `p->env` and `p->nenv`.
 */
char *next_changed(struct rd *env, uint32_t *left);
/* Whether none of those matters while a runtime starts. `prefixes`: of the names that only this one looks at, then NULL. */
int env_fits(const struct program *p, const char *const *prefixes);
/* Sets those that differ in this process's own environment. */
void env_set(const struct program *p);

/* Copies of the program's strings, NULL-terminated; from the runtime's own memory. */
char *text_copy(struct str s);
/* The list is NULL-terminated and has `spare` empty places before its first string. */
char **texts_copy(struct rd r, uint32_t n, uint32_t spare);

/* In the child, inside the jail, instead of running the program: becomes another program (execvp), as the launcher does. */
_Noreturn void zygote_exec(char **argv, char **env);
/* The same with this command, followed by the program's own arguments. */
_Noreturn void zygote_start_anew(const char *command, const struct program *p);
/* There is no program without this. */
_Noreturn void zygote_broken(const char *what);

#endif
