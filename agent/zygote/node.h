/* What the parts of the Node zygote share. */
#ifndef NEURON_NODE_H
#define NEURON_NODE_H

#include "zygote.h"

int snprintf(char *to, size_t n, const char *format, ...);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
size_t strlen(const char *s);

/* ---- node-fds.c ---- */

/* In the booted runtime: takes note of its descriptors. 0 where there is one that cannot be made again. */
int own_fds_find(void);
/* In a child: makes them anew. */
void own_fds_renew(void);

#endif
