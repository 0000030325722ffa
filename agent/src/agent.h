/* The agent's parts, and what they share. */
#ifndef NEURON_AGENT_H
#define NEURON_AGENT_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "enter.h"
#include "wire.h"

/* Where the host mounts this program's own folder. Hidden from every jail. */
#define AGENT_DIR "/run/neuron"
/* Where it mounts the layers that roots are made of, read-only, and where the root is that is made of some. */
#define LAYERS_DIR AGENT_DIR "/images"
#define ROOT_DIR AGENT_DIR "/root"
#define ROOT_LAYERS_MAX 12

/* ---- frames.c: the protocol's framing ---- */

struct frames {
  uint8_t *buf;
  size_t len, cap;
};

/* Reads what is there. 1: got some; 0: end of file; -1: error or a frame that is too large. */
int frames_read(struct frames *f, int fd);
/* The next whole frame, or false. The payload is valid until frames_drop. */
bool frames_next(const struct frames *f, uint8_t *type, const uint8_t **payload, uint32_t *n);
/* Forgets the frame that frames_next gave. */
void frames_drop(struct frames *f);
/* Writes a frame to the host; ends the agent when the host is gone. */
void frames_send(uint8_t type, const void *payload, size_t n);
void frames_send_text(uint8_t type, const char *text);
/* The same, but it may wait for the next one, or for frames_flush. */
void frames_hold(uint8_t type, const void *payload, size_t n);
bool frames_held(void);
void frames_flush(void);

/* A command line and its environment, as the host sent them. */
struct command {
  struct rd argv, env;
  uint32_t nargv, nenv;
};

/* ---- runtime.c: the booted runtime that forks itself into jails ---- */

#define KIND_MAX 64

struct runtime {
  char kind[KIND_MAX];
  pid_t pid;    /* 0: no runtime */
  bool reaped;  /* it ended, and its number may be another's by now */
  bool is_guarded; /* what it forks waits as two processes */
  int sock;     /* carries a byte and descriptors to it, `struct ended` back */
  int err_fd;   /* what it said on stdout and stderr while booting */
  int asks;     /* the listener of the filter that its children have; -1: there is none */
};

/* The runtime of that kind, booted in place of another when it is not there. NULL, with `why` filled, when it does not come up. */
struct runtime *runtime_get(struct str kind, const struct command *command, char *why, size_t why_size);
/*
 * read(), a descriptor that may come with it, and the number of the process that wrote it, where the socket tells. What does not
 * come is left as it was.
 */
ssize_t read_from(int from, void *to, size_t n, int *fd, pid_t *pid);
/* Asks it for a child inside the jail of `fds[ZFD_INIT]`. */
int runtime_fork(struct runtime *rt, const int fds[ZFD_COUNT]);
void runtime_end(struct runtime *rt);
void runtime_end_any(void);
bool runtime_alive(void);
/* Says that a child of that number was reaped, whatever it was. */
void runtime_reaped(pid_t pid);

/* ---- root.c: the root file system of what is not in the image itself ---- */

/* Makes that the root of what is booted and jailed from now on: names below LAYERS_DIR, topmost first; none: the image itself. */
int root_use(struct rd layers, uint32_t n);
/* Where it is mounted; empty for the image itself. */
const char *root_now(void);
/* Makes it the root of this process, whose mount namespace is its own: what is opened there has the same path in every jail. */
int root_enter(void);

/* ---- jail.c: the namespaces and file systems of one run ---- */

struct jail {
  pid_t init;           /* PID 1 of the jail; its death is the death of everything inside */
  int init_fd;          /* pidfd */
  int in, out, err;     /* the agent's ends of the program's standard streams; -1 when closed; of a terminal in and out are one */
  int ctl;              /* to the process that waits to become the program; -1 when closed */
  int status;           /* `struct ended` comes here */
  int asks;             /* the filter's listener (asks.c); -1 when the kernel has none */
  pid_t program;        /* leads its process group, and its session unless it is guarded; 0: unknown */
  struct runtime *runtime; /* NULL: the launcher */
  bool terminal;
  bool ahead;              /* the launcher has booted a runtime */
  bool status_read;
};

struct jail_options {
  uint64_t disk_bytes;
  uint32_t inodes;
  bool keep; /* mount the work folder of the jail before, as that left it */
  const struct command *ahead; /* to be booted inside, or NULL */
  uint32_t columns, rows; /* of its terminal; 0: it has pipes */
};

/* Makes the jail and waits until its process is ready for a program. 0, or -1 with `why` filled. */
int jail_make(struct jail *j, struct runtime *rt, const struct jail_options *o, char *why, size_t why_size);
/* Kills everything inside. Safe to repeat. */
void jail_kill(struct jail *j);
/* Kills, reaps, closes. */
void jail_end(struct jail *j);
/* The work folder that the last jail left, opened for the agent until the next jail is made; -1 when there is none. */
int jail_work(void);
/* Inodes and bytes in use in the jail's file system beyond what it was made with; -1 when unknown. */
long jail_residue(void);

/* Set by the host for runtimes that emulate the kernel: steps that they lack are left out instead of failing. */
extern bool compat;

/* ---- terminal.c: a terminal that lives and dies with its jail ---- */

/* Where it is mounted must be there beforehand, in every jail alike. */
int terminal_place(void);
/* Both ends. To be mounted while the jail's init is cloned, which keeps it; the agent then forgets it. 0, or -1. */
int terminal_make(int *agent_end, int *program_end, uint32_t columns, uint32_t rows);
void terminal_unmount(void);
int terminal_resize(int fd, uint32_t columns, uint32_t rows);
/* The process group that is in its foreground, or 0. */
pid_t terminal_foreground(int fd);

/* ---- spaces.c: namespaces, for as long as nobody has used them ---- */

/* Those that the next jail is to make, as flags of clone. */
int spaces_missing(void);
/* In the jail's init: enters the others. 0, or -1. */
int spaces_enter(void);
/* The jail's init of that number has made new ones, in which nothing happens unseen. */
void spaces_keep(pid_t pid);
/* The next jail is to make new ones. */
void spaces_forget(void);

/* ---- asks.c: what the system-call filter asks before it lets a call go on ---- */

struct question {
  uint64_t id;
  pid_t thread; /* who asks, by its thread's number */
  bool exits;   /* its process, with this code; else it is about to make something in a namespace that others had (spaces.c) */
  uint8_t code;
};

/* `asks` is going to be polled. */
void asks_watch(int asks);
/* `asks` has become readable. False: who asked is gone. */
bool asks_next(int asks, struct question *q);
/* Lets the call go on. */
void asks_go_on(int asks, const struct question *q);

/* ---- collect.c ---- */

/* Sends the files below `work`, and closes it; -1: there is none. */
void collect_work(int work, uint64_t bytes, uint32_t files);

/* ---- outputs.c ---- */

/* Sends what OUTPUTS asks for from below `work`, and closes it; -1: there is none. False when it asks in no way that there is. */
bool outputs_send(int work, struct rd request);

/* ---- launcher.c ---- */

/* In the jail's second process: boots `ahead` if there is one, waits for a program and becomes it. Never returns. */
_Noreturn void launcher_main(const int fds[4], int proc_fd, const struct command *ahead, bool terminal);

/* ---- agent.c ---- */

/* To be polled while something else is waited for: whatever it shows, the host is gone, and so is everything here. */
struct pollfd host_end(void);
_Noreturn void fault(const char *format, ...) __attribute__((format(printf, 1, 2)));
uint64_t now_us(void);

#endif
