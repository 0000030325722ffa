/* What the parts of the Node zygote share. */
#ifndef NEURON_NODE_H
#define NEURON_NODE_H

#include "zygote.h"

int snprintf(char *to, size_t n, const char *format, ...);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
size_t strlen(const char *s);

/* What Node, libuv and V8 export. Handles (v8::Local) are one pointer. */
#define WEAK __attribute__((weak))
#define CXX(type, name, symbol, ...) extern type name(__VA_ARGS__) __asm__(symbol) WEAK

struct loop;
struct isolate;
extern struct loop *uv_default_loop(void) WEAK;
extern int uv_run(struct loop *loop, int mode) WEAK;
extern int uv_loop_alive(const struct loop *loop) WEAK;
CXX(void, v8_set_flags, "_ZN2v82V818SetFlagsFromStringEPKc", const char *flags);
CXX(struct isolate *, v8_isolate, "_ZN2v87Isolate10GetCurrentEv", void);

/* ---- node-objects.c ---- */

/* Whether this Node has all that the others use. */
int objects_known(void);
/* In the booted Node, once: loads and runs ahead what most programs need. 0 where it cannot. */
int objects_prepare(void);
/* In a child. */
void objects_set_pid(void);
/* The entry, where it is another than `booted_entry`, and the arguments. */
void objects_set_argv(const struct program *p, const char *booted_entry);

/* ---- node-fds.c ---- */

/* In the booted runtime: takes note of its descriptors. 0 where there is one that cannot be made again. */
int own_fds_find(void);
/* In a child: makes them anew. */
void own_fds_renew(void);

#endif
