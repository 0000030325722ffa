/* Patterns of paths below the work folder. */
#ifndef NEURON_GLOB_H
#define NEURON_GLOB_H

#include <stdbool.h>
#include <stdint.h>

#include "wire.h"

/* Folders around a path's name. Deeper ones are not looked into. */
#define GLOB_DEPTH_MAX 32

/*
 * Whether a whole relative path fits: `?` is one character and `*` any number of them within a name, a name of `**` any
 * number of folders. None of them stands for a dot at the beginning of a name. Everything else stands for itself.
 *
 * `steps` is what matching may still cost, and is counted down to 0: then nothing fits any more. Both sides come from people who
 * may want it to take for ever.
 */
bool glob_fits(struct str pattern, const char *path, size_t n, uint64_t *steps);

#endif
